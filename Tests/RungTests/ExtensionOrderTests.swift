import Testing

/// Extensions whose tables others use, or have made, before their migrations run.
@Suite struct `An extension beside others` {
  private static let priority = """
    -- name: migrate-0001-up
    alter table adk_sessions add column priority integer;
    create index adk_sessions_priority on adk_sessions (priority);
    -- name: migrate-0001-down
    drop index adk_sessions_priority;
    alter table adk_sessions drop column priority;

    """

  private func project(_ settings: String = "[extension.adk]\n") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("rung.toml", settings)
    try scratch.write("migrations/.keep", "")
    return scratch
  }

  private func dumpWithoutRecord(of database: any TestDatabase, _ scratch: Scratch) throws -> String {
    #expect(try scratch.sh("echo 'drop table ddl_migrations;' | \(database.client)").status == 0)
    return try database.dump()
  }

  @Test(arguments: Kind.allCases) func `names the line that puts a migration behind it`(kind: Kind) throws {
    let scratch = try project()
    let (old, new) = (try kind.database(in: scratch, "a"), try kind.database(in: scratch, "b"))
    #expect(try scratch.sh("rung upgrade --database \(old.url)").status == 0)
    try scratch.write("migrations/0001_priority.sql", Self.priority)
    #expect(try scratch.sh("rung upgrade --database \(old.url)").status == 0)

    for command in ["rung upgrade", "rung upgrade 0001", "rung upgrade --dry-run"] {
      let ran = try scratch.sh("\(command) --database \(new.url)")
      #expect(ran.status == 65)
      #expect(
        ran.errors == """
          migrations/0001_priority.sql:2:13: error: '0001' uses 'adk_sessions', which a later migration of 'adk' creates
            2 | alter table adk_sessions add column priority integer;
              |             ^
            cause: migrations of the project run before those of extensions
            remedy: add this line at the top of migrations/0001_priority.sql: -- after: ext_adk_0002

          """)
    }
    #expect(try !new.dump().contains("adk_sessions"))

    // The line makes it no other migration where it is applied.
    try scratch.write("migrations/0001_priority.sql", "-- after: ext_adk_0002\n" + Self.priority)
    #expect(try scratch.sh("rung status --exit-code --strict --database \(old.url)").status == 0)
    let ran = try scratch.sh("rung upgrade --database \(new.url)")
    #expect(ran.status == 0, "\(ran.errors)")
    try expectSame(dumpWithoutRecord(of: new, scratch), dumpWithoutRecord(of: old, scratch))
  }

  @Test(arguments: [
    "create table t (adk_sessions integer)", "select extract(year from now()) as adk_sessions",
    "drop table if exists adk_sessions", "create table t (a text default 'from adk_sessions')",
    "create table adk_sessions_old (id integer); insert into adk_sessions_old values (1)",
    "with adk_sessions as (select 1 as id) select id from adk_sessions",
    "create function f() returns void language plpgsql as $$ begin delete from adk_sessions; end $$",
  ])
  func `runs behind what only seems to use it`(sql: String) throws {
    let scratch = try project()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\n\(sql);\n")
    let ran = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(ran.status == 0, "\(ran.errors)")
  }

  @Test(arguments: [
    "create table t (s text references adk_sessions (id))", "insert into adk_sessions (id) values ('a')",
    "create view v as select * from \"adk_sessions\"", "comment on table adk_sessions is 'x'",
    "create trigger t before insert or update on adk_sessions for each row execute function f()",
    "create unique index concurrently if not exists i on public.adk_sessions (id)", "drop table adk_sessions",
    "delete from only adk_sessions", "select 1 from (select 2) as a join adk_sessions on true",
  ])
  func `is missed by what uses it`(sql: String) throws {
    let scratch = try project()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\n\(sql);\n")
    let ran = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(ran.status == 65 && ran.errors.contains("-- after: ext_adk_0002"), "\(ran.errors)")
  }

  @Test(arguments: ["view v as select id", "table t (s text references adk_sessions)"])
  func `comes later for SQLite, which looks for a table when rows come`(made: String) throws {
    let scratch = try project()
    let source = made.hasPrefix("view") ? " from adk_sessions" : ""
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\ncreate \(made)\(source);\n")
    #expect(try scratch.sh("rung upgrade --database sqlite:a.db").status == 0)
  }

  @Test(arguments: Kind.allCases) func `is recorded where its tables are there`(kind: Kind) throws {
    let owner = "owner_id_column = \"account_id integer\"\nowner_id_index = true\ncontract = true\n"
    for settings in ["", "enable_event_generated_columns = true\n", owner] {
      if kind == .sqlite, settings.contains("generated") { continue }
      let scratch = try project("[extension.adk]\n" + settings)
      let (direct, tracked) = (try kind.database(in: scratch, "a"), try kind.database(in: scratch, "b"))
      #expect(try scratch.sh("rung extension create-tables adk --database \(direct.url)").status == 0)
      let ran = try scratch.sh("rung upgrade --database \(direct.url)")
      #expect(ran.status == 0, "\(ran.errors)")
      #expect(
        ran.errors.contains("recorded ext_adk_0002 without running it: what it creates already exists"),
        "\(ran.errors)")
      #expect(try scratch.sh("rung upgrade --database \(tracked.url)").status == 0)
      #expect(try scratch.sh("rung status --exit-code --database \(direct.url)").status == 0)
      try expectSame(dumpWithoutRecord(of: direct, scratch), dumpWithoutRecord(of: tracked, scratch))
    }
  }

  @Test func `goes on where only its first tables are there`() throws {
    let scratch = try project()
    let database = SQLiteTestDatabase(scratch: scratch, name: "a")
    let first = try scratch.sh(
      "rung upgrade ext_adk_0001 --database sqlite:a.db; sqlite3 a.db 'drop table ddl_migrations'")
    #expect(first.status == 0)
    let ran = try scratch.sh("rung upgrade --database sqlite:a.db")
    #expect(ran.status == 0 && ran.errors.contains("recorded ext_adk_0001"), "\(ran.errors)")
    #expect(!ran.errors.contains("recorded ext_adk_0002") && ran.errors.contains("applied 1 migration"))
    #expect(try database.dump().contains("event_data"))
    #expect(try scratch.sh("rung downgrade base --database sqlite:a.db").status == 0)
  }

  @Test(arguments: Kind.allCases) func `leaves alone what somebody else made`(kind: Kind) throws {
    let scratch = try project()
    let database = try kind.database(in: scratch, "a")
    let google = "create table app_states (app_name varchar(9)); create table adk_internal_metadata "
    try scratch.write("google.sql", google + "(key varchar(9) primary key, value varchar(9));")
    #expect(try scratch.sh("\(database.client) <google.sql").status == 0)
    let before = try database.dump()
    let ran = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(ran.status == 1)
    #expect(
      ran.errors == """
        error: 'ext_adk_0002' creates the table 'adk_internal_metadata', which exists already
          cause: Google's DatabaseSessionService uses a table with this name
          remedy: give the extension's table another name under [extension.adk]: \
        metadata_table = "sqlspec_adk_internal_metadata"; set it for the stores, too

        """)
    try expectSame(database.dump(), before)
    try scratch.write("rung.toml", "[extension.adk]\nmetadata_table = \"sqlspec_adk_internal_metadata\"\n")
    #expect(try scratch.sh("rung upgrade --database \(database.url)").status == 0)
  }

  @Test func `is none where the list of extensions is empty`() throws {
    let scratch = try project("migration.include_extensions = []\n[extension.adk]\n")
    let ran = try scratch.sh("rung upgrade --database sqlite:a.db")
    #expect(ran.status == 0 && ran.errors.contains("nothing to apply"), "\(ran.errors)")
  }
}
