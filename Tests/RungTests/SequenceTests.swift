import Foundation
import Testing

/// Random sequences of commands on clones of a project and on several databases; they are made in `Tests/Sequences`.
///
/// They are the same each time, so that one that fails tells of the last change. Others are found by running
/// `Tests/Sequences/sequences.py` without a seed.
@Suite(.serialized) struct `Sequences of commands` {
  @Test func `run no migration twice, and lose none`() throws {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(
      environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run, which installs psycopg")
    let count = environment["RUNG_TEST_SEQUENCES"].flatMap { Int($0) } ?? 500
    let scratch = try Scratch()
    let program = Place.root.appending(path: "Tests/Sequences/sequences.py").path()
    let ran = try scratch.sh(
      """
      \(python) -B '\(program)' --rung '\(Place.rung)' --seed 1 --count \(count) --jobs 2 \
      --postgresql \(try PostgreSQLTestDatabase.server())
      """)
    #expect(ran.status == 0, "\(ran.output.suffix(6_000))\n\(ran.errors.suffix(2_000))")
    #expect(try ran.output.contains(Regex("(?m)^\(count) sequences, [0-9]{4,} commands, 0 failed$")))
  }
}
