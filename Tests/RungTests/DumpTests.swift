import Foundation
import Testing

/// `rung dump` and then `rung baseline` give an equal database; schemas are made up in `Tests/Dumps`.
@Suite struct `Dumps` {
  @Test func `come back on SQLite, whatever is in them`() throws {
    let python = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let script = Place.root.appending(path: "Tests/Dumps/roundtrip.py").path()
    let ran = try Scratch().sh("RUNG=$(command -v rung) \(python) -B '\(script)' sqlite 200", merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(4000))")
    #expect(ran.output.contains(/(?m)^sqlite: 200 schemas, \d+ of them refused by name, 0 failed$/))
  }
}
