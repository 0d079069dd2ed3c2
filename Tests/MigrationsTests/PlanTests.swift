import Diagnostics
import Migrations
import Testing

@Suite struct `Upgrade plan` {
  private static let files = "0001 0002 0003 20250101000000 ext_adk_0001 ext_adk_0002"

  private func plan(
    _ files: String, _ history: History, to goal: String, _ policy: Plan.Policy = .init()
  ) throws -> Plan {
    try Plan.upgrade(Fixture.catalog(files), history, to: Revision(goal), policy: policy)
  }

  @Test(arguments: [
    ("", "head", "0001 0002 0003 20250101000000 ext_adk_0001 ext_adk_0002"),
    ("0001", "head", "0002 0003 20250101000000 ext_adk_0001 ext_adk_0002"),
    ("0001", "+1", "0002"), ("0001", "+4", "0002 0003 20250101000000 ext_adk_0001"),
    ("0001 0002", "+99", "0003 20250101000000 ext_adk_0001 ext_adk_0002"),
    ("", "2", "0001 0002"), ("0002", "2", "0001"), ("0001 0002", "2", ""), ("0001 0002 0003", "2", ""),
    ("", "20250101000000", "0001 0002 0003 20250101000000"), ("", "ext_adk_1", "ext_adk_0001"),
    ("0001", "ext_adk_2", "ext_adk_0001 ext_adk_0002"), ("1 00002 0003", "+1", "20250101000000"),
    ("0001 0002 0003 20250101000000 ext_adk_0001 ext_adk_0002", "head", ""),
    ("0001 0009", "9", "0002 0003"), ("0001 abc", "2", "0002"),
  ])
  func `pending migrations run in order, up to the goal`(
    applied: String, goal: String, expected: String
  ) throws {
    let plan = try plan(`Upgrade plan`.files, Fixture.history(applied), to: goal)
    #expect(plan.versions == expected)
    #expect(plan.verb == .upgrade)
  }

  @Test(arguments: ["base", "-1", "-3"])
  func `an upgrade does not go back`(goal: String) throws {
    let error = try #require(throws: RevisionError.self) { _ = try plan("0001", History(), to: goal) }
    #expect(error.message == "'upgrade' does not take '\(goal)'")
    #expect(error.status == .usage)
  }

