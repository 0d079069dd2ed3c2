import Diagnostics
import SQLText

/// SQL without what makes no difference: comments, blanks, the case of words, and quotes around plain names.
struct PlainSQL {
  private let pattern: Pattern

  init() throws(PatternError) {
    pattern = try Pattern(
      #"""
        (?<string> '[^']*+(?:''[^']*+)*+' ) | (?<comment> --[^\n]*+ | /\* (?s:.*?) \*/ )
        | (?: "(?<name>[A-Za-z_][\w$]*+)" | `(?<tick>[A-Za-z_][\w$]*+)` | \[(?<bracket>[A-Za-z_][\w$]*+)\] )
        | (?<quoted> "[^"]*+(?:""[^"]*+)*+" ) | (?<word> [\w$\x80-\xff]++ ) | (?<blank> \s++ ) | (?<sign> . )
      """#)
  }

  /// One line: words parted by one blank, signs by none.
  func text(_ sql: String) throws(PatternError) -> String {
    var result = ""
    var isAfterWord = false
    for match in try pattern.matches(in: sql) {
      func part(_ name: String) -> String? {
        pattern.number(of: name).flatMap { match[$0] }.map { String(sql[utf8Range: $0]) }
      }
      if part("blank") != nil || part("comment") != nil { continue }
      let word = ["name", "tick", "bracket", "word"].lazy.compactMap(part).first?.lowercased()
      let piece = word ?? part("string") ?? part("quoted") ?? part("sign") ?? ""
      let isWord = part("sign") == nil
      if isWord, isAfterWord { result += " " }
      result += piece
      isAfterWord = isWord
    }
    return result
  }
}
