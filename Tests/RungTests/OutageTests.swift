import Foundation
import Testing

/// A PostgreSQL server that stops, crashes, or has lost its standby.
@Suite struct Outages {
  private let scratch: Scratch
  private let server: OwnServer

  init() throws {
    scratch = try Scratch()
    server = OwnServer(.postgresql, in: scratch)
    for number in 1...4 {
      try scratch.write(
        "migrations/000\(number)_x.sql",
        """
        -- name: migrate-000\(number)-up
        create table t\(number) (id int);
        -- name: migrate-000\(number)-down
        drop table t\(number);

        """)
    }
  }

  /// The `postgres` database of the server.
  private struct Database {
    let scratch: Scratch
    let url: String

    func rung(_ words: String) throws -> Ending { try scratch.sh("rung \(words) --database '\(url)'") }

    func start(_ words: String) throws -> Running {
      try scratch.start("exec rung \(words) --database '\(url)'")
    }

    func ask(_ query: String) throws -> String {
      try scratch.sh("psql -X -At '\(url)' -c \"\(query)\"").output.trimmingCharacters(in: .newlines)
    }

    func last() throws -> String { try ask("select max(version_num) from ddl_migrations") }

    /// A run that has committed `0002`, and is waiting for a standby that does not exist.
    func committing() throws -> Running {
      #expect(try rung("upgrade 0001").status == 0)
      _ = try ask("alter system set synchronous_standby_names = 'nobody'")
      _ = try ask("select pg_reload_conf()")
      let run = try start("upgrade 0003")
      for _ in 1...400 where run.process.isRunning {
        if try ask("select count(*) from pg_stat_activity where wait_event = 'SyncRep'") == "1" { return run }
        usleep(50_000)
      }
      try #require(Bool(false), "it does not wait for a standby: \(run.errors)")
      return run
    }
  }

  private func withDatabase(_ body: (Database) throws -> Void) throws {
    try server.run { try body(Database(scratch: scratch, url: "\($0)/postgres")) }
  }

  @Test func `a commit that waited for a standby until its connection ended is not called undone`() throws {
    try withDatabase { database in
      let run = try database.committing()
      _ = try database.ask(
        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'")
      run.process.waitUntilExit()
      #expect(run.ending.status == 69)
      #expect(
        run.errors.contains("'0002' was committed nevertheless; run again to continue"), "\(run.errors)")
      #expect(run.errors.contains("already committed locally"), "\(run.errors)")
      #expect(try database.last() == "0002")
    }
  }

  @Test func `Ctrl-C while a commit waits for a standby says that it was committed`() throws {
    try withDatabase { database in
      let run = try database.committing()
      run.process.interrupt()
      run.process.waitUntilExit()
      #expect(run.process.terminationReason == .uncaughtSignal, "\(run.ending)")
      #expect(run.errors.contains("already committed locally"), "\(run.errors)")
      #expect(run.errors.contains("0002: x"), "\(run.errors)")
      #expect(try database.last() == "0002")
    }
  }

  @Test func `a server that is started again between two migrations keeps the first`() throws {
    try withDatabase { database in
      let again = "\(server.command("crash")); \(server.command("start"))".replacing("\"", with: "\\\"")
      try scratch.write(
        "rung.toml", "[hooks]\nbefore_migration = \"[ $RUNG_VERSION != 0002 ] || { \(again); }\"\n")
      let lost = try database.rung("upgrade")
      #expect(lost.status == 69)
      #expect(lost.errors.contains("nothing of '0002' remains"), "\(lost.errors)")
      #expect(try database.last() == "0001")
      try FileManager.default.removeItem(atPath: scratch.file("rung.toml"))
      #expect(try database.rung("upgrade").status == 0)
      #expect(try database.rung("status --exit-code --strict").status == 0)
    }
  }

  @Test func `a server that crashed is waited for, and one that only reads is named`() throws {
    try withDatabase { database in
      #expect(try database.rung("upgrade 0001").status == 0)
      try server.tell("crash")
      let refused = try database.rung("status")
      #expect(refused.status == 69 && refused.errors.contains("Connection refused"), "\(refused)")
      let run = try database.start("upgrade 0002 --wait 60s")
      while !run.errors.contains("waiting for the database"), run.process.isRunning { usleep(20_000) }
      try server.tell("start")
      run.process.waitUntilExit()
      #expect(run.ending.status == 0, "\(run.errors)")
      try server.tell("stop")
      #expect(
        try scratch.sh("cd '\(server.folder)/data' && touch standby.signal && chmod 644 standby.signal")
          .status == 0)
      try server.tell("start")
      #expect(try database.rung("status").output.contains("applied  0002"))
      let standing = try database.rung("upgrade")
      #expect(standing.status == 69)
      #expect(standing.errors.contains("cannot write to the database"), "\(standing.errors)")
      #expect(standing.errors.contains("target_session_attrs=read-write"), "\(standing.errors)")
      _ = try database.ask("select pg_promote()")
      #expect(try database.rung("upgrade").status == 0)
    }
  }
}
