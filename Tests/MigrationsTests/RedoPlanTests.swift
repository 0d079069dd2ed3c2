import Diagnostics
import Migrations
import Testing

@Suite struct `Redo plan` {
  private func plan(_ files: String, _ history: History, _ policy: Plan.Policy = .init()) throws -> Plan {
    try Plan.redo(Fixture.catalog(files), history, policy: policy)
  }

  /// What happens, such as `0002 down`.
  private func words(_ plan: Plan) -> [String] {
    plan.items.map { "\($0.migration.version) \($0.direction)" }
  }

  @Test(arguments: [
    ("0001 0002", "0002"), ("0002 0001", "0001"), ("0001 ext_a_0001", "ext_a_0001"), ("1 00002", "0002"),
  ])
  func `the migration applied last is reverted and applied again`(applied: String, last: String) throws {
    let plan = try plan("0001 0002 0003 ext_a_0001", Fixture.history(applied))
    #expect(words(plan) == ["\(last) down", "\(last) up"])
    #expect(plan.verb == .redo)
    // The row that goes is spelled as the table has it; the new one as the file has it.
    #expect(plan.items.map { $0.row?.name } == [String(applied.split(separator: " ").last ?? ""), nil])
  }

  @Test func `where nothing is applied there is nothing to redo`() throws {
    #expect(try plan("0001", History()).items.isEmpty)
  }

  @Test func `that it was changed is no news, and what else was changed is`() throws {
    let rows = ["0001", "0002"].enumerated().map {
      History.Row(name: $1, sequence: $0 + 1, checksum: "c30d843e6353b4d393c8274467cd50f5")
    }
    let history = History(rows: rows, hasTracker: true)
    #expect(try plan("0001 0002", history).findings == [.changed(Fixture.version("1"), path: "0001_a.sql")])
    #expect(throws: PlanError.self) { try plan("0001 0002", history, .init(strict: true)) }
    let last = History(rows: [rows[1]], hasTracker: true)
    #expect(words(try plan("0001 0002", last, .init(strict: true))) == ["0002 down", "0002 up"])
  }

  @Test func `what cannot be reverted cannot be redone`() throws {
    let error = try #require(throws: PlanError.self) { _ = try plan("0001 0002!", Fixture.history("1 2")) }
    #expect(error.message == "'0002' cannot be reverted: it has no down block, or an empty one")
    #expect(throws: PlanError.self) { try plan("0001", Fixture.history("1 2")) }
  }

  @Test func `what was emptied since is not reverted`() throws {
    let draft = try Fixture.migration(
      "0001_a.sql", "-- name: migrate-0001-up\n-- later\n-- name: migrate-0001-down\nselect 1;\n")
    #expect(throws: MigrationError.self) {
      try Plan.redo(Catalog([draft]), Fixture.history("1"), policy: .init())
    }
  }

  @Test func `nothing is redone upon what stopped half-way`() throws {
    for version in ["1", "2", "3"] {
      let history = try Fixture.history("0001 0002", interrupted: [Fixture.progress(version)])
      #expect(throws: PlanError.self) { try plan("0001 0002 0003", history) }
    }
  }
}

@Suite struct `Plan after a failure` {
  private func plan(
    _ stopped: Set<Series>, _ history: History = History(), to goal: String = "head"
  ) throws -> Plan {
    var policy = Plan.Policy()
    policy.stopped = stopped
    return try Plan.upgrade(
      Fixture.catalog("0001 0002 20250101000000 ext_a_0001 ext_b_0001"), history, to: Revision(goal),
      policy: policy)
  }

  @Test(
    arguments: [
      ([], "0001 0002 20250101000000 ext_a_0001 ext_b_0001"), ([.project], "ext_a_0001 ext_b_0001"),
      ([.named("a")], "0001 0002 20250101000000 ext_b_0001"), ([.project, .named("a"), .named("b")], ""),
    ] as [(Set<Series>, String)])
  func `nothing of a series runs in which something failed, and the others go on`(
    stopped: Set<Series>, expected: String
  ) throws {
    #expect(try plan(stopped).versions == expected)
  }

  @Test func `steps are counted over what can run`() throws {
    #expect(try plan([.project], to: "+1").versions == "ext_a_0001")
    #expect(try plan([.project], to: "2").versions.isEmpty)
  }

  @Test func `what stopped half-way holds up its own series alone`() throws {
    let history = try Fixture.history("0001", interrupted: [Fixture.progress("2")])
    #expect(throws: PlanError.self) { try plan([], history) }
    #expect(throws: PlanError.self) { try plan([.named("a")], history) }
    #expect(try plan([.project], history).versions == "ext_a_0001 ext_b_0001")
  }
}
