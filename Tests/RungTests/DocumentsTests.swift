import Foundation
import Testing

/// The examples of SQLSpec's two documents on migrations, with Rung; they are in `Tests/Documents`.
@Suite struct `The documents' examples` {
  @Test func `do what the documents promise`() throws {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let mariadb = try #require(environment["RUNG_TEST_MARIADB"], "start the tests with Tests/run")
    let program = Place.root.appending(path: "Tests/Documents/documents.py").path()
    let ran = try Scratch().sh(
      "'\(python)' -B '\(program)' --rung '\(Place.rung)'",
      ["RUNG_TEST_POSTGRESQL": try PostgreSQLTestDatabase.server(), "RUNG_TEST_MARIADB": mariadb],
      merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(8_000))")
    #expect(ran.output.contains(/(?m)^\d{2,} shown, 0 failed$/), "\(ran.output.suffix(2_000))")
  }
}
