import Diagnostics
import Testing

@Suite struct `A source text` {
  /// The place that `▲` marks in a text.
  private func place(_ marked: String) -> Diagnostics.SourceLocation {
    let before = marked.prefix { $0 != "▲" }
    return SourceText(path: "m.sql", text: marked.replacing("▲", with: "")).location(at: before.utf8.count)
  }

  @Test(arguments: [
    ("▲", "m.sql:1:1"), ("▲a", "m.sql:1:1"), ("ab▲", "m.sql:1:3"), ("ab\n▲", "m.sql:2:1"),
    ("ab▲\n", "m.sql:1:3"),
    ("a\nb\nc▲d\ne", "m.sql:3:2"), ("\n\n▲\n", "m.sql:3:1"),
  ])
  func `lines and columns count from one`(marked: String, expected: String) {
    #expect(place(marked).description == expected)
  }

  @Test(arguments: [
    ("'é' ▲x", 5), ("'e\u{301}' ▲x", 5), ("'日本' ▲x", 6), ("'👩‍👩‍👧' ▲x", 5), ("\t\t▲x", 3), ("é▲", 2),
  ])
  func `columns are characters as a reader sees them, whatever their bytes`(marked: String, column: Int) {
    #expect(place("é\n" + marked).column == column)
    #expect(place("é\n" + marked).line == 2)
  }

  @Test(arguments: [("a\r\nb▲c\r\n", "2:2"), ("a▲\r\nb", "1:2"), ("a\r▲\nb", "1:2"), ("é\r\n\r\n▲b", "3:1")])
  func `a CRLF is one line end and no part of its line`(marked: String, expected: String) {
    #expect(place(marked).description == "m.sql:" + expected)
    #expect(place(marked).excerpt.allSatisfy { !$0.unicodeScalars.contains("\r") })
  }

  @Test func `a byte order mark has no column and is not shown`() {
    #expect(place("\u{FEFF}▲-- a").column == 1)
    #expect(place("\u{FEFF}-- ▲a").column == 4)
    #expect(place("\u{FEFF}-- ▲a").excerpt == ["  1 | -- a", "    |    ^"])
    #expect(place("\u{FEFF}a\nb▲").column == 2)
  }

  @Test(arguments: [3, 4, 99, Int.max])
  func `an offset at or beyond the end is the end`(offset: Int) {
    #expect(SourceText(path: "m.sql", text: "a\nb").location(at: offset).description == "m.sql:2:2")
  }

  @Test func `an offset before the beginning is the beginning`() {
    #expect(SourceText(path: "m.sql", text: "ab").location(at: -1).description == "m.sql:1:1")
  }

  @Test func `an offset inside a character is that character`() {
    #expect((0...3).map { SourceText(path: "m.sql", text: "é日").location(at: $0).column } == [1, 1, 2, 2])
  }
}

@Suite struct `An excerpt` {
  private func excerpt(_ marked: String) -> [String] {
    let before = marked.prefix { $0 != "▲" }
    return SourceText(path: "m.sql", text: marked.replacing("▲", with: "")).location(at: before.utf8.count)
      .excerpt
  }

  @Test func `the caret stands under its character`() {
    #expect(excerpt("select 1;\nselect ▲x from t\n") == ["  2 | select x from t", "    |        ^"])
    #expect(excerpt("a▲") == ["  1 | a", "    |  ^"])
    #expect(excerpt("▲") == ["  1 | ", "    | ^"])
  }

  @Test func `the margin is as wide as the number of the line`() {
    let text = String(repeating: "\n", count: 99) + "▲x"
    #expect(excerpt(text) == ["  100 | x", "      | ^"])
  }

  @Test func `tabs stay tabs, so that both lines bend alike`() {
    #expect(excerpt("\ta\t▲b") == ["  1 | \ta\tb", "    | \t \t^"])
  }

  @Test(arguments: [
    ("日本▲x", 4), ("한▲x", 2), ("😀▲x", 2), ("é▲x", 1), ("e\u{301}▲x", 1), ("Ａ▲x", 2), ("ﾊ▲x", 1),
  ])
  func `the caret passes a wide character in two columns`(marked: String, columns: Int) {
    #expect(excerpt(marked).last == "    | " + String(repeating: " ", count: columns) + "^")
  }

  @Test(arguments: [0, 1, 59, 60, 61, 500, 9_999])
  func `a very long line is cut around the caret`(position: Int) throws {
    let line = String((0..<10_000).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
    let shown = SourceText(path: "m.sql", text: line).location(at: position).excerpt
    #expect(shown.count == 2)
    #expect(shown.allSatisfy { $0.count < 130 })
    let caret = try #require(shown.last?.firstIndex(of: "^"))
    let distance = shown[1].distance(from: shown[1].startIndex, to: caret)
    #expect(shown[0].dropFirst(distance).first == Character(UnicodeScalar(UInt8(97 + position % 26))))
  }
}
