import Diagnostics
import Migrations
import Testing

@Suite struct `A history` {
  @Test(
    arguments: [
      ([("c", 3), ("a", 1), ("d", 4), ("b", 1)], ["a", "b", "c", "d"]),
      ([("old", nil), ("c", 2), ("later", nil), ("b", 1)], ["old", "c", "later", "b"]),
    ] as [([(String, Int?)], [String])])
  func `rows stand in the order of their sequence, or as they were read where one has no number`(
    rows: [(String, Int?)], expected: [String]
  ) {
    #expect(History(rows: rows.map { History.Row(name: $0, sequence: $1) }).rows.map(\.name) == expected)
  }

  @Test func `a version is applied under any spelling`() throws {
    let history = Fixture.history("2 ext_adk_0001 abc")
    for (text, expected) in [
      ("0002", true), ("00002", true), ("1", false), ("ext_adk_1", true), ("ext_x_1", false),
    ] {
      #expect(try history.contains(Fixture.version(text)) == expected)
    }
  }

  @Test func `the nine columns of a row are read`() throws {
    let row = try #require(
      History.Row(columns: ["0001", "sequential", "7", "a", "2025-01-01", "12", "c", "me", "0002,0003"]))
    #expect(
      row
        == History.Row(
          name: "0001", sequence: 7, description: "a", appliedAt: "2025-01-01", executionTime: 12,
          checksum: "c",
          appliedBy: "me", replaces: "0002,0003"))
    #expect(History.Row(columns: ["abc"] + Array(repeating: nil, count: 8))?.version == nil)
    #expect(History.Row(columns: ["0001"]) == nil)
    #expect(History.Row(columns: Array(repeating: nil, count: 9)) == nil)
  }

  @Test func `the four columns of progress are read`() throws {
    let progress = try Fixture.progress("1", .down, finished: ["a"])
    #expect(History.Progress(columns: ["0001", "down", "1", progress.checksum]) == progress)
    #expect(History.Progress(columns: ["0001", "down", "0", nil])?.checksum == "")
    #expect(History.Progress(columns: ["0001", "sideways", "1", ""]) == nil)
    #expect(History.Progress(columns: ["abc", "up", "1", ""]) == nil)
  }
}

@Suite struct `A stamp` {
  private func stamp(_ files: String, _ applied: String, at goal: String) throws -> String {
    let stamp = try Stamp(Fixture.catalog(files), Fixture.history(applied), at: Revision(goal))
    let words = stamp.removed.map { "-" + $0.name } + stamp.added.map { "+\($0.version)" }
    #expect(stamp.isEmpty == words.isEmpty)
    return words.joined(separator: " ")
  }

  @Test(arguments: [
    ("", "head", "+0001 +0002 +0003 +ext_adk_0001"), ("0001", "head", "+0002 +0003 +ext_adk_0001"),
    ("", "2", "+0001 +0002"),
    ("1 2 3 ext_adk_0001", "2", "-3"), ("1 2 3 ext_adk_0001", "base", "-ext_adk_0001 -3 -2 -1"),
    ("0003", "2", "-0003 +0001 +0002"), ("0001", "ext_adk_1", "+ext_adk_0001"), ("00002 1 0003", "3", ""),
    ("0001 0002 0003 ext_adk_0001", "head", ""), ("0001 0009", "2", "-0009 +0002"),
    ("0009", "head", "+0001 +0002 +0003 +ext_adk_0001"),
    ("abc 0001", "1", ""), ("abc", "base", "-abc"), ("", "base", ""),
  ])
  func `only rows that are not true before and after change`(
    applied: String, goal: String, expected: String
  ) throws {
    #expect(try stamp("0001 0002 0003 ext_adk_0001", applied, at: goal) == expected)
  }

  @Test func `a version without a file cannot be stamped`() throws {
    let error = try #require(throws: RevisionError.self) { _ = try stamp("0001 0002", "0009", at: "9") }
    #expect(error.message == "no migration has the version '0009'")
    #expect(error.remedy?.hasPrefix("the newest is '0002'") == true)
  }

  @Test(arguments: [
    ("head", "2 ext_adk_1"), ("base", "2 ext_adk_1"), ("1", "2"), ("ext_adk_1", "ext_adk_1"),
  ])
  func `a stamp settles what was interrupted in the series that it touches`(
    goal: String, expected: String
  ) throws {
    let interrupted = try [Fixture.progress("2"), Fixture.progress("ext_adk_1", .down)]
    let history = Fixture.history("1 2 ext_adk_0001", interrupted: interrupted)
    let stamp = try Stamp(Fixture.catalog("0001 0002 ext_adk_0001"), history, at: Revision(goal))
    let versions = try expected.split(separator: " ").map { try Fixture.version(String($0)) }
    #expect(stamp.resolved.map(\.version) == versions)
    #expect(!stamp.isEmpty)
  }

  @Test func `a draft is not recorded as if it had run`() throws {
    let draft = try Fixture.migration("0001_a.sql", "-- name: migrate-0001-up\n-- to do\n")
    #expect(throws: MigrationError.self) { try Stamp(Catalog([draft]), History(), at: .head) }
  }

  @Test func `steps cannot be stamped`() throws {
    let error = try #require(throws: PlanError.self) { _ = try stamp("0001", "", at: "+1") }
    #expect(error.message == "'+1' cannot be stamped")
    #expect(error.status == .usage)
  }
}
