import Diagnostics
import Migrations
import Testing

@Suite struct `Plan after an interruption` {
  private func upgrade(_ history: History, to goal: String = "head", resume: Bool) throws -> Plan {
    try Plan.upgrade(
      Fixture.catalog("0001 0002 0003"), history, to: Revision(goal), policy: .init(resume: resume))
  }

  private func downgrade(_ history: History, to goal: String = "-1", resume: Bool) throws -> Plan {
    try Plan.downgrade(
      Fixture.catalog("0001 0002 0003"), history, to: Revision(goal), policy: .init(resume: resume))
  }

  @Test func `what was interrupted is not begun again`() throws {
    let history = try Fixture.history("0001", interrupted: [Fixture.progress("2", finished: ["a"])])
    let error = try #require(throws: PlanError.self) { _ = try upgrade(history, resume: false) }
    #expect(error.message == "'0002' was interrupted while being applied, after 1 finished statement")
    #expect(error.place == .file("0002_a.sql"))
    #expect(error.remedy?.hasPrefix("run 'rung upgrade --resume'") == true)
  }

  @Test func `resuming takes it up where it stopped, and goes on`() throws {
    let progress = try Fixture.progress("2", finished: ["a", "b"])
    let plan = try upgrade(Fixture.history("0001", interrupted: [progress]), resume: true)
    #expect(plan.versions == "0002 0003")
    #expect(plan.items.map(\.resumes) == [progress, nil])
  }

  @Test func `resuming a revert takes it up as well`() throws {
    let progress = try Fixture.progress("2", .down)
    let plan = try downgrade(Fixture.history("0001 0002", interrupted: [progress]), resume: true)
    #expect(plan.versions == "0002")
    #expect(plan.items.map(\.resumes) == [progress])
  }

  @Test(arguments: [false, true])
  func `another way than the interrupted one is refused`(resume: Bool) throws {
    let up = try Fixture.history("0001", interrupted: [Fixture.progress("2", .up)])
    let error = try #require(throws: PlanError.self) { _ = try downgrade(up, resume: resume) }
    #expect(
      error.message == "'0002' was interrupted while being applied, before its first statement finished")
    let down = try Fixture.history("0001 0002", interrupted: [Fixture.progress("2", .down)])
    let other = try #require(throws: PlanError.self) { _ = try upgrade(down, resume: resume) }
    #expect(other.remedy?.hasPrefix("run 'rung downgrade --resume'") == true)
  }

  @Test(arguments: [false, true])
  func `nothing is built upon what stopped half-way`(resume: Bool) throws {
    let history = try Fixture.history("0001", interrupted: [Fixture.progress("3")])
    #expect(throws: PlanError.self) { try upgrade(history, to: "2", resume: resume) }
    #expect(throws: PlanError.self) { try upgrade(history, to: "1", resume: resume) }
    let gone = try Fixture.history("0001 0002 0003", interrupted: [Fixture.progress("9")])
    #expect(throws: PlanError.self) { try upgrade(gone, resume: resume) }
  }
}
