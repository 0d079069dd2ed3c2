import Foundation
import Testing

/// SQLSpec and Rung on one database; the Python side is in `Tests/SQLSpec`.
@Suite(.serialized) struct `SQLSpec` {
  private static func python() throws -> String {
    try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"],
      "start the tests with Tests/run, which installs SQLSpec")
  }

  @Test(arguments: Kind.allCases) func `takes turns with Rung on one database`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    let turns = Place.root.appending(path: "Tests/SQLSpec/turns.py").path()
    let ran = try scratch.sh(
      "\(try Self.python()) -B '\(turns)' --rung '\(Place.rung)' --database \(database.url)")
    let failures = ran.output.split(separator: "\n").filter { $0.hasPrefix("not ok") }.prefix(20).joined(
      separator: "\n")
    #expect(ran.status == 0, "\(failures)\n\(ran.errors.suffix(2_000))")
    #expect(ran.output.contains(/(?m)^\d{3,} passed, 0 failed$/))
  }

  @Test func `does what Rung does, or docs/sqlspec.md lists the difference`() throws {
    let scratch = try Scratch()
    let behaviours = Place.root.appending(path: "Tests/SQLSpec/behaviours.py").path()
    let docs = Place.root.appending(path: "docs/sqlspec.md").path()
    let ran = try scratch.sh(
      """
      \(try Self.python()) -B '\(behaviours)' --rung '\(Place.rung)' --docs '\(docs)' \
      --postgresql \(try PostgreSQLTestDatabase.server())
      """)
    let failures = ran.output.split(separator: "\n").filter { $0.hasPrefix("not ok") }.prefix(20).joined(
      separator: "\n")
    #expect(ran.status == 0, "\(failures)\n\(ran.errors.suffix(2_000))")
    #expect(ran.output.contains(/(?m)^\d{3,} passed, 0 failed$/))
  }
}
