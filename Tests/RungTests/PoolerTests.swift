import Foundation
import Testing

/// PgBouncer in front of PostgreSQL, with other clients in its pool.
@Suite struct `A pooler` {
  private let scratch: Scratch
  private let database: PostgreSQLTestDatabase
  private let direct: String

  init() throws {
    scratch = try Scratch()
    database = try PostgreSQLTestDatabase(scratch: scratch)
    direct = database.url
    _ = try scratch.sh("\(database.client) -c 'create schema app; create table public.orders (id int)'")
    try scratch.write("rung.toml", "[migration]\ndefault_schema = \"app\"\nlock_timeout = \"20s\"\n")
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\ncreate table a (id int);\n-- name: migrate-0001-down\ndrop table a;\n")
  }

  /// A pool's URL for the test's database.
  private func pool(_ mode: String) throws -> String {
    let name = "RUNG_TEST_POOL_\(mode)"
    let url = try #require(ProcessInfo.processInfo.environment[name], "start the tests with Tests/run")
    return "\(url)/\(database.name)"
  }

  /// Runs other clients in a pool as long as the work takes.
  private func withTraffic(_ url: String, _ work: () throws -> Void) throws {
    try scratch.write("traffic.sql", "select pg_sleep(0.004 + random() * 0.01);\n")
    let traffic = try scratch.start("exec pgbench -n -c 5 -T 120 -f traffic.sql '\(url)'")
    defer {
      kill(traffic.process.processIdentifier, SIGKILL)
      traffic.process.waitUntilExit()
    }
    try work()
  }

  private func ask(_ query: String) throws -> String {
    try scratch.sh("psql -X -At '\(direct)' -c \"\(query)\"").output
  }

  private func withoutTransaction() throws {
    try scratch.write(
      "migrations/0002_orders.sql",
      """
      -- transactional: false
      -- name: migrate-0002-up
      create table orders (id int);
      create index concurrently orders_id on orders (id);
      -- name: migrate-0002-down
      drop index concurrently orders_id;
      drop table orders;

      """)
  }

  @Test func `that gives each transaction another session gets migrations in a transaction`() throws {
    let url = try pool("TRANSACTION")
    try withTraffic(url) {
      for _ in 1...5 {
        let up = try scratch.sh("rung upgrade --database \(url)")
        try #require(up.status == 0, "\(up.errors)")
        #expect(try ask("select schemaname from pg_tables where tablename = 'a'") == "app\n")
        let down = try scratch.sh("rung downgrade --database \(url)")
        try #require(down.status == 0, "\(down.errors)")
      }
      // Nothing is left for the pool's other clients.
      let locks = """
        select count(*) from pg_locks l join pg_database d on d.oid = l.database
        where locktype = 'advisory' and datname = current_database()
        """
      #expect(try ask(locks) == "0\n")
      let show = "show search_path; show statement_timeout; show client_connection_check_interval"
      for _ in 1...10 {
        let settings = try scratch.sh("psql -X -At '\(url)' -c '\(show)'").output
        #expect(settings == "\"$user\", public\n0\n0\n")
      }
    }
  }

  @Test func `that gives each transaction another session gets no migration without one`() throws {
    try withoutTransaction()
    let url = try pool("TRANSACTION")
    #expect(try scratch.sh("rung upgrade --database \(direct)").status == 0)
    try withTraffic(url) {
      for _ in 1...10 {
        let down = try scratch.sh("rung downgrade --database \(url)")
        #expect(down.status == 69)
        #expect(
          down.errors == """
            migrations/0002_orders.sql: error: '0002' runs without a transaction, but this connection goes through a \
            pooler
              cause: the pooler may run each statement in another session, in another schema and without the lock
              remedy: connect to the server itself, or to a pool in session mode with a free session; nothing has run

            """)
      }
    }
    let tables = "select schemaname from pg_tables where tablename = 'orders' order by 1"
    #expect(try ask(tables) == "app\npublic\n")
    #expect(try scratch.sh("rung current --database \(url)").output == "0002\n")
  }

  @Test func `that keeps a session for each client gets all migrations`() throws {
    try withoutTransaction()
    let url = try pool("SESSION")
    try withTraffic(url) {
      for _ in 1...3 {
        let up = try scratch.sh("rung upgrade --database \(url)")
        try #require(up.status == 0, "\(up.errors)")
        #expect(
          try ask("select schemaname from pg_tables where tablename = 'orders' order by 1") == "app\npublic\n"
        )
        let down = try scratch.sh("rung downgrade base --database \(url)")
        try #require(down.status == 0, "\(down.errors)")
        #expect(try ask("select schemaname from pg_tables where tablename = 'orders'") == "public\n")
      }
    }
  }

  @Test func `lets two runs in, of which one applies the migration`() throws {
    let url = try pool("TRANSACTION")
    try withTraffic(url) {
      for _ in 1...5 {
        let other = try scratch.start("rung upgrade -q --database \(url)")
        let own = try scratch.sh("rung upgrade -q --database \(url)")
        other.process.waitUntilExit()
        #expect(own.status == 0 && other.ending.status == 0, "\(own.errors)\(other.ending.errors)")
        #expect(try scratch.sh("rung current --database \(url)").output == "0001\n")
        #expect(try scratch.sh("rung downgrade -q --database \(url)").status == 0)
      }
    }
  }
}
