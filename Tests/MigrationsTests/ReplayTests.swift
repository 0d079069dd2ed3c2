import Diagnostics
import Migrations
import Testing

@Suite struct `Replay of a history` {
  private func versions(_ catalog: Catalog) -> String {
    (catalog.migrations + catalog.repeatables).map { "\($0.version)" }.joined(separator: " ")
  }

  @Test(arguments: [
    ("", [""]), ("0001 0002", ["0001 0002"]),
    ("0001 ext_a_0001 0002", ["0001 ext_a_0001", "0001 0002 ext_a_0001"]),
    ("0001 0003 0002", ["0001 0003", "0001 0002 0003"]),
    ("0003 0002 0001", ["0003", "0002 0003", "0001 0002 0003"]),
  ])
  func `takes migrations in the order in which they were applied`(applied: String, stages: [String]) throws {
    let replay = try Replay(Fixture.catalog("0001 0002 0003 0004 ext_a_0001"), Fixture.history(applied))
    #expect(replay.stages.map(versions) == stages)
    #expect(replay.notes.isEmpty)
  }

  @Test func `takes repeatable migrations last, and only those that have run`() throws {
    let files = try ["repeat_0001_a.sql", "repeat_0002_b.sql"].map { try Fixture.migration($0, "select 1;") }
    let catalog = try Catalog(Fixture.catalog("0001 0002").migrations + files)
    let history = History(
      rows: [
        History.Row(name: "0002", sequence: 1), History.Row(name: "0001", sequence: 2),
        History.Row(name: "ext_repeat_0002", sequence: 0, checksum: String(repeating: "0", count: 32)),
      ], hasTracker: true)
    let replay = try Replay(catalog, history)
    #expect(replay.stages.map(versions) == ["0002", "0001 0002 ext_repeat_0002"])
    #expect(
      replay.notes == ["'repeat_0002_b.sql' was changed after it was applied; its new text is compared"])
  }

  @Test func `names every applied migration without a file`() throws {
    let history = Fixture.history("0001 0005 abc ext_repeat_0001")
    let faults = try #require(throws: Faults.self) { _ = try Replay(Fixture.catalog("0001"), history) }
    #expect(
      faults.all.map { $0.message.prefix(18) } == [
        "'0005' is applied,", "'abc' is applied, ", "'ext_repeat_0001' ",
      ])
  }

  @Test func `tells of what is interrupted`() throws {
    let history = Fixture.history(
      "0001", interrupted: [try Fixture.progress("0002", finished: ["select 1;"])])
    let replay = try Replay(Fixture.catalog("0001 0002"), history)
    #expect(replay.stages.map(versions) == ["0001"])
    #expect(replay.notes == ["'0002' is interrupted; what it has done so far is a difference"])
  }
}
