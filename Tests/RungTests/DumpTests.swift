import Foundation
import Testing

/// `rung dump` and then `rung baseline` give an equal database; schemas are made up in `Tests/Dumps`.
@Suite struct `Dumps` {
  /// How many schemas are tried by `make test`; `make torture` tries 200 everywhere.
  private static let counts = [("sqlite", 200), ("duckdb", 10), ("postgresql", 10), ("mariadb", 10)]

  @Test(arguments: counts) func `come back, whatever is in them`(kind: String, usual: Int) throws {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let count = environment["RUNG_TEST_SCHEMAS"].flatMap { Int($0) } ?? usual
    let script = Place.root.appending(path: "Tests/Dumps/roundtrip.py").path()
    let servers = environment.filter { ["RUNG_TEST_POSTGRESQL", "RUNG_TEST_MARIADB"].contains($0.key) }
    let ran = try Scratch().sh(
      "RUNG=$(command -v rung) \(python) -B '\(script)' \(kind) \(count)", servers, merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(4000))")
    let summary = try Regex("(?m)^\(kind): \(count) schemas, \\d+ of them refused by name, 0 failed$")
    #expect(ran.output.contains(summary), "\(ran.output.suffix(1500))")
  }

  @Test func `that are not UTF-8 are refused at their place, and nothing is loaded`() throws {
    let scratch = try Scratch()
    _ = try scratch.sh("printf 'create table a (b);\\n-- caf\\351\\n' > schema.sql")
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    let ran = try scratch.sh("rung baseline schema.sql -d sqlite:new.db")
    #expect(ran.status == 65)
    #expect(ran.errors.hasPrefix("schema.sql:2:7: error: the text is not UTF-8"), "\(ran.errors)")
    #expect(!scratch.exists("new.db"))
  }

  @Test func `of what MariaDB itself cannot tell are refused by name`() throws {
    let scratch = try Scratch()
    let database = try MariaDBTestDatabase(scratch: scratch)
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\ncreate table t (id int primary key, b varbinary(4) default x'ff');\n")
    let ran = try scratch.sh("rung upgrade -d '\(database.url)' && rung dump -d '\(database.url)'")
    // MariaDB 11.8 reports such a default as it was written; earlier ones lose its bytes.
    let shown = try scratch.sh("echo 'show create table t' | \(database.client)").output
    let isKept = shown.contains("x'ff'")
    #expect(ran.status == (isKept ? 0 : 1))
    #expect(isKept || ran.errors.contains("cause: the default of t.b is binary"), "\(ran.errors)")
    #expect(ran.output.contains("x'ff'") == isKept, "\(ran.output)")
    try scratch.write(
      "migrations/0002_k.sql",
      """
      -- name: migrate-0002-up
      alter table t drop column b, add column o int, add constraint `a``b` foreign key (o) references t (id);

      """)
    let key = try scratch.sh("rung upgrade -d '\(database.url)' && rung dump -d '\(database.url)'")
    #expect(key.status == 1)
    #expect(key.errors.contains("cause: the foreign key a`b has a quote in its name"), "\(key.errors)")
  }

  @Test func `of a newer server than pg_dump name the program that is needed`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write("migrations/.keep", "")
    try scratch.write(
      "older",
      """
      #!/bin/sh
      echo 'pg_dump: error: aborting because of server version mismatch' >&2
      echo 'pg_dump: detail: server version: 18.1 (Debian 18.1-1); pg_dump version: 15.18' >&2
      exit 1
      """)
    let ran = try scratch.sh(
      "chmod +x older; rung dump -d \(database.url)", ["RUNG_PG_DUMP": "\(scratch.path)/older"])
    #expect(ran.status == 69)
    #expect(
      ran.errors.contains(
        "remedy: install postgresql-client-18; for a pg_dump in another place, set RUNG_PG_DUMP to its path"
      ),
      "\(ran.errors)")
    let other = try scratch.sh("rung dump -d \(database.url)", ["RUNG_PG_DUMP": "pg_dump"])
    #expect(other.status == 0, "\(other.errors)")
  }
}
