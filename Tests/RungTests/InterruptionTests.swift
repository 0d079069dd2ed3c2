import Foundation
import Testing

/// Runs that fail or die on their way.
@Suite struct `Interruption` {
  private func rung(_ arguments: String, _ database: any TestDatabase, _ scratch: Scratch) throws -> Ending {
    try scratch.sh("rung \(arguments) --database \(database.url)")
  }

  private func marks(_ database: any TestDatabase, _ kind: Kind, _ scratch: Scratch) throws -> [String] {
    let flags = kind == .sqlite ? "" : "-A -t"
    let query = "echo 'select n from marks order by n;' | \(database.client) \(flags)"
    return try scratch.sh(query).output.split(separator: "\n").map(String.init)
  }

  /// A migration without a transaction that fails at its `fault`-th statement.
  private func project(_ scratch: Scratch, fault: Int?) throws {
    try scratch.write("migrations/0001_marks.sql", "-- name: migrate-0001-up\ncreate table marks (n int);\n")
    let lines = (1...6).map { (number: Int) in
      number == fault ? "insert into nowhere values (1);\n" : "insert into marks values (\(number));\n"
    }
    try scratch.write(
      "migrations/0002_six.sql", "-- transactional: false\n-- name: migrate-0002-up\n\(lines.joined())")
    try scratch.write("migrations/0003_more.sql", "-- name: migrate-0003-up\ninsert into marks values (7);\n")
  }

