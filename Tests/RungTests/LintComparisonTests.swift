import Foundation
import Testing

/// `rung lint` beside squawk, on cases that are in `Tests/Lint`.
@Suite struct `What lint finds` {
  @Test func `is what the cases say, and what other linters find`() throws {
    let python = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let program = Place.root.appending(path: "Tests/Lint/compare.py").path()
    let ran = try Scratch().sh(
      "'\(python)' -B '\(program)' --rung '\(Place.rung)'",
      ["RUNG_TEST_POSTGRESQL": try PostgreSQLTestDatabase.server()], merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(8_000))")
    #expect(ran.output.contains(/(?m)^\d{2,} compared, 0 not as they say, in \d+ s$/))
  }
}
