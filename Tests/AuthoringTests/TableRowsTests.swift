import Configuration
import Testing

@testable import Authoring

@Suite struct `The rows of a dump` {
  private func rows(_ dump: String, _ dialect: String = "postgresql") throws -> TableRows {
    try TableRows(dump, Resources().dialect(dialect))
  }

  @Test func `are those that statements insert, and those of COPY`() throws {
    let copied = try rows(
      "create table a (b int);\nCOPY public.a (b) FROM stdin;\n1\n2\n2\n\\.\n\ninsert into c values (1);\n")
    #expect(copied.count == 4)
    let later = try rows(
      "COPY public.a (b) FROM stdin;\n2\n1\n\\.\n\ninsert into c values (1);insert into c values (2);\n")
    #expect(copied.difference(to: later).lost == ["public.a (1 row)"])
    #expect(copied.difference(to: later).added == ["c (1 row)"])
    #expect(copied.difference(to: copied).lost.isEmpty && copied.difference(to: copied).added.isEmpty)
  }

  @Test func `count once if a value has changed, and whatever is in it`() throws {
    let before = try rows("INSERT INTO `a b` (`c`) VALUES ('; insert into d values (1)');\n", "mariadb")
    let after = try rows("INSERT INTO `a b` (`c`) VALUES ('x');\n", "mariadb")
    #expect(before.difference(to: after).lost == ["`a b` (1 row)"])
    #expect(before.difference(to: after).added.isEmpty)
  }

  @Test func `are not SQLite's own`() throws {
    #expect(try rows("insert into sqlite_sequence values ('a', 7);\n", "sqlite").count == 0)
  }

  @Test(arguments: [
    ("", "", "; no rows to compare", true),
    ("insert into a values (1);", "insert into a values (1);", "; proved, with 1 row", true),
    ("insert into a values (1);", "", "; impossible: data is lost: a (1 row)", false),
    (
      "insert into a values (1);", "insert into b values (1);",
      "; impossible: data is lost: a (1 row); not undone: rows are left: b (1 row)", false
    ),
  ])
  func `lead to a verdict`(before: String, after: String, words: String, isProof: Bool) throws {
    let verdict = RowVerdict(try rows(before), try rows(after))
    #expect(verdict.words == words)
    #expect(verdict.isProof == isProof)
  }
}
