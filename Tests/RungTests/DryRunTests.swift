import Foundation
import Testing

/// The law: `rung … --dry-run | CLIENT` and `rung …` leave databases that differ only in times.
@Suite struct `Dry run` {
  private func fixtures(_ kind: Kind) -> String {
    Place.root.appending(path: "Tests/Fixtures/nasty-\(kind)").path()
  }

  private func rung(
    _ arguments: String, _ database: any TestDatabase, _ kind: Kind, _ scratch: Scratch
  ) throws -> Ending {
    let ending = try scratch.sh(
      "rung \(arguments) --database \(database.url)", ["RUNG_SCRIPT_LOCATION": fixtures(kind)])
    try #require(ending.status == 0, "\(ending.errors)")
    return ending
  }

  @Test(arguments: Kind.allCases) func `piped into the database's client it does what a run does`(
    kind: Kind
  ) throws {
    let scratch = try Scratch()
    let (run, piped) = (try kind.database(in: scratch, "run"), try kind.database(in: scratch, "piped"))
    for command in [
      "upgrade +20", "upgrade", "downgrade -3", "downgrade 0030", "upgrade", "stamp 0040", "stamp head",
      "downgrade base",
    ] {
      let script = try rung("\(command) --dry-run", piped, kind, scratch).output
      try scratch.write("script.sql", script)
      let client = try scratch.sh("\(piped.client) <script.sql")
      try #require(client.status == 0, "\(command): \(client.errors)")
      _ = try rung(command, run, kind, scratch)
      let (actual, expected) = (try piped.dump(), try run.dump())
      try expectSame(actual, expected, "after \(command)")
      #expect(expected.contains("ddl_migrations"))
    }
  }

