import Foundation
import Testing

/// Many runs at once, on one database.
@Suite(.serialized) struct `Concurrency` {
  private func project(_ scratch: Scratch, count: Int = 8) throws {
    for number in 1...count {
      // Each leaves a mark that a second application would double.
      let table = number == 1 ? "create table marks (n int);\n" : ""
      try scratch.write(
        "migrations/000\(number)_mark.sql",
        "-- name: migrate-000\(number)-up\n\(table)insert into marks values (\(number));\n")
    }
    try scratch.write(
      "migrations/0009_alone.sql",
      "-- transactional: false\n-- name: migrate-0009-up\ninsert into marks values (9);\n")
  }

  @Test(arguments: Kind.allCases) func `twenty runs apply every migration exactly once`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try project(scratch)
    let runs = try (0..<20).map { _ in try scratch.start("rung upgrade --database \(database.url)") }
    for run in runs { run.process.waitUntilExit() }
    #expect(
      runs.map(\.ending.status) == Array(repeating: 0, count: 20), "\(runs.map(\.ending.errors).joined())")
    let flags = kind == .sqlite ? "" : "-A -t"
    let marks = try scratch.sh("echo 'select n from marks order by n;' | \(database.client) \(flags)").output
    #expect(marks.split(separator: "\n") == ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
    let rows = try scratch.sh("rung status --json --database \(database.url)").output
    #expect(rows.components(separatedBy: "\"applied\"").count - 1 == 9)
    let applied = runs.map(\.ending.errors).joined().split(separator: "\n").filter { $0.contains(" … ") }
    #expect(applied.count == 9)
  }

  @Test func `a run that waits too long says who holds PostgreSQL's lock`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let holder = try HeldRun(database, in: scratch)
    let late = try scratch.sh("rung upgrade --lock-timeout 200ms --database \(database.url)")
    #expect(late.status == 75)
    #expect(
      late.errors.contains(
        /^error: another run holds the lock; waited 200ms\n  cause: it is held by session \d+ of postgres from 127\.0\.0\.1(\/32)? \(rung\)\n/
      ))
    try holder.release()
  }

  @Test func `a run that waits too long says which process holds SQLite's lock`() throws {
    let scratch = try Scratch()
    let database = SQLiteTestDatabase(scratch: scratch, name: "test")
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    let holder = try scratch.start(
      """
      (printf 'begin immediate;\n.shell touch held\n'; until [ -e done ]; do sleep 0.05; done; echo 'commit;') |
      \(database.client)
      """)
    while !scratch.exists("held"), holder.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    let late = try scratch.sh("rung upgrade --lock-timeout 200ms --database \(database.url)")
    #expect(late.status == 75)
    #expect(
      late.errors.contains(
        /another program has locked the database; waited 200ms\n  cause: it is held by process \d+ \(sqlite3\)\n/
      ))
    let patient = try scratch.start("rung upgrade --database \(database.url)")
    while !patient.errors.contains("waiting"), patient.process.isRunning {
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(
      patient.errors.contains(/^waiting for another program, process \d+ \(sqlite3\)\n/), "\(patient.errors)")
    try scratch.write("done", "")
    holder.process.waitUntilExit()
    patient.process.waitUntilExit()
    #expect(patient.ending.status == 0, "\(patient.ending)")
  }

  @Test func `a wait for the lock does not stop CREATE INDEX CONCURRENTLY`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\ncreate table a (b int);\ninsert into a select generate_series(1, 300000);\n")
    try scratch.write(
      "migrations/0002_b.sql",
      "-- transactional: false\n-- name: migrate-0002-up\ncreate index concurrently a_b on a (b);\n")
    let runs = try (0..<4).map { _ in
      try scratch.start("rung upgrade --lock-timeout 30s --database \(database.url)")
    }
    for run in runs { run.process.waitUntilExit() }
    #expect(runs.map(\.ending.status) == [0, 0, 0, 0], "\(runs.map(\.ending.errors).joined())")
  }
}
