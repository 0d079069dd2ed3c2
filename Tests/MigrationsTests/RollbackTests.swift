import Diagnostics
import Migrations
import Testing

@Suite struct `Rollback of a plan` {
  private func rollback(
    _ catalog: Catalog, _ history: History, to goal: String = "head", _ policy: Plan.Policy = .init(),
    load: (Migration, Direction) throws -> Migration = { migration, _ in migration }
  ) throws -> Plan {
    let plan = try Plan.upgrade(catalog, history, to: Revision(goal), policy: policy)
    let after = history.after(plan, by: "ada", hasProgress: false)
    return try plan.rollback(catalog, after: after, policy: policy, load: load)
  }

  @Test(arguments: [
    ("", "head", "ext_adk_0001 20250101000000 0003 0002 0001"), ("0001", "+2", "0003 0002"),
    // What was out of order is reverted first, because it is applied last.
    ("0001 0003", "head", "ext_adk_0001 20250101000000 0002"), ("0001 0002 0003", "3", ""),
    ("0001", "ext_adk_1", "ext_adk_0001"),
  ])
  func `reverts what the plan applies, the last first`(
    applied: String, goal: String, expected: String
  ) throws {
    let catalog = try Fixture.catalog("0001 0002 0003 20250101000000 ext_adk_0001")
    let plan = try rollback(catalog, Fixture.history(applied), to: goal)
    #expect(plan.versions == expected)
    #expect(plan.verb == .downgrade)
  }

  @Test func `names each migration that cannot be undone, and none that stays`() throws {
    let catalog = try Fixture.catalog("0001! 0002 0003! 0004 0005!")
    let errors = try #require(throws: Faults.self) { _ = try rollback(catalog, Fixture.history("0001")) }
    #expect(
      errors.all.map(\.message).map { $0.suffix(23) } == [
        "'0003' cannot be undone", "'0005' cannot be undone",
      ])
    #expect(errors.all.first?.place == .file("0003_a.sql"))
    #expect(
      errors.all.first?.remedy
        == "write a block '-- name: migrate-0003-down', or plan only what comes before it: 'rung upgrade +1'"
    )
    #expect(errors.status == .failed)
    let first = try #require(throws: RollbackError.self) {
      _ = try rollback(Fixture.catalog("0001!"), History())
    }
    #expect(first.remedy?.hasSuffix("or plan without --with-rollback") == true)
  }

  @Test func `asks a migration in another language for its SQL`() throws {
    let python = try Fixture.migration("0001_a.py", "def up(): return 'select 1'\n")
    let catalog = Catalog([python])
    let error = try #require(throws: RollbackError.self) {
      _ = try rollback(catalog, History()) { $0.loaded(nil, $1) }
    }
    #expect(error.cause == "it has no down migration")
    #expect(try rollback(catalog, History()) { $0.loaded("select 2;", $1) }.versions == "0001")
    let reader = try Catalog([Fixture.migration("0001_a.py", "# driver: read\n")])
    let unknown = try #require(throws: RollbackError.self) {
      _ = try rollback(reader, History()) { $0.loaded("select 2;", $1) }
    }
    #expect(unknown.cause?.hasPrefix("it reads the database") == true)
  }

  @Test func `of an interrupted migration that the plan resumes reverts all of it`() throws {
    let catalog = try Fixture.catalog("0001 0002")
    let history = Fixture.history(
      "0001", interrupted: [try Fixture.progress("0002", finished: ["select 1;"])])
    #expect(try rollback(catalog, history, .init(resume: true)).versions == "0002")
  }

  @Test func `leaves out what was only recorded`() throws {
    let catalog = try Fixture.catalog("ext_adk_0001 ext_adk_0002")
    let plan = try Plan.upgrade(catalog, History(), to: .head, policy: .init()).recording([
      try #require(catalog.migrations.first)
    ])
    let error = try #require(throws: RollbackError.self) {
      _ = try plan.rollback(
        catalog, after: History().after(plan, by: "", hasProgress: false), policy: .init()
      ) {
        migration, _ in
        migration
      }
    }
    #expect(error.cause == "it is only recorded: reverting it would drop what exists already")
  }
}

@Suite struct `History after a plan` {
  @Test func `has the rows that the plan writes, behind those that are there`() throws {
    let catalog = try Fixture.catalog("0001 0002 0003")
    let rows = [History.Row(name: "0009", sequence: nil), History.Row(name: "0002", sequence: nil)]
    let before = History(rows: rows, hasTracker: true, missingColumns: ["execution_sequence"])
    let plan = try Plan.upgrade(catalog, before, to: .head, policy: .init())
    let after = before.after(plan, by: "ada", hasProgress: true)
    #expect(after.rows.map(\.name) == ["0009", "0002", "0001", "0003"])
    #expect(after.rows.map(\.sequence) == [1, 2, 3, 4])
    #expect(after.rows.last?.appliedBy == "ada")
    #expect(after.rows.last?.checksum == catalog.migrations.last?.checksum)
    #expect(after.missingColumns.isEmpty && after.hasTracker && after.hasProgress)
    #expect(after.revision == "0003")
  }

  @Test func `has the row of each repeatable migration once, and not those that the plan removes`() throws {
    let file = try Fixture.migration("repeat_0001_a.sql", "select 1;")
    let catalog = try Catalog(Fixture.catalog("0001").migrations + [file])
    let before = History(
      rows: ["ext_repeat_0001", "ext_repeat_0002"].map { History.Row(name: $0, sequence: 0, checksum: $0) },
      hasTracker: true)
    var policy = Plan.Policy()
    policy.repeats = file.version
    let after = before.after(
      try Plan.upgrade(catalog, before, to: .head, policy: policy), by: "ada", hasProgress: false)
    #expect(after.repeated.values.map(\.name) == ["ext_repeat_0001"])
    #expect(after.repeated[file.version]?.checksum == file.checksum)
    #expect(after.revision == "0001")
  }
}
