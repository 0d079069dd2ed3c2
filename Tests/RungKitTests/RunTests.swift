import Diagnostics
import Projects
import RungKit
import Testing

@Suite struct `A run` {
  private static let files = [
    "0001_a.sql":
      "-- name: migrate-0001-up\ncreate table a (n integer);\n-- name: migrate-0001-down\ndrop table a;\n",
    "0002_b.sql":
      "-- name: migrate-0002-up\ncreate table b (n integer);\n-- name: migrate-0002-down\ndrop table b;\n",
  ]

  @Test func `applies what is pending, once, and tells each migration before and after`() throws {
    let folder = try Folder(Self.files)
    var told: [String] = []
    let outcome = try folder.run { event in
      switch event {
      case .started(let work): told.append("started \(work.version)")
      case .finished(let work, _): told.append("finished \(work.version)")
      default: told.append("\(event)")
      }
    }.upgrade(to: "head")
    #expect(told == ["started 0001", "finished 0001", "started 0002", "finished 0002"])
    #expect(outcome.migrations.map(\.version) == ["0001", "0002"])
    #expect((outcome.before, outcome.after) == (nil, "0002"))
    #expect(try folder.run().upgrade(to: "head").migrations.isEmpty)
  }

  @Test func `counts its migrations, and the statements of each`() throws {
    var files = Self.files
    files["0002_b.sql"] = "-- name: migrate-0002-up\ncreate table b (n integer);\nselect 1;\nselect 2;\n"
    files["0003_c.sql"] = "-- transactional: false\n-- name: migrate-0003-up\nselect 1;\nselect 2;\n"
    let folder = try Folder(files)
    _ = try folder.run().upgrade(to: "0001")
    var told: [String] = []
    _ = try folder.run { event in
      switch event {
      case .started(let work): told.append("\(work.number)/\(work.count) \(work.version)")
      case .advanced(let done, let all): told.append("\(done) of \(all)")
      default: break
      }
    }.upgrade(to: "head")
    // What the driver reports, the end of the step confirms.
    let second = ["1 of 3", "2 of 3", "3 of 3", "3 of 3"]
    #expect(told == ["1/2 0002"] + second + ["2/2 0003", "1 of 2", "2 of 2"])
  }

  @Test func `goes back and forth`() throws {
    let folder = try Folder(Self.files)
    _ = try folder.run().upgrade(to: "0001")
    #expect(try Status(folder.project()).entries.map(\.state) == [.applied, .pending])
    _ = try folder.run().upgrade(to: "head")
    #expect(try folder.run().downgrade(to: "base").migrations.map(\.version) == ["0002", "0001"])
    #expect(try Status(folder.project()).count(.applied) == 0)
  }

  @Test func `leaves a status that says what is late, and what to do`() throws {
    let folder = try Folder(Self.files)
    _ = try folder.run().upgrade(to: "head")
    try folder.write("migrations/0001_a.sql", "-- name: migrate-0001-up\ncreate table a (n text);\n")
    try folder.write("migrations/0000_early.sql", "-- name: migrate-0000-up\nselect 1;\n")
    try folder.write("migrations/0003_draft.sql", "-- name: migrate-0003-up\n-- later\n")
    let before = try Status(folder.project())
    #expect(before.advice.map(\.message).count == 3)
    for (problem, words) in zip(
      before.advice, ["'0001' was changed", "'0000' is out of order", "'0003' is a draft"])
    {
      #expect(problem.message.hasPrefix(words) && problem.remedy != nil)
    }
    #expect(before.entries.filter(\.isDraft).map(\.version) == ["0003"])
    #expect(before.timeZone == nil)
    _ = try folder.run().upgrade(to: "0002")
    let after = try Status(folder.project(), asksZone: true)
    #expect(after.entries.filter(\.isLate).map(\.version) == ["0000"])
    #expect(after.timeZone == "UTC")
  }

  @Test func `that is dry prints the script and makes nothing`() throws {
    let folder = try Folder(Self.files)
    var options = Run.Options()
    options.dryRun = true
    let outcome = try folder.run(options).upgrade(to: "head")
    #expect(outcome.planned.map(\.version) == ["0001", "0002"])
    #expect(outcome.script?.contains("create table b (n integer);") == true)
    #expect(folder.text("app.db") == nil)
  }

  @Test func `keeps what came before a failure, and nothing of what failed`() throws {
    let folder = try Folder(Self.files)
    try folder.write(
      "migrations/0002_b.sql", "-- name: migrate-0002-up\ncreate table b (n); select missing;\n")
    let stopped = try #require(throws: Run.Stopped.self) { try folder.run().upgrade(to: "head") }
    #expect(stopped.outcome.migrations.map(\.version) == ["0001"])
    #expect(stopped.message.contains("no such column: missing"))
    #expect("\(stopped)".hasPrefix("\(folder.path)/migrations/0002_b.sql:2:"))
    try folder.write("migrations/0002_b.sql", Self.files["0002_b.sql"] ?? "")
    #expect(try folder.run().upgrade(to: "head").migrations.map(\.version) == ["0002"])
  }
}