  @Test(arguments: Kind.allCases) func `a first statement that is refused interrupts nothing`(
    kind: Kind
  ) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try project(scratch, fault: 1)
    let failed = try rung("upgrade", database, scratch)
    #expect(failed.status == 1)
    #expect(failed.errors.contains("no statement of '0002' has finished"), "\(failed.errors)")
    #expect(try rung("status", database, scratch).output.contains("pending  0002"))
    #expect(try rung("upgrade --resume", database, scratch).errors.contains("no migration is interrupted"))
    try project(scratch, fault: nil)
    #expect(try rung("upgrade", database, scratch).status == 0)
    #expect(try marks(database, kind, scratch) == ["1", "2", "3", "4", "5", "6", "7"])
  }

  @Test(arguments: Kind.allCases, 2...6)
  func `a migration without a transaction goes on where it stopped`(kind: Kind, fault: Int) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try project(scratch, fault: fault)
    let failed = try rung("upgrade", database, scratch)
    #expect(failed.status == 1)
    #expect(failed.errors.contains("migrations/0002_six.sql:\(fault + 2):"), "\(failed.errors)")
    #expect(try marks(database, kind, scratch) == (1..<fault).map { "\($0)" })
    // What is half done is never taken for done, nor begun again without a word.
    #expect(try rung("current", database, scratch).output == "0001\n")
    let status = try rung("status --exit-code", database, scratch)
    #expect(status.status == 1 && status.output.contains("interrupted  0002"))
    #expect(try rung("upgrade", database, scratch).status == 1)
    #expect(try marks(database, kind, scratch) == (1..<fault).map { "\($0)" })
    try project(scratch, fault: nil)
    let resumed = try rung("upgrade --resume", database, scratch)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try marks(database, kind, scratch) == ["1", "2", "3", "4", "5", "6", "7"])
    #expect(try rung("status --exit-code", database, scratch).status == 0)
  }

  @Test(arguments: Kind.allCases) func `a printed script goes on in the same way`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try project(scratch, fault: 4)
    #expect(
      try scratch.sh("rung upgrade --dry-run --database \(database.url) | \(database.client)").status != 0)
    try project(scratch, fault: nil)
    let resumed = try scratch.sh(
      "rung upgrade --resume --dry-run --database \(database.url) | \(database.client)")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try marks(database, kind, scratch) == ["1", "2", "3", "4", "5", "6", "7"])
  }

  @Test(arguments: Kind.allCases) func `a run that is killed leaves nothing of its migration`(
    kind: Kind
  ) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try scratch.write("migrations/0001_marks.sql", "-- name: migrate-0001-up\ncreate table marks (n int);\n")
    let slow =
      kind == .postgresql
      ? "select pg_sleep(20);"
      : "insert into marks with recursive c (i) as (select 1 union all select i + 1 from c where i < 1e9) select i from c;"
    try scratch.write(
      "migrations/0002_slow.sql", "-- name: migrate-0002-up\ninsert into marks values (1);\n\(slow)\n")
    let run = try scratch.start("exec rung upgrade --database \(database.url)")
    while !run.errors.contains("0001: marks"), run.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    Thread.sleep(forTimeInterval: 1)
    kill(run.process.processIdentifier, SIGKILL)
    run.process.waitUntilExit()
    // The server notices that the client is gone when the statement ends; nobody has to wait for that.
    if let server = database as? PostgreSQLTestDatabase { try server.endOtherSessions() }
    // SQLite's file holds half of what was written, and the journal that takes it back; reading alone may not do so.
    let status = try rung("status", database, scratch)
    #expect(status.status == (kind == .sqlite ? 69 : 0), "\(status.errors)")
    #expect(kind == .postgresql || status.errors.contains("must be recovered before it can be read"))
    try scratch.write("migrations/0002_slow.sql", "-- name: migrate-0002-up\ninsert into marks values (1);\n")
    let again = try rung("upgrade", database, scratch)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try marks(database, kind, scratch) == ["1"])
  }

  @Test func `a run that is interrupted does not go on in the server`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write("migrations/0001_quick.sql", "-- name: migrate-0001-up\nselect 1;\n")
    try scratch.write("migrations/0002_slow.sql", "-- name: migrate-0002-up\nselect pg_sleep(60);\n")
    let run = try scratch.start("exec rung upgrade --database \(database.url)")
    while !run.errors.contains("0001: quick"), run.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    Thread.sleep(forTimeInterval: 1)
    kill(run.process.processIdentifier, SIGINT)
    run.process.waitUntilExit()
    // The server looks after its client once a second; the lock goes with the session.
    try scratch.write("migrations/0002_slow.sql", "-- name: migrate-0002-up\nselect 1;\n")
    #expect(try rung("upgrade --lock-timeout 30s", database, scratch).status == 0)
  }

  @Test(arguments: Kind.allCases) func `a single transaction is all or nothing`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try scratch.write("migrations/0001_marks.sql", "-- name: migrate-0001-up\ncreate table marks (n int);\n")
    try scratch.write(
      "migrations/0002_bad.sql", "-- name: migrate-0002-up\ninsert into nowhere values (1);\n")
    #expect(try rung("upgrade --single-transaction", database, scratch).status == 1)
    #expect(try rung("current", database, scratch).output == "base\n")
    try scratch.write("migrations/0002_bad.sql", "-- name: migrate-0002-up\ninsert into marks values (2);\n")
    let printed = "rung upgrade --single-transaction --dry-run --database \(database.url)"
    let script = try scratch.sh(printed).output
    #expect(script.components(separatedBy: "\ncommit;").count == 2)
    #expect(try rung("upgrade --single-transaction", database, scratch).status == 0)
    #expect(try marks(database, kind, scratch) == ["2"])
  }

  @Test func `what a migration sets in its session ends with it`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write(
      "migrations/0001_pasted.sql",
      "-- name: migrate-0001-up\nset statement_timeout = 5;\nselect pg_catalog.set_config('search_path', '', false);\n"
    )
    try scratch.write(
      "migrations/0002_next.sql",
      "-- name: migrate-0002-up\nselect pg_sleep(0.05);\ncreate table a (b int);\n")
    let ran = try rung("upgrade", database, scratch)
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(try database.dump().contains("CREATE TABLE public.a"))
  }

  @Test func `migrations work in the schema that the settings name`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    _ = try scratch.sh(
      "echo 'create schema app; create schema log; create schema other;' | \(database.client)")
    try scratch.write(
      "rung.toml",
      "[migration]\ndefault_schema = \"app\"\nversion_table_schema = \"log\"\nversion_table_name = \"versions\"\n"
    )
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\ncreate table a (b int);\n-- name: migrate-0001-down\ndrop table a;\n")
    try scratch.write(
      "migrations/0002_c.sql", "-- schema: other\n-- name: migrate-0002-up\ncreate table c (d int);\n")
    try scratch.write(
      "migrations/0003_e.sql", "-- transactional: false\n-- name: migrate-0003-up\ncreate table e (f int);\n")
    #expect(try rung("upgrade", database, scratch).status == 0)
    let dump = try database.dump()
    for table in ["app.a", "other.c", "app.e", "log.versions", "log.versions_progress"] {
      #expect(dump.contains("CREATE TABLE \(table) ("), "\(table)")
    }
    #expect(try rung("upgrade", database, scratch).errors.contains("nothing to apply"))
  }
}