  @Test(arguments: Kind.allCases) func `it says the same whether it is printed twice or once`(
    kind: Kind
  ) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    let before = try database.dump()
    let first = try rung("upgrade --dry-run", database, kind, scratch).output
    #expect(try rung("upgrade --dry-run", database, kind, scratch).output == first)
    #expect(first.count > 10_000)
    // Asking sqlite3 for a dump has made an empty file; nothing was added to it.
    #expect(try database.dump() == before)
  }

  /// Migrations in each shape in which the writer surrounds them with SQL of its own.
  @Test(arguments: Kind.allCases) func `what it adds is parsed by sqlfluff and squawk`(kind: Kind) throws {
    let python = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\nCREATE TABLE a (b integer);\n"
        + "-- name: migrate-0001-down\nDROP TABLE a;\n")
    try scratch.write(
      "migrations/0002_b.sql",
      "-- transactional: false\n-- name: migrate-0002-up\nINSERT INTO a (b) VALUES (1);\n")
    if kind == .postgresql {
      try scratch.write(
        "rung.toml", "[migration]\ndefault_schema = \"public\"\nstatement_timeout = \"30s\"\n")
      try scratch.write(
        "migrations/0003_c.sql",
        "-- isolation: serializable\n-- name: migrate-0003-up\nINSERT INTO a (b) VALUES (2);\n")
    }
    let rung = "rung --database \(database.url)"
    for command in ["upgrade", "upgrade 0001 --single-transaction", "stamp head", "downgrade base"] {
      if command.hasPrefix("downgrade") { _ = try scratch.sh("\(rung) upgrade 0001") }
      let printed = try scratch.sh("\(rung) \(command) --dry-run >printed.sql")
      // The lines with a dot are not SQL, but for sqlite3; sqlfluff 4.5 does not know SQLite's 'begin immediate'.
      _ = try scratch.sh("sed '/^[.]/d; s/^begin immediate;/begin;/' printed.sql >script.sql")
      try #require(printed.status == 0, "\(printed.errors)")
      let bin = URL(filePath: python).deletingLastPathComponent().path()
      let dialect = kind == .sqlite ? "sqlite" : "postgres"
      let parsed = try scratch.sh("\(bin)/sqlfluff parse --dialect \(dialect) script.sql")
      let faults = parsed.output.firstRange(of: "parsing violations").map { parsed.output[$0.lowerBound...] }
      #expect(parsed.status == 0 && faults == nil, "\(command): \(faults ?? "")\(parsed.errors)")
      guard kind == .postgresql else { continue }
      let judged = try scratch.sh("\(bin)/squawk --reporter json script.sql")
      #expect(judged.output.hasPrefix("[") && !judged.output.contains("syntax-error"), "\(judged)")
    }
  }

  @Test func `no file appears where there was no database`() throws {
    let scratch = try Scratch()
    let database = SQLiteTestDatabase(scratch: scratch, name: "none")
    for command in [
      "upgrade --dry-run", "status", "show-current-revision", "downgrade --dry-run", "stamp head --dry-run",
    ] {
      _ = try rung(command, database, .sqlite, scratch)
      #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty, "\(command)")
    }
  }

  @Test func `a database with a write-ahead log keeps its folder as it was`() throws {
    let scratch = try Scratch()
    let database = SQLiteTestDatabase(scratch: scratch, name: "wal")
    _ = try scratch.sh("\(database.client) 'pragma journal_mode = wal; create table a (b)'")
    let bytes = try Data(contentsOf: URL(filePath: scratch.file("wal.db")))
    _ = try rung("upgrade --dry-run", database, .sqlite, scratch)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["wal.db"])
    #expect(try Data(contentsOf: URL(filePath: scratch.file("wal.db"))) == bytes)
  }

  @Test func `a script is UTF-8 whatever the database is`() throws {
    let scratch = try Scratch()
    let (run, piped) = (
      try PostgreSQLTestDatabase(scratch: scratch), try PostgreSQLTestDatabase(scratch: scratch)
    )
    for database in [run, piped] {
      _ = try scratch.sh(
        "echo 'alter database \(database.name) set client_encoding = latin1;' | \(database.client)")
    }
    for number in 1...3 {
      let table = number == 1 ? "create table e (t text);\n" : ""
      try scratch.write(
        "migrations/000\(number)_ü.sql",
        "-- Description: Zürich\n-- name: migrate-000\(number)-up\n\(table)insert into e values ('Zürich \(number)');\n"
      )
    }
    #expect(try scratch.sh("rung upgrade --database \(run.url)").status == 0)
    #expect(try scratch.sh("rung upgrade --dry-run --database \(piped.url) | \(piped.client)").status == 0)
    try expectSame(piped.dump(), run.dump())
    #expect(try run.dump().contains("Zürich 3"))
  }

  @Test(arguments: Kind.allCases) func `a script stops at its first error and keeps what came before`(
    kind: Kind
  ) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\ncreate table a (b int);\n")
    try scratch.write(
      "migrations/0002_b.sql", "-- name: migrate-0002-up\ncreate table c (d int);\ncreate table a (b int);\n")
    try scratch.write("migrations/0003_c.sql", "-- name: migrate-0003-up\ncreate table e (f int);\n")
    let printed = try scratch.sh("rung upgrade --dry-run --database \(database.url) | \(database.client)")
    #expect(printed.status != 0)
    let rows = try scratch.sh("echo 'select version_num from ddl_migrations;' | \(database.client)").output
    #expect(rows.contains("0001") && !rows.contains("0002") && !rows.contains("0003"))
    #expect(
      try !database.dump().contains("CREATE TABLE public.c") && !database.dump().contains("create table c"))
  }

  @Test(arguments: Kind.allCases) func `a script made before another run stops at its claim`(
    kind: Kind
  ) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\ncreate table if not exists a (b int);\ninsert into a values (1);\n-- name: migrate-0001-down\ndelete from a;\n"
    )
    try scratch.write("up.sql", scratch.sh("rung upgrade --dry-run --database \(database.url)").output)
    #expect(try scratch.sh("rung upgrade --database \(database.url)").status == 0)
    try scratch.write("down.sql", scratch.sh("rung downgrade --dry-run --database \(database.url)").output)
    #expect(try scratch.sh("\(database.client) <up.sql").status != 0)
    #expect(try scratch.sh("echo 'select count(*) from a;' | \(database.client)").output.contains("1"))
    #expect(try scratch.sh("rung downgrade --database \(database.url)").status == 0)
    _ = try scratch.sh("echo 'insert into a values (2);' | \(database.client)")
    #expect(try scratch.sh("\(database.client) <down.sql").status != 0)
    #expect(try scratch.sh("echo 'select b from a;' | \(database.client)").output.contains("2"))
  }
}
