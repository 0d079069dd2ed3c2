import Foundation
import Testing

/// PostgreSQL servers that end connections, cannot be written, or are one of several.
@Suite struct `A server that` {
  private let scratch: Scratch
  private let database: PostgreSQLTestDatabase

  init() throws {
    scratch = try Scratch()
    database = try PostgreSQLTestDatabase(scratch: scratch)
    for number in 1...2 {
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

  private func ask(_ query: String) throws -> String {
    try scratch.sh("psql -X -At \(database.url) -c \"\(query)\"").output
  }

  private func set(_ setting: String) throws {
    _ = try ask("alter database \(database.name) set \(setting)")
  }

  @Test func `gets a large migration in parts, which are one transaction`() throws {
    let rows = (1...30_000).map {
      "insert into t3 (text) values ('\($0) \(String(repeating: "x", count: 80))');\n"
    }
    func write(_ last: String) throws {
      let table = "create table t3 (text text, at timestamptz default statement_timestamp());\n"
      try scratch.write(
        "migrations/0003_x.sql", "-- name: migrate-0003-up\n\(table)\(rows.joined())\(last)\n")
    }
    try write("insert into nowhere values (1);")
    let refused = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(
      refused.errors.contains("0003_x.sql:30003:13: error: cannot apply '0003': relation \"nowhere\""),
      "\(refused.errors)")
    #expect(try refused.status == 1 && ask("select to_regclass('t3') is null") == "t\n")
    try write("")
    #expect(try scratch.sh("rung upgrade --database \(database.url)").status == 0)
    let counted = "select count(*), count(distinct at) between 2 and 5 from t3"
    #expect(try ask(counted) == "30000|t\n")
  }

  @Test func `ends an idle session is quoted with its reason`() throws {
    try set("idle_session_timeout = '300ms'")
    try scratch.write("rung.toml", "[hooks]\nbefore_migration = \"sleep 1\"\n")
    let ended = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(ended.status == 69)
    #expect(ended.errors.contains("terminating connection due to idle-session timeout"))
    #expect(ended.errors.contains("nothing of '0001' remains"))
  }

  @Test func `ends a session in a migration is quoted with its reason`() throws {
    try scratch.write(
      "migrations/0001_x.sql", "-- name: migrate-0001-up\nselect pg_terminate_backend(pg_backend_pid());\n")
    let ended = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(ended.status == 69)
    #expect(ended.errors.contains("terminating connection due to administrator command"))
  }

  @Test(arguments: ["", "-- transactional: false\n"])
  func `cannot be written is named, and nothing is left`(head: String) throws {
    try set("default_transaction_read_only = on")
    let file = try scratch.read("migrations/0001_x.sql")
    try scratch.write("migrations/0001_x.sql", head + file)
    for _ in 1...2 {
      let refused = try scratch.sh("rung upgrade --database \(database.url)")
      #expect(refused.status == 69)
      #expect(refused.errors.contains("error: cannot write to the database: cannot execute "))
      #expect(refused.errors.contains("target_session_attrs=read-write"))
      #expect(!refused.errors.contains("--resume"))
    }
    #expect(try ask("select count(*) from pg_tables where schemaname = 'public'") == "0\n")
  }

  @Test func `refuses to let a migration be resumed is not said to have run nothing of it`() throws {
    try scratch.write(
      "migrations/0001_x.sql",
      "-- transactional: false\n-- name: migrate-0001-up\ncreate table t (i int);\nselect nothing;\n")
    let rung = "rung upgrade --database \(database.url)"
    #expect(try scratch.sh(rung).errors.contains("earlier statements are kept"))
    try scratch.write(
      "sql/dialects/postgresql/own.sql", "-- name: progress-resume\nselect not_there from pg_class;\n")
    let refused = try scratch.sh("\(rung) --resume", ["RUNG_HOME": scratch.path])
    #expect(refused.status == 1 && refused.errors.contains("not_there"))
    #expect(
      refused.errors.contains("this run has sent no statement of '0001'; resolve this, then run it again"))
    #expect(!refused.errors.contains("nothing of '0001'"))
  }

  @Test func `commits and cannot say so is asked again`() throws {
    #expect(try scratch.sh("rung upgrade 0001 --database \(database.url)").status == 0)
    let port = try #require(database.url.firstMatch(of: /:(\d+)\//)?.1)
    let cutter = Place.root.appending(path: "Tests/Support/cutter.py").path()
    let proxy = try scratch.start("exec python3 '\(cutter)' \(port) COMMIT >port")
    defer {
      kill(proxy.process.processIdentifier, SIGKILL)
      proxy.process.waitUntilExit()
    }
    var other = ""
    for _ in 1...100 where other.isEmpty {
      usleep(50_000)
      other = ((try? scratch.read("port")) ?? "").trimmingCharacters(in: .newlines)
    }
    let url = database.url.replacing(":\(port)/", with: ":\(other)/")
    let lost = try scratch.sh("rung upgrade --database '\(url)'")
    #expect(lost.status == 69)
    #expect(lost.errors.contains("'0002' was committed nevertheless; run again to continue"))
    #expect(try ask("select version_num from ddl_migrations order by 1") == "0001\n0002\n")
    #expect(try scratch.sh("rung upgrade --database '\(url)'").errors.contains("nothing to apply"))
  }

  @Test func `is the second of several has the copy that verify makes`() throws {
    let first = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PGVECTOR"], "start the tests with Tests/run")
    let name = database.name
    _ = try scratch.sh(
      """
      psql -X -q \(first)/postgres -c 'create database \(name)' \
        -c 'alter database \(name) set default_transaction_read_only = on'
      """)
    defer { _ = try? scratch.sh("psql -X -q \(first)/postgres -c 'drop database \(name) with (force)'") }
    let hosts = [first, try PostgreSQLTestDatabase.server()].map { $0.split(separator: "@").last ?? "" }
    let url = "postgresql://postgres@\(hosts[0]),\(hosts[1])/\(name)?target_session_attrs=read-write"
    let verified = try scratch.sh("rung verify --all --database '\(url)'")
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test func `is newer than pg_dump is dumped by the pg_dump of its release`() throws {
    #expect(try scratch.sh("rung upgrade --database \(database.url)").status == 0)
    let major = try ask("show server_version_num").prefix(2)
    try scratch.write(
      "old/pg_dump",
      """
      #!/bin/sh
      echo 'pg_dump: error: aborting because of server version mismatch' >&2
      echo 'pg_dump: detail: server version: \(major).9; pg_dump version: 9.6' >&2
      exit 1

      """)
    let dumped = try scratch.sh(
      "chmod +x old/pg_dump; PATH=$PWD/old:$PATH rung dump --database \(database.url)")
    #expect(dumped.status == 0, "\(dumped.errors)")
    #expect(dumped.output.contains("CREATE TABLE public.t2"))
  }
}

/// The output of pg_dump in the hands of Rung.
@Suite struct `pg_dump's output` {
  private let scratch: Scratch
  private let database: PostgreSQLTestDatabase

  init() throws {
    scratch = try Scratch()
    database = try PostgreSQLTestDatabase(scratch: scratch)
  }

  private let dump = """
    \\restrict aZ9

    SET client_encoding = 'UTF8';
    CREATE TABLE public.t (id integer, note text);
    COPY public.t (id, note) FROM stdin;
    1\t\\\\restrict aZ9
    \\.

    \\unrestrict aZ9
    """

  @Test func `runs as a migration, without psql's own commands`() throws {
    try scratch.write(
      "migrations/0001_x.sql",
      "-- name: migrate-0001-up\n\(dump)\n-- name: migrate-0001-down\nDROP TABLE public.t;\n")
    let script = try scratch.sh("rung upgrade --dry-run --database \(database.url)").output
    #expect(!script.contains(/(?m)^\\(un)?restrict/) && script.contains("\\\\restrict aZ9"))
    let up = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(up.status == 0, "\(up.errors)")
    #expect(up.errors.contains(#"left out '\restrict' of migrations/0001_x.sql, which is for psql"#))
    let row = try scratch.sh("psql -X -At \(database.url) -c 'select note from t'").output
    #expect(row == "\\restrict aZ9\n")
  }
}
