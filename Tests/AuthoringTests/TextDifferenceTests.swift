import Testing

@testable import Authoring

@Suite struct `The difference of two texts` {
  @Test func `is none between equal ones`() { #expect(TextDifference("a\nb", "a\nb").isEmpty) }

  @Test func `has what goes before what comes, and three lines around both`() {
    let old = (1...9).map(String.init).joined(separator: "\n")
    let new = old.replacing("5", with: "five")
    #expect(TextDifference(old, new).lines == [" 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"])
  }
}

@Suite struct `SQL that is compared` {
  @Test(arguments: [
    ("select  A -- remark\n from \"b\"", "select a from b"), ("f( x , 'It''s  A' )", "f(x,'It''s  A')"),
    ("[c] /* two\nlines */ `d`", "c d"), ("\"Not plain\" = 1", "\"Not plain\"=1"),
  ])
  func `has neither comments nor needless blanks and quotes`(sql: String, expected: String) throws {
    #expect(try PlainSQL().text(sql) == expected)
  }
}
