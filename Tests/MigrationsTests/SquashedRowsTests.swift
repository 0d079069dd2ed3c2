import Diagnostics
import Migrations
import SQLText
import Testing

/// What a database becomes when a squashed file has taken the place of what it has applied.
@Suite struct `Rows of squashed files` {
  /// The files `0001`, `0002` … as they were before.
  private static func sources(_ count: Int) throws -> [Migration] {
    try (1...count).map { try Fixture.file("000\($0)", "select \($0)") }
  }

  /// A file that replaces some others.
  private func squashed(
    _ version: String, _ sources: [Migration], sql: String = "select 0"
  ) throws -> Migration {
    let versions = sources.map(\.version.description).joined(separator: ", ")
    let sums = sources.map(\.checksum).joined(separator: ", ")
    return try Fixture.file(
      version, sql, title: "all", head: "-- replaces: \(versions)\n-- replaced_checksums: \(sums)\n")
  }

  /// As SQLSpec writes it, which numbers its files on from the first.
  private func theirs(_ version: String, from sources: String) throws -> Migration {
    try Fixture.file(
      version, "select 0", title: "all", head: "-- SQLSpec Migration\n-- Squashed from: \(sources)\n")
  }

  @Test func `where nothing of it is applied the file runs like any other`() throws {
    let sources = try `Rows of squashed files`.sources(3)
    let found = try Fixture.reconciliation([squashed("0001", sources)], [])
    #expect(found.isEmpty && found.problems.isEmpty)
    let other = Fixture.row(try Fixture.file("ext_a_0001", "select 1"), 1)
    #expect(try Fixture.reconciliation([squashed("0001", sources)], [other]).isEmpty)
  }

  @Test func `where all of it is applied one row is left, at the place of the first`() throws {
    let sources = try `Rows of squashed files`.sources(5)
    let file = try squashed("0002", Array(sources[1...3]))
    let rows = sources.enumerated().map { Fixture.row($1, $0 + 3, at: "2025-01-0\($0 + 1) 00:00:00") }
    let found = try Fixture.reconciliation([sources[0], file, sources[4]], rows)
    #expect(found.problems.isEmpty && found.renames.isEmpty)
    #expect(found.replacements.map { $0.rows.map(\.name) } == [["0002", "0003", "0004"]])
    #expect(found.notes == ["0002 replaces '0002', '0003' and '0004'"])
    #expect(found.formerNames == ["0002": ["0002", "0003", "0004"]])
    #expect(try found.replayed(on: rows) == [3: "0001", 4: "0002", 7: "0005"])
    #expect(found.history.names == [3: "0001", 4: "0002", 7: "0005"])
    let row = try #require(found.history.rows.first { $0.sequence == 4 })
    #expect(row.checksum == file.checksum && row.description == "all")
    #expect(row.replaces == "0002,0003,0004" && row.appliedAt == "2025-01-02 00:00:00")
    // The second time there is nothing left to do.
    #expect(try Fixture.reconciliation([sources[0], file, sources[4]], found.history.rows).isEmpty)
  }

  @Test func `the first that was applied lends its place, whatever its number`() throws {
    let sources = try `Rows of squashed files`.sources(3)
    let rows = [2, 0, 1].enumerated().map { Fixture.row(sources[$1], $0 + 1) }
    let found = try Fixture.reconciliation([squashed("0001", sources)], rows)
    #expect(found.replacements.map { $0.rows.map(\.name) } == [["0003", "0001", "0002"]])
    #expect(try found.replayed(on: rows) == [1: "0001"])
    #expect(found.history.names == [1: "0001"])
  }