  @Test(arguments: [
    ("0099", "the newest is '0003'"), ("ext_adk_7", "the newest is 'ext_adk_0001'"),
    ("ext_x_1", "no such migrations"),
  ])
  func `a goal that nobody knows is refused`(goal: String, remedy: String) throws {
    let error = try #require(throws: RevisionError.self) {
      _ = try plan("0001 0003 ext_adk_0001", History(), to: goal)
    }
    #expect(try error.message == "no migration has the version '\(Fixture.version(goal))'")
    #expect(error.remedy?.contains(remedy) == true)
  }

  @Test(arguments: [
    ("0001 0003", "head", ["0002 after 0003"]), ("0003 0001 0004", "head", ["0002 after 0003 0004"]),
    ("0001 0003", "1", []), ("20250101000000", "+1", ["0001 after 20250101000000"]),
    ("0001 0002", "head", []),
    ("0001 0002 0003 0004 20250101000000 ext_adk_0002", "head", ["ext_adk_0001 after ext_adk_0002"]),
  ])
  func `what is older than applied ones of its series is told, of those that will run`(
    applied: String, goal: String, expected: [String]
  ) throws {
    let found = try plan(
      "0001 0002 0003 0004 20250101000000 ext_adk_0001 ext_adk_0002", Fixture.history(applied), to: goal)
    let words = found.findings.map { finding in
      guard case .outOfOrder(let version, _, let after) = finding else { return finding.message }
      return "\(version) after " + after.map(\.description).joined(separator: " ")
    }
    #expect(words.filter { $0.contains(" after ") } == expected)
  }

  @Test func `strict ordering refuses what is out of order, and nothing else`() throws {
    let policy = Plan.Policy(strictOrdering: true)
    let error = try #require(throws: PlanError.self) {
      _ = try plan("0001 0002 0003", Fixture.history("1 3"), to: "head", policy)
    }
    #expect(error.message == "1 migration out of order")
    #expect(error.cause == "'0002' is out of order: it is older than '0003', applied before it")
    #expect(error.remedy?.contains("--allow-missing") == true)
    #expect(try plan("0001 0002", Fixture.history("1 00"), to: "head", policy).findings.count == 1)
  }

  @Test func `changed and missing files are told, and refused where the project is strict`() throws {
    let rows = [
      History.Row(name: "0001", sequence: 1, checksum: "c30d843e6353b4d393c8274467cd50f5"),
      History.Row(name: "0009", sequence: 2, description: "gone"),
    ]
    let history = History(rows: rows, hasTracker: true)
    let found = try plan("0001 0002", history, to: "head").findings
    #expect(
      try found == [
        .changed(Fixture.version("1"), path: "0001_a.sql"), .missing("0009", description: "gone"),
        .outOfOrder(Fixture.version("2"), title: "0002: a", after: [Fixture.version("9")]),
      ])
    let error = try #require(throws: PlanError.self) {
      _ = try plan("0001 0002", history, to: "head", .init(strict: true))
    }
    #expect(error.message == "2 applied migrations changed or missing")
    #expect(
      error.cause
        == "0001_a.sql: '0001' was changed after it was applied, and its new text will not run\n'0009' is applied, but has no file (gone)"
    )
  }

  @Test(arguments: ["0009", "0009 abc", "20260101000000", "0009 ext_adk_0002"])
  func `a database of which no file tells is another project's, unless the user says otherwise`(
    rows: String
  ) throws {
    let history = Fixture.history(rows)
    for goal in ["head", "0002", "+1"] {
      let error = try #require(throws: PlanError.self) { _ = try plan("0001 0002", history, to: goal) }
      #expect(error.message.contains("in the tracking table has"))
    }
    var policy = Plan.Policy()
    policy.allowUnknown = true
    #expect(try plan("0001 0002", history, to: "head", policy).versions == "0001 0002")
  }

  @Test(arguments: ["", "0001 0009", "ext_adk_0001", "ext_adk_0001 ext_b_0001"])
  func `a row of a file, or none but those of extensions, is no other project's`(rows: String) throws {
    #expect(throws: Never.self) { try plan("0001 0002", Fixture.history(rows), to: "head") }
  }

  @Test(arguments: [nil, "manual-stamp"] as [String?])
  func `a row without a checksum, or stamped by hand, is no change`(checksum: String?) throws {
    let row = History.Row(name: "0001", sequence: 1, checksum: checksum)
    #expect(try plan("0001", History(rows: [row], hasTracker: true), to: "head").findings.isEmpty)
  }

  @Test func `a draft stops an upgrade that would run it, and no other`() throws {
    let draft = try Fixture.migration("0002_a.sql", "-- name: migrate-0002-up\n-- to do\n")
    let catalog = try Catalog(Fixture.catalog("0001 0003").migrations + [draft])
    let error = try #require(throws: MigrationError.self) {
      _ = try Plan.upgrade(catalog, History(), to: .head, policy: .init())
    }
    #expect(error.message == "the block 'migrate-0002-up' has no statement")
    #expect(error.place == .source(draft.source.location(at: 9)))
    #expect(try Plan.upgrade(catalog, History(), to: .steps(1), policy: .init()).versions == "0001")
    #expect(
      try Plan.upgrade(catalog, Fixture.history("2"), to: .head, policy: .init()).versions == "0001 0003")
  }

  @Test func `an unchanged file is no finding`() throws {
    let catalog = try Fixture.catalog("0001")
    let row = History.Row(name: "1", sequence: 1, checksum: catalog.migrations.first?.checksum)
    #expect(
      try Plan.upgrade(catalog, History(rows: [row]), to: .head, policy: .init(strict: true)).findings.isEmpty
    )
  }
}

