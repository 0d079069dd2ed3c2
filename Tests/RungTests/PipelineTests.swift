import Foundation
import Testing

/// The pipelines of `examples/ci`; what runs their steps is in `Tests/Pipelines`.
@Suite struct `Pipelines of the examples` {
  @Test func `have the published form, and do what they say`() throws {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let ran = try Scratch().sh(
      "'\(python)' -B '\(Place.root.path())/Tests/Pipelines/pipelines.py' --rung '\(Place.rung)'",
      ["RUNG_TEST_POSTGRESQL": try PostgreSQLTestDatabase.server()], merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(4_000))")
    #expect(ran.output == "2 pipelines, each with its schema and its steps\n")
  }
}
