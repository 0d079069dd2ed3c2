import Diagnostics
import Migrations
import SQLText
import Testing

/// The directives of squashed files and of foreign keys; `MigrationReaderTests` has the others.
@Suite struct `Directives of a file` {
  private let up = "-- name: migrate-0001-up\nselect 1;\n"

  private func directives(_ text: String) throws -> Directives {
    try Fixture.migration("0001_a.sql", text).directives
  }

  private func versions(_ text: String) throws -> [Version] {
    try text.split(separator: " ").map { try Fixture.version("\($0)") }
  }

  @Test(arguments: [
    ("-- foreign_keys: off\n", false), ("-- foreign_keys: on\n", true), ("--FOREIGN_KEYS:Off \t\r\n", false),
    ("-- foreign_keys: on\n-- foreign_keys: off\n", true), (" -- foreign_keys: off\n", nil),
    ("\u{FEFF}-- foreign_keys: off\n", false), ("-- about foreign_keys: off\n", nil), ("", nil),
  ])
  func `foreign keys are on or off, as the first line in column one says`(
    head: String, expected: Bool?
  ) throws {
    #expect(try directives(head + up).foreignKeys == expected)
  }

  @Test(arguments: [
    ("-- replaces: 0001, 0002\n", "0001 0002"), ("--Replaces:1,2 ,ext_a_1\r\n", "0001 0002 ext_a_0001"),
    ("-- replaces: 0001\n-- replaces: 0002\n", "0001"), ("-- Squashed from: 0001, 0002\n", "0001 0002"),
    ("-- Squashed from: 0001\n-- replaces: 0001, 0002\n", "0001"), (" -- replaces: 0001\n", ""),
    ("-- Squashed from: the first two\n", ""), ("-- Squashed from:\n", ""), ("-- replaces: 0001,,\n", "0001"),
  ])
  func `a squashed file says what it replaces, in SQLSpec's words too`(head: String, expected: String) throws
  {
    #expect(try directives(head + up).replaces == versions(expected))
  }

  @Test func `the checksums of what it replaces are in the same order`() throws {
    let found = try directives(
      "-- replaces: 0001, 0002\n-- replaced_checksums: a, b\n-- replaced_checksums: c\n" + up)
    #expect(found.replacedChecksums == ["a", "b"])
  }

  @Test(arguments: [
    ("-- foreign_keys: ▲no\n", "foreign_keys"), ("-- foreign_keys: ▲off -- why\n", "foreign_keys"),
    ("-- foreign_keys:▲\n", "foreign_keys"), ("-- replaces: ▲0001 0002\n", "replaces"),
    ("-- replaces:▲\n", "replaces"), ("-- replaces: ▲0001, head\n", "replaces"),
  ])
  func `another value is refused where it stands`(marked: String, key: String) throws {
    let text = marked.replacing("▲", with: "") + up
    let error = try #require(throws: MigrationError.self) { _ = try directives(text) }
    let offset = marked.prefix { $0 != "▲" }.utf8.count
    #expect(error.place == .source(SourceText(path: "0001_a.sql", text: text).location(at: offset)))
    #expect(error.message.hasSuffix("is not a value for '-- \(key):'"))
  }

  @Test(arguments: [
    "-- foreign_keys: off\n", "-- foreign_keys: nonsense\n", "-- replaces: 0001\n",
    "-- replaces: the old one\n",
    "-- Squashed from: 0001\n", "-- replaced_checksums: a\n",
  ])
  func `below the first block they are comments`(line: String) throws {
    #expect(try directives(up + line) == Directives())
    #expect(try directives("-- name: migrate-0001-down\n\(line);\n" + up) == Directives())
  }

  @Test func `what a file replaces is known before the rest of it is read`() throws {
    let text = "-- replaces: 0001, 0002\nno block at all"
    #expect(try Directives(replacedBy: text).replaces == versions("1 2"))
    #expect(try Directives(replacedBy: "-- replaces: none\n").replaces == [])
  }

  @Test(arguments: [
    ("", "", true), ("-- transactional: true\n", "", false), ("-- schema: a\n", "-- schema: b\n", false),
    ("-- schema: a\n", "-- Schema:a\n", true), ("-- foreign_keys: off\n", "-- foreign_keys: on\n", false),
    ("-- replaces: 0001\n", "-- replaces: 0002\n", true),
  ])
  func `migrations run as one where they run in the same way`(
    left: String, right: String, expected: Bool
  ) throws {
    let (one, two) = (try directives(left + up), try directives(right + up))
    #expect(one.agree(with: two) == expected && two.agree(with: one) == expected)
  }
}
