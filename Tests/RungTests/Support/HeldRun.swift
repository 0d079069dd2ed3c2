import Foundation
import Testing

/// A run that is in the middle of a migration, with its lock, until it is let go.
struct HeldRun {
  private let scratch: Scratch
  private let database: PostgreSQLTestDatabase
  private let run: Running

  /// Starts it, and waits until it is there; its migrations are `0001` and `0002`.
  init(_ database: PostgreSQLTestDatabase, in scratch: Scratch) throws {
    self.scratch = scratch
    self.database = database
    try scratch.write(
      "migrations/0001_t.sql",
      "-- name: migrate-0001-up\ncreate table gate (i int);\ninsert into gate values (1);\n")
    try scratch.write(
      "migrations/0002_t.sql",
      """
      -- name: migrate-0002-up
      do $$ begin
        while exists (select from gate) loop perform pg_sleep(0.05); end loop;
      end $$;

      """)
    run = try scratch.start("rung upgrade --database \(database.url)")
    while !run.errors.contains("0001: t"), run.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    try #require(run.process.isRunning, "\(run.errors)")
  }

  /// Lets it go on, and waits for its end.
  func release() throws {
    _ = try scratch.sh("echo 'delete from gate' | \(database.client)")
    run.process.waitUntilExit()
    #expect(run.ending.status == 0, "\(run.ending.errors)")
  }
}
