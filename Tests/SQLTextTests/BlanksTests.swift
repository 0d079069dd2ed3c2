import Diagnostics
import SQLText
import Testing

/// The shortcuts over bytes give what the rules for Unicode scalars give.
@Suite struct `Blanks` {
  @Test(arguments: [
    "", " ", "\t\r\n", "a", " a ", "\u{a0}a\u{a0}", "a\u{2003}", " é ", "é\n", " \u{301}a", "a \u{301}",
    "\u{1c}a\u{1c}", "\r\na b\r\n", "\u{85}a", "a\u{2028}",
  ])
  func `are trimmed, and no accent with them`(_ text: String) {
    let kept = text.unicodeScalars.drop { $0.properties.isWhitespace }
    let end = kept.lastIndex { !$0.properties.isWhitespace }
    #expect(text.trimmingBlanks == (end.map { String(kept[...$0]) } ?? ""))
    #expect("x\(text)y".dropFirst().dropLast().trimmingBlanks == text.trimmingBlanks)
  }

  @Test(arguments: [
    ("", true), (" \n-- only a remark\n", true), ("-- without an end", true), ("\u{b}\u{c}--\n--\n", true),
    (";", false), ("/* a remark */", false), ("- -", false), ("-- a\nselect 1;", false), ("\u{a0}", false),
  ])
  func `and line comments alone make a block blank`(_ text: String, _ isBlank: Bool) {
    #expect(Block(whole: SourceText(path: "m.sql", text: text)).isBlank == isBlank)
  }
}
