import Foundation
import Testing

/// SQLSpec's stores, and Google's runner, on tables that Rung made; the Python side is in `Tests/ADK` and
/// `Tests/Extensions`.
@Suite struct `Stores` {
  private func run(_ line: (_ python: String) throws -> String) throws -> Ending {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let variables = environment.filter { $0.key.hasPrefix("RUNG_TEST_") }
    return try Scratch().sh(
      "'\(python)' -B -W ignore '\(Place.root.path())/Tests/\(try line(python))", variables, merged: true)
  }

  @Test(arguments: ["sqlite", "postgresql", "pgvector", "mariadb", "duckdb"])
  func `of both generations work on the tables of ADK`(kind: String) throws {
    let first = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON_FIRST"], "start the tests with Tests/run")
    let ran = try run { "ADK/run.py' --rung '\(Place.rung)' --first '\(first)' --second '\($0)' \(kind)" }
    #expect(ran.status == 0, "\(ran.output.suffix(8_000))")
    #expect(ran.output.contains(/(?m)^\d{2,} shown, in \d+ s$/))
  }

  @Test(arguments: ["sqlite", "postgresql", "mariadb", "duckdb"])
  func `of Litestar's sessions and of events work`(kind: String) throws {
    let ran = try run { _ in "Extensions/stores.py' --rung '\(Place.rung)' \(kind)" }
    #expect(ran.status == 0, "\(ran.output.suffix(8_000))")
    #expect(ran.output.contains(/(?m)^[46] shown$/))
  }
}
