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

@Suite struct `The hunks of a difference` {
  private func hunks(_ old: String, _ new: String) -> [String] {
    TextDifference(
      old.map(String.init).joined(separator: "\n"), new.map(String.init).joined(separator: "\n")
    ).hunks(from: "a", to: "b")
  }

  // What 'diff -U3' prints of the same lines.
  @Test(arguments: [
    ("abc", "abc", []), ("", "ab", ["@@ -0,0 +1,2 @@", "+a", "+b"]),
    ("ab", "", ["@@ -1,2 +0,0 @@", "-a", "-b"]),
    ("abcdefgh", "abcdeXgh", ["@@ -3,6 +3,6 @@", " c", " d", " e", "-f", "+X", " g", " h"]),
    (
      "abcdefghijk", "bcdefghijXk",
      ["@@ -1,4 +1,3 @@", "-a", " b", " c", " d", "@@ -8,4 +7,5 @@", " h", " i", " j", "+X", " k"]
    ),
  ])
  func `name their lines in both texts`(old: String, new: String, expected: [String]) {
    #expect(hunks(old, new) == (expected.isEmpty ? [] : ["--- a", "+++ b"] + expected))
  }
}

@Suite struct `SQL that is compared` {
  @Test(arguments: [
    (
      "CREATE TABLE \"t\" (a int, b decimal(9, 2) CHECK (b > 0));",
      "create table t(\n  a int,\n  b decimal(9,2)check(b>0)\n);"
    ),
    ("create view v as select a, b from t", "create view v as select a,b from t"),
    ("create table t ( a text default '(,' )", "create table t(\n  a text default '(,'\n)"),
  ])
  func `has a line for each column if it is to be read`(sql: String, expected: String) throws {
    #expect(try PlainSQL().text(sql, isBroken: true) == expected)
  }

  @Test(arguments: [
    ("select  A -- remark\n from \"b\"", "select a from b"), ("f( x , 'It''s  A' )", "f(x,'It''s  A')"),
    ("[c] /* two\nlines */ `d`", "c d"), ("\"Not plain\" = 1", "\"Not plain\"=1"),
  ])
  func `has neither comments nor needless blanks and quotes`(sql: String, expected: String) throws {
    #expect(try PlainSQL().text(sql) == expected)
  }
}
