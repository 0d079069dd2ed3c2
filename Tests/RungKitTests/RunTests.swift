import Diagnostics
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

  @Test func `goes back and forth`() throws {
    let folder = try Folder(Self.files)
    _ = try folder.run().upgrade(to: "0001")
    #expect(try Status(folder.project()).entries.map(\.state) == [.applied, .pending])
    _ = try folder.run().upgrade(to: "head")
    #expect(try folder.run().downgrade(to: "base").migrations.map(\.version) == ["0002", "0001"])
    #expect(try Status(folder.project()).count(.applied) == 0)
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
