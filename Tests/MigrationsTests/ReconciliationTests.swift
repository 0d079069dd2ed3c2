import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `Rows of renamed files` {
  /// A file under a new version and the row that it has under its old one, which is the second of two.
  private func rename(_ old: Migration, _ new: Migration, checksum: String? = nil) throws -> Reconciliation {
    let first = try Fixture.file("0001", "select 1")
    return try Fixture.reconciliation(
      [first, new], [Fixture.row(first, 1), Fixture.row(old, 2, checksum: checksum)])
  }

  @Test func `a row follows its file, and everything else stays`() throws {
    let (old, new) = (try Fixture.file("20250102000000", "select 2"), try Fixture.file("0002", "select 2"))
    let found = try rename(old, new)
    let step = try #require(found.renames.first)
    #expect(found.words == "20250102000000>0002")
    #expect(step.kind == .sequential && step.checksum == new.checksum)
    #expect(found.notes == ["renamed 20250102000000 to 0002"])
    #expect(found.formerNames == ["0002": ["20250102000000"]])
    #expect(found.problems.isEmpty && !found.isEmpty)
    #expect(found.history.rows.map(\.name) == ["0001", "0002"])
    #expect(found.history.rows.map(\.sequence) == [1, 2])
    #expect(try found.history.contains(Fixture.version("2")))
    #expect(!found.history.contains(old.version))
  }

  @Test func `where every file has its row there is nothing to do`() throws {
    let files = try [Fixture.file("0001", "select 1"), Fixture.file("0002", "select 1")]
    let rows = files.enumerated().map { Fixture.row($1, $0 + 1) }
    #expect(try Fixture.reconciliation(files, rows).isEmpty)
    #expect(try Fixture.reconciliation(files, []).isEmpty)
    #expect(try Fixture.reconciliation([], rows).isEmpty)
    // A row of an equal version, spelled in another way, has its file.
    #expect(try Fixture.reconciliation(files, [Fixture.row(files[1], 1, name: "00002")]).isEmpty)
  }

  @Test(arguments: [
    "-- name: migrate_▲_up\n", "--NAME:Migrate-▲-UP\n", "  -- name: migrate-▲-up\n",
    "-- name: migrate-▲-up!\n",
    "-- name : migrate-▲-up\n", "-- fragment: migrate--▲--up\n", "-- Version: ▲\n-- name: migrate-▲-up\r\n",
    "-- name: migrate-▲-down\nselect 3;\n-- name: migrate_▲_up\n", "\u{FEFF}-- name: migrate-▲-up\n",
  ])
  func `a file is known by its text however its blocks are spelled`(head: String) throws {
    let files = try ["0002", "0005"].map {
      try Fixture.migration("\($0)_a.sql", head.replacing("▲", with: $0) + "select 2;\n")
    }
    let found = try rename(files[0], files[1])
    #expect(found.words == "0002>0005")
    #expect(found.renames.first?.checksum == files[1].checksum)
    // The SQL is part of the text.
    let other = try Fixture.migration("0005_a.sql", head.replacing("▲", with: "0005") + "select 3;\n")
    #expect(try rename(files[0], other).isEmpty)
  }

  @Test func `a checksum of SQLSpec's old releases is that of the whole text under the old version`() throws {
    let text = "-- Version: 0002\n-- name: migrate-0002-up\nselect 2;\n"
    let old = try Fixture.migration("0002_a.sql", text)
    let new = try Fixture.migration("0005_a.sql", text.replacing("0002", with: "0005"))
    let found = try rename(old, new, checksum: Checksum.plain(text))
    #expect(found.words == "0002>0005")
    #expect(found.renames.first?.checksum == new.checksum)
    #expect(try rename(old, new, checksum: Checksum.plain(text + "\n")).isEmpty)
  }

  @Test func `where another file has the row's version now, the row follows its text`() throws {
    let (ours, theirs) = (
      try Fixture.file("0003", "select 2"), try Fixture.file("0002", "select 9", title: "b")
    )
    let found = try Fixture.reconciliation(
      [theirs, ours], [Fixture.row(Fixture.file("0002", "select 2"), 1)])
    #expect(found.words == "0002>0003")
    #expect(found.history.contains(ours.version) && !found.history.contains(theirs.version))
  }

  @Test func `the name of a file that is its description may hold its version`() throws {
    let files = try ["0001", "0004"].map {
      try Fixture.migration("ext_adk_\($0)_a.sql", "-- name: migrate-ext_adk_\($0)-up\nselect 1;\n")
    }
    #expect(files.map(\.description) == ["adk_0001_a", "adk_0004_a"])
    let found = try Fixture.reconciliation([files[1]], [Fixture.row(files[0], 1)])
    #expect(found.words == "ext_adk_0001>ext_adk_0004")
  }

  @Test func `what a fix renumbers takes its row along, whatever the text was`() throws {
    let time = "20250102000000"
    let (old, new) = (try Fixture.file(time, "select 1"), try Fixture.file("0001", "select 2"))
    let known = [old.version: new.version]
    let found = try Fixture.reconciliation([new], [Fixture.row(old, 1)], known: known)
    #expect(found.words == "\(time)>0001")
    // It was changed, and has to stay so.
    #expect(found.renames.map(\.checksum) == [nil])
    #expect(found.history.rows.map(\.checksum) == [old.checksum])
    let same = try Fixture.reconciliation([new], [Fixture.row(new, 1, name: time)], known: known)
    #expect(same.words == "\(time)>0001" && same.renames.map(\.checksum) == [new.checksum])
  }

  @Test func `a person may rename a row, whatever its text`() throws {
    let (old, new) = (try Fixture.file("0001", "select 1"), try Fixture.file("ext_a_0001", "select 2"))
    let history = History(rows: [Fixture.row(old, 4)], hasTracker: true)
    let found = Reconciliation([.init(history.rows[0], to: new)], history)
    #expect(found.words == "0001>ext_a_0001")
    #expect(found.history.names == [4: "ext_a_0001"])
    #expect(found.history.rows.map(\.checksum) == [old.checksum])
  }

  @Test func `settings that want a person to decide are told what looks renamed`() throws {
    let (old, new) = (try Fixture.file("0002", "select 2"), try Fixture.file("0005", "select 2"))
    let found = try Fixture.reconciliation([new], [Fixture.row(old, 1)], .refuse)
    #expect(found.isEmpty && found.history.names == [1: "0002"])
    guard case .switchedOff("0002", "0005_a.sql") = found.problems.first, found.problems.count == 1 else {
      Issue.record("\(found.problems)")
      return
    }
  }

  @Test func `where files are taken for what they are named, nothing is compared`() throws {
    let (old, new) = (try Fixture.file("0002", "select 2"), try Fixture.file("0005", "select 2"))
    let twin = try Fixture.file("0006", "select 2")
    let found = try Fixture.reconciliation([new, twin], [Fixture.row(old, 1)], .ignore)
    #expect(found.isEmpty && found.problems.isEmpty && found.history.names == [1: "0002"])
  }
}
