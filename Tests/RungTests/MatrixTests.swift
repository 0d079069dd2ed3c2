import Foundation
import Testing

/// One list of behaviours on each kind of database; it is made in `Tests/Matrix`.
@Suite struct `The matrix` {
  private func run(_ script: String, _ variables: [String: String] = [:]) throws -> Ending {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    return try Scratch().sh(
      "'\(python)' -B '\(Place.root.path())/Tests/Matrix/\(script)", variables, merged: true)
  }

  @Test(arguments: ["sqlite", "postgresql", "mariadb", "duckdb", "psql", "sqlite3"])
  func `holds on each database`(kind: String) throws {
    let mariadb = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_MARIADB"], "start the tests with Tests/run")
    let ran = try run(
      "matrix.py' --rung '\(Place.rung)' \(kind)",
      ["RUNG_TEST_POSTGRESQL": try PostgreSQLTestDatabase.server(), "RUNG_TEST_MARIADB": mariadb])
    #expect(ran.status == 0, "\(ran.output.suffix(12_000))")
    #expect(ran.output.contains(/(?m)^\d{2,} shown, 0 failed, in \d+ s$/))
  }

  @Test func `finds each block in each dialect`() throws {
    let ran = try run("dialects.py'")
    #expect(ran.status == 0, "\(ran.output)")
  }
}
