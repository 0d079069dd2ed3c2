import Testing

/// Tables of extensions that nobody records, and those that they refer to.
@Suite struct `The tables of extensions` {
  private func project(_ settings: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("rung.toml", settings)
    return scratch
  }

  @Test(arguments: Kind.allCases) func `are made once, as an upgrade makes them`(kind: Kind) throws {
    let scratch = try project(
      "[extension.adk]\nsession_table = \"chats\"\ncontract = true\n")
    let (direct, tracked) = (try kind.database(in: scratch, "a"), try kind.database(in: scratch, "b"))
    let printed = try scratch.sh("rung extension create-tables adk --dry-run --database \(direct.url)")
    #expect(printed.status == 0, "\(printed.errors)")
    #expect(!printed.output.contains("into \"ddl_migrations\""), "\(printed.output)")
    let made = try scratch.sh("rung extension create-tables adk --database \(direct.url)")
    #expect(made.errors.contains("created the tables of 3 migrations"), "\(made.errors)")
    let again = try scratch.sh("rung extension create-tables adk --database \(direct.url)")
    #expect(again.status == 0)
    #expect(again.errors.contains("nothing to create: the tables of 'adk' exist"), "\(again.errors)")

    #expect(try scratch.sh("mkdir migrations; rung upgrade --database \(tracked.url)").status == 0)
    #expect(try scratch.sh("echo 'drop table ddl_migrations' | \(tracked.client)").status == 0)
    try expectSame(direct.dump(), tracked.dump())

    let piped = try kind.database(in: scratch, "c")
    let ran = try scratch.sh(
      "rung extension create-tables adk --dry-run --database \(piped.url) | \(piped.client)")
    #expect(ran.status == 0, "\(ran.errors)")
    try expectSame(direct.dump(), piped.dump())
  }

  @Test(arguments: Kind.allCases) func `are not completed by half of a migration`(kind: Kind) throws {
    let scratch = try project("[extension.adk]\n")
    let database = try kind.database(in: scratch, "a")
    let make = "rung extension create-tables adk --database \(database.url)"
    #expect(try scratch.sh(make).status == 0)
    #expect(try scratch.sh("echo 'drop table adk_events' | \(database.client)").status == 0)
    let half = try scratch.sh(make)
    #expect(half.status == 1)
    #expect(half.errors.contains("'adk_sessions' exists but 'adk_events' does not"), "\(half.errors)")
  }

  @Test func `are completed by what the settings ask for now`() throws {
    let scratch = try project("[extension.adk]\n")
    #expect(try scratch.sh("rung extension create-tables adk --database sqlite:a.db").status == 0)
    try scratch.write("rung.toml", "[extension.adk]\nenable_memory = true\n")
    let more = try scratch.sh("rung extension create-tables adk --database sqlite:a.db")
    #expect(more.errors.contains("created the tables of 1 migration "), "\(more.errors)")
    #expect(try scratch.sh("sqlite3 a.db .tables").output.contains("adk_memory"))
  }

  @Test(arguments: Kind.allCases) func `are left to upgrade where they are tracked`(kind: Kind) throws {
    let scratch = try project("[extension.litestar]\n")
    let database = try kind.database(in: scratch, "a")
    #expect(try scratch.sh("mkdir migrations; rung upgrade --database \(database.url)").status == 0)
    let ran = try scratch.sh("rung extension create-tables litestar --database \(database.url)")
    #expect(ran.status == 1)
    #expect(ran.errors.contains("'ext_litestar_0001' is recorded"), "\(ran.errors)")
  }

  @Test(arguments: Kind.allCases) func `refer to tables that are there, or are made before them`(
    kind: Kind
  ) throws {
    let scratch = try project(
      "[extension.adk]\nowner_id_column = \"account_id integer references Accounts (id)\"\n")
    let database = try kind.database(in: scratch, "a")
    let upgrade = "rung upgrade --database \(database.url)"
    try scratch.write(
      "migrations/0001_a.sql", "-- name: migrate-0001-up\n-- create table accounts\nselect 1;\n")
    for command in [upgrade, "\(upgrade) --dry-run"] {
      let missing = try scratch.sh(command)
      #expect(missing.status == 78)
      #expect(missing.errors.contains("rung.toml: extension.adk.owner_id_column"), "\(missing.errors)")
      #expect(missing.errors.contains("it refers to the table 'Accounts', which does not exist"))
    }
    #expect(try !database.dump().contains("adk_sessions"))
    try scratch.write(
      "migrations/0002_b.sql",
      """
      -- name: migrate-0002-up
      create table if not exists people (id integer primary key);
      alter table people rename to accounts;
      """)
    #expect(try scratch.sh("\(upgrade) --dry-run").status == 0)
    #expect(try scratch.sh("\(upgrade) 0002").status == 0)
    // Now it is there, and nothing before the extension has to make it.
    let rest = try scratch.sh(upgrade)
    #expect(rest.status == 0, "\(rest.errors)")
    #expect(rest.errors.contains("applied 2 migrations"), "\(rest.errors)")
  }

  @Test(arguments: [
    "do $$ begin execute 'create table accounts (id integer primary key)'; end $$",
    "select 1 as id into accounts; alter table accounts add primary key (id)",
    "create schema q create table accounts (id integer primary key); alter table q.accounts set schema public",
  ])
  func `refer to tables that a program may make`(up: String) throws {
    let scratch = try project(
      "[extension.adk]\nowner_id_column = \"account_id integer references accounts (id)\"\n")
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\n\(up);\n")
    let ran = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(ran.status == 0, "\(ran.errors)")
  }

  @Test func `are made once, with what has to be there before them`() throws {
    let scratch = try project("[extension.mood]\npath = \"mood\"\n")
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write("mood/0001_type.sql", "-- name: migrate-0001-up\ncreate type mood as enum ('well');\n")
    try scratch.write("mood/0002_table.sql", "-- name: migrate-0002-up\ncreate table moods (now mood);\n")
    let make = "mkdir -p migrations; rung extension create-tables mood --database \(database.url)"
    #expect(try scratch.sh(make).status == 0)
    let again = try scratch.sh(make)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try database.dump().contains("CREATE TABLE public.moods"))
  }

  @Test func `have no schema on SQLite, and no index without a column`() throws {
    let scratch = try project("[extension.adk]\nsession_table = \"tenant_a.sessions\"\n")
    let qualified = try scratch.sh("mkdir migrations; rung upgrade --database sqlite:a.db")
    #expect(qualified.status == 78)
    #expect(
      qualified.errors.contains("rung.toml: extension.adk.session_table: error: sqlite has no schemas"),
      "\(qualified.errors)")
    try scratch.write("rung.toml", "[extension.adk]\nowner_id_index = true\n")
    let index = try scratch.sh("rung upgrade --database sqlite:a.db")
    #expect(index.status == 78)
    #expect(index.errors.contains("it needs 'owner_id_column', which is not set"), "\(index.errors)")
  }
}