  @Test(arguments: [([0], "'0002' and '0003' are"), ([0, 2], "'0002' is"), ([1, 2], "'0001' is")])
  func `where a part of it is applied a person has to get the rest first`(
    applied: [Int], words: String
  ) throws {
    let sources = try `Rows of squashed files`.sources(3)
    let rows = applied.enumerated().map { Fixture.row(sources[$1], $0 + 1) }
    let found = try Fixture.reconciliation([squashed("0001", sources)], rows)
    #expect(found.isEmpty && found.history.rows == rows)
    #expect(
      found.problems.map(\.message) == ["'0001' replaces migrations of which \(words) not applied here"])
    #expect(found.problems.map(\.place) == [.file("0001_all.sql")])
  }

  @Test func `a database where the file itself ran is left alone`() throws {
    let sources = try `Rows of squashed files`.sources(2)
    let file = try squashed("0001", sources)
    // SQLSpec does not fill the column `replaces` there; the text tells.
    for replaces in [nil, "0001,0002"] {
      let found = try Fixture.reconciliation([file], [Fixture.row(file, 1, replaces: replaces)])
      #expect(found.isEmpty && found.problems.isEmpty)
    }
  }

  @Test func `a squashed file that was changed since is known by what it replaces`() throws {
    let sources = try `Rows of squashed files`.sources(2)
    let row = Fixture.row(try squashed("0001", sources, sql: "select 9"), 1, replaces: "0001,0002")
    let found = try Fixture.reconciliation([squashed("0001", sources)], [row])
    #expect(found.isEmpty && found.problems.isEmpty && found.history.rows == [row])
  }

  @Test func `rows from before the files were renumbered are known by their texts`() throws {
    let sources = try `Rows of squashed files`.sources(3)
    let times = ["20250101000000", "20250102000000"]
    let rows =
      times.enumerated().map { Fixture.row(sources[$0], $0 + 1, name: $1) } + [Fixture.row(sources[2], 3)]
    let found = try Fixture.reconciliation([squashed("0001", sources)], rows)
    #expect(found.problems.isEmpty)
    #expect(found.replacements.map { $0.rows.map(\.name) } == [times + ["0003"]])
    #expect(try found.replayed(on: rows) == [1: "0001"])
    // A file that has such a version keeps its row, and so does another series.
    let kept = try Fixture.file(times[0], "select 1")
    let part = try Fixture.reconciliation([squashed("0001", sources), kept], rows)
    #expect(part.isEmpty && part.problems.count == 1)
    let strange = Fixture.row(sources[0], 1, name: "ext_a_0001")
    #expect(try Fixture.reconciliation([squashed("0001", sources)], [strange]).isEmpty)
  }

  @Test func `a row that is not what the squash took in stops it, until a person says so`() throws {
    let sources = try `Rows of squashed files`.sources(3)
    let other = try Fixture.file("0002", "select 22")
    let rows = [
      Fixture.row(sources[0], 1), Fixture.row(other, 2), Fixture.row(sources[2], 3, checksum: "manual-stamp"),
    ]
    let found = try Fixture.reconciliation([squashed("0001", sources)], rows)
    #expect(
      found.problems.first?.message
        == "'0002' was applied with a different text than '0001' replaces")
    #expect(found.isEmpty)
    let accepted = found.accepting { _ in true }
    #expect(accepted.problems.isEmpty && accepted.history.rows.map(\.name) == ["0001"])
  }

  @Test func `a row of that version whose file is another one now does not count`() throws {
    let sources = try `Rows of squashed files`.sources(2)
    let theirs = try Fixture.file("0003", "select 'theirs'")
    let row = Fixture.row(try Fixture.file("0002", "select 'theirs'"), 2)
    let found = try Fixture.reconciliation(
      [squashed("0001", sources), theirs], [Fixture.row(sources[0], 1), row])
    #expect(found.replacements.isEmpty)
    #expect(
      found.problems.map(\.message).contains("'0001' replaces migrations of which '0002' is not applied here")
    )
  }

  @Test func `what was squashed once can be part of a larger one`() throws {
    let sources = try `Rows of squashed files`.sources(3)
    let small = Fixture.row(try squashed("0001", Array(sources[...1])), 1, replaces: "0001,0002")
    let large = try squashed("0001", sources)
    let both = try Fixture.reconciliation([large], [small, Fixture.row(sources[2], 2)])
    #expect(both.replacements.map { $0.rows.map(\.name) } == [["0001", "0003"]])
    #expect(both.problems.isEmpty)
    #expect(both.history.rows.map(\.replaces) == ["0001,0002,0003"])
    // A database that never knew the smaller one gets there as well.
    let plain = sources.enumerated().map { Fixture.row($1, $0 + 1) }
    #expect(try Fixture.reconciliation([large], plain).replayed(on: plain) == [1: "0001"])
    let part = try Fixture.reconciliation([large], [small])
    #expect(
      part.problems.map(\.message) == ["'0001' replaces migrations of which '0003' is not applied here"])
  }

  @Test(arguments: [
    (4, [1: "0001", 3: "0002"], 0), (2, [1: "0001"], 0), (3, [1: "0001", 3: "0003"], 1),
    (1, [1: "0001"], 1), (0, [:], 0),
  ])
  func `the groups that SQLSpec makes of a range are understood`(
    applied: Int, names: [Int: String], problems: Int
  ) throws {
    let rows = try (0..<applied).map { Fixture.row(try Fixture.file("000\($0 + 1)", "select 1"), $0 + 1) }
    // `0002` is another file now than the one that `0001` replaces.
    let files = try [theirs("0001", from: "0001, 0002"), theirs("0002", from: "0003, 0004")]
    let found = try Fixture.reconciliation(files, rows)
    #expect(found.problems.count == problems)
    #expect(found.history.names == names)
    #expect(try found.replayed(on: rows) == names)
    if problems == 0 { #expect(try Fixture.reconciliation(files, found.history.rows).isEmpty) }
  }

  @Test func `rows are replaced whatever is done about renamed files`() throws {
    let sources = try `Rows of squashed files`.sources(2)
    let rows = sources.enumerated().map { Fixture.row($1, $0 + 1) }
    for policy in [Reconciliation.Policy.follow, .refuse, .ignore] {
      let found = try Fixture.reconciliation([squashed("0001", sources)], rows, policy)
      #expect(found.replacements.count == 1 && found.problems.isEmpty)
    }
  }

  @Test func `files may be squashed and renamed at once`() throws {
    let sources = try `Rows of squashed files`.sources(4)
    let rows = sources.enumerated().map { Fixture.row($1, $0 + 1) }
    let moved = try Fixture.file("0003", "select 4")
    let found = try Fixture.reconciliation([squashed("0001", Array(sources[...2])), moved], rows)
    #expect(found.words == "0004>0003")
    #expect(try found.replayed(on: rows) == [1: "0001", 4: "0003"])
    #expect(found.history.names == [1: "0001", 4: "0003"])
  }

  @Test func `rows that no file speaks of may be what a pending file replaces`() throws {
    let sources = try `Rows of squashed files`.sources(2)
    let strange = Fixture.row(try Fixture.file("20250101000000", "select 9"), 1)
    let found = try Fixture.reconciliation([squashed("0001", sources)], [strange])
    #expect(found.isEmpty)
    #expect(
      found.problems.map(\.message) == [
        "'0001' replaces migrations, and '20250101000000' may be among them: they have no files"
      ])
    #expect(try Fixture.reconciliation([squashed("0001", sources)], [strange], .ignore).problems.isEmpty)
  }

  @Test func `a person may say that what is there in part is all there`() throws {
    let sources = try `Rows of squashed files`.sources(3)
    let rows = [Fixture.row(sources[0], 1), Fixture.row(sources[2], 2)]
    let part = try Fixture.reconciliation([squashed("0001", sources)], rows)
    #expect(part.problems.count == 1)
    let accepted = part.accepting { $0.version == sources[0].version }
    #expect(accepted.problems.isEmpty && accepted.history.names == [1: "0001"])
    #expect(try accepted.replayed(on: rows) == [1: "0001"])
    #expect(part.accepting { _ in false }.isEmpty)
  }
}
