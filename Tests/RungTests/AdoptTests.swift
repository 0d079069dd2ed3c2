import Foundation
import Testing

/// Projects of other migration tools, most with the real tool; they are in `Tests/Adopt`.
@Suite struct `Other tools' projects` {
  @Test func `are adopted with their history`() throws {
    let environment = ProcessInfo.processInfo.environment
    let tools = try #require(environment["RUNG_TEST_TOOLS"], "start the tests with Tests/run")
    let program = Place.root.appending(path: "Tests/Adopt/adopt.py").path()
    let ran = try Scratch().sh(
      "python3 -B '\(program)' --rung '\(Place.rung)' --tools '\(tools)'",
      ["RUNG_TEST_POSTGRESQL": try PostgreSQLTestDatabase.server()], merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(8_000))")
    #expect(ran.output.contains(/(?m)^\d{2,} shown, 0 failed$/), "\(ran.output.suffix(2_000))")
  }

  @Test func `have histories that each kind of database gives`() throws {
    let mariadb = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_MARIADB"], "start the tests with Tests/run")
    let program = Place.root.appending(path: "Tests/Adopt/histories.py").path()
    let ran = try Scratch().sh(
      "python3 -B '\(program)' --rung '\(Place.rung)'",
      ["RUNG_TEST_POSTGRESQL": try PostgreSQLTestDatabase.server(), "RUNG_TEST_MARIADB": mariadb],
      merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(4_000))")
    #expect(ran.output.contains(/(?m)^\d{2,} shown, 0 failed$/), "\(ran.output.suffix(2_000))")
  }

  @Test func `are refused without their history`() throws {
    let scratch = try Scratch()
    try scratch.write("rung.toml", "database = 'sqlite:app.db'\n")
    try scratch.write("db/1_a.sql", "-- migrate:up\ncreate table a (n integer);\n")
    #expect(try scratch.sh("rung adopt db").status == 0)
    #expect(try scratch.sh("sqlite3 app.db 'create table schema_migrations (version text)'").status == 0)
    let refused = try scratch.sh("rung upgrade")
    #expect(refused.status == 1 && refused.errors.contains("rung stamp --from dbmate"))
    #expect(try scratch.sh("rung upgrade --allow-unknown").status == 0)
  }

  @Test func `are recognised by what is beside them if their files fit several`() throws {
    let scratch = try Scratch()
    try scratch.write("rung.toml", "database = 'sqlite:app.db'\n[migration]\nscript_location = 'rung'\n")
    try scratch.write("db/migrations/1_a.up.sql", "select 1;\n")
    #expect(try scratch.sh("rung adopt db/migrations").errors.contains("'golang-migrate' or 'sqlx'"))
    try scratch.write("Cargo.toml", "")
    #expect(try scratch.sh("rung adopt db/migrations").errors.contains("adopted 1 migration of sqlx"))
  }

  @Test func `are adopted whole or not at all`() throws {
    let scratch = try Scratch()
    for name in ["1_a", "2_b"] {
      try scratch.write("db/\(name).sql", "-- migrate:up\ncreate table a (n integer);\n")
    }
    try scratch.write("migrations/0002_other.sql", "-- name: migrate-0002-up\nselect 1;\n")
    #expect(try scratch.sh("rung adopt db").status == 78)
    try scratch.write("rung.toml", "database = 'sqlite:app.db'\n")
    let refused = try scratch.sh("rung adopt db")
    #expect(refused.status == 73 && refused.errors.contains("'migrations/0002_other.sql' exists already"))
    #expect(try scratch.sh("ls migrations").output == "0002_other.sql\n")
    #expect(try scratch.sh("rung adopt db --migrations db").status == 64)
    #expect(try scratch.sh("rung adopt nowhere").errors.contains("there is no folder 'nowhere'"))
    #expect(try scratch.sh("rung adopt migrations --migrations new").errors.contains("--from"))
  }
}