@Suite struct `Downgrade plan` {
  private static let files = "0001 0002 0003 20250101000000 ext_adk_0001 ext_adk_0002"

  private func plan(
    _ files: String, _ history: History, to goal: String, _ policy: Plan.Policy = .init()
  ) throws -> Plan {
    try Plan.downgrade(Fixture.catalog(files), history, to: Revision(goal), policy: policy)
  }

  @Test(arguments: [
    ("0001 0002 0003 ext_adk_0001", "-1", "ext_adk_0001"),
    ("0001 0002 0003 ext_adk_0001", "-2", "ext_adk_0001 0003"),
    ("0001 0002", "-9", "0002 0001"), ("0001 ext_adk_0001 0002", "base", "0002 ext_adk_0001 0001"),
    ("0001 0002 0003 ext_adk_0001", "1", "0003 0002"), ("0001 ext_adk_0001 0002", "0", "0002 0001"),
    ("0001 ext_adk_0001 ext_adk_0002", "ext_adk_0", "ext_adk_0002 ext_adk_0001"),
    ("0001 ext_adk_0001 ext_adk_0002", "ext_adk_1", "ext_adk_0002"), ("0001 0003 0002", "1", "0002 0003"),
    ("0001 0002 20250101000000", "2", "20250101000000"), ("0001 0002", "3", ""), ("", "base", ""),
    ("", "-1", ""),
    ("0001 00002", "-1", "0002"),
  ])
  func `the last applied is reverted first, down to the goal`(
    applied: String, goal: String, expected: String
  ) throws {
    let plan = try plan(`Downgrade plan`.files, Fixture.history(applied), to: goal)
    #expect(plan.versions == expected)
    #expect(plan.verb == .downgrade)
  }

  @Test func `the row that goes is named as the table spells it`() throws {
    #expect(try plan("0002", Fixture.history("00002"), to: "base").items.map(\.row?.name) == ["00002"])
  }

  @Test(arguments: ["head", "+1"])
  func `a downgrade does not go forward`(goal: String) throws {
    let error = try #require(throws: RevisionError.self) {
      _ = try plan("0001", Fixture.history("1"), to: goal)
    }
    #expect(error.message == "'downgrade' does not take '\(goal)'")
  }

  @Test func `a goal that nobody knows is refused`() {
    #expect(throws: RevisionError.self) { try plan("0001 0002", Fixture.history("0001 0002"), to: "7") }
    #expect(throws: RevisionError.self) {
      try plan("0001 0002", Fixture.history("0001 0002"), to: "ext_adk_1")
    }
  }

  @Test(arguments: [("0001 0009", "-1", "0009"), ("0001 abc", "base", "abc"), ("0009 0002", "1", "0009")])
  func `what has no file cannot be reverted`(applied: String, goal: String, name: String) throws {
    let error = try #require(throws: PlanError.self) {
      _ = try plan("0001 0002", Fixture.history(applied), to: goal)
    }
    #expect(error.message == "'\(name)' cannot be reverted: it has no file")
  }

  @Test func `what has no down block cannot be reverted, and stops all before anything is done`() throws {
    let error = try #require(throws: PlanError.self) {
      _ = try plan("0001 0002! 0003", Fixture.history("1 2 3"), to: "base")
    }
    #expect(error.message == "'0002' cannot be reverted: it has no down block, or an empty one")
    #expect(error.place == .file("0002_a.sql"))
    #expect(try plan("0001 0002! 0003", Fixture.history("1 2 3"), to: "2").versions == "0003")
  }

  @Test func `what is pending does not matter on the way back`() throws {
    let found = try plan(
      "0001 0002 0003", Fixture.history("1 3"), to: "-1", .init(strict: true, strictOrdering: true))
    #expect(found.versions == "0003")
    #expect(found.findings.isEmpty)
  }
}
