import Testing

/// What the two documents promise from which Rung was asked for, where nothing else tries it.
@Suite struct `The seeds` {
  @Test func `make the folder of migrations that they name`() throws {
    let scratch = try Scratch()
    let made = try scratch.sh("rung init db/changes && rung new -m x")
    #expect(made.status == 0, "\(made.errors)")
    #expect(try scratch.read("rung.toml").contains(#"script_location = "db/changes""#))
    #expect(made.output.hasPrefix("db/changes/"), "\(made.output)")
    let again = try scratch.sh("rung init other")
    #expect(again.errors.contains(#"write script_location = "other" into rung.toml, under [migration]"#))
  }

  @Test(arguments: ["database = \"env:RUNG_NOT_HERE\"\n", ""])
  func `change files in CI without a database`(settings: String) throws {
    let scratch = try Scratch()
    try scratch.write("rung.toml", settings)
    try scratch.write("migrations/20251018120000_a.sql", "-- name: migrate-20251018120000-up\nselect 1;\n")
    try scratch.write("migrations/20251018123000_b.sql", "-- name: migrate-20251018123000-up\nselect 1;\n")
    let preview = try scratch.sh("rung fix --dry-run")
    #expect(preview.status == 0 && preview.errors.contains("20251018120000  ->  0001"), "\(preview.errors)")
    let ran = try scratch.sh(
      "rung fix --yes && rung new -m c && rung squash 0001:0002 -m ab --yes && ls migrations")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.errors.contains("no database is named; the next upgrade renames its rows"))
    #expect(ran.output.contains("0001_ab.sql"))
    // What is about rows alone wants to know which.
    #expect(try scratch.sh("rung fix --database-only").status == 78)
    #expect(try scratch.sh("rung upgrade").status == 78)
  }

  @Test func `say how to change files where the database is out of reach`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/20251018120000_a.sql", "-- name: migrate-20251018120000-up\nselect 1;\n")
    let ran = try scratch.sh("rung fix --yes -d postgresql://127.0.0.1:1/nowhere")
    #expect(
      ran.status == 69 && ran.errors.contains("use --no-database to change only the files"), "\(ran.errors)")
    #expect(try scratch.sh("rung fix --yes --no-database -d postgresql://127.0.0.1:1/nowhere").status == 0)
  }

  @Test func `refuse a template's body that makes no migration, and no file is made`() throws {
    let scratch = try Scratch()
    try scratch.write("rung.toml", "[migration.templates.sql]\nbody = \"-- custom SQL body\"\n")
    let ran = try scratch.sh("rung new -m x; echo $?; ls")
    #expect(ran.output == "78\nrung.toml\n")
    #expect(
      ran.errors.contains("remedy: add a block to its body: -- name: migrate-{version}-up"), "\(ran.errors)")
  }

  /// The table as the seed prints it.
  private static let table = """
    create table ddl_migrations (
      version_num varchar(32) primary key, version_type varchar(16), execution_sequence integer, description text,
      applied_at timestamp default current_timestamp, execution_time_ms integer, checksum varchar(64),
      applied_by varchar(255)
    );

    """

  @Test func `let a role without ALTER work with the table of eight columns`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let role = "low_\(database.name)"
    try scratch.write(
      "setup.sql",
      Self.table
        + "create role \(role) login; grant all on ddl_migrations to \(role); grant all on schema public to \(role);"
    )
    #expect(try scratch.sh("\(database.client) <setup.sql").status == 0)
    for version in ["0001", "0002"] {
      try scratch.write(
        "migrations/\(version)_a.sql",
        "-- name: migrate-\(version)-up\nselect 1;\n-- name: migrate-\(version)-down\nselect 1;\n")
    }
    let url = "'\(database.url)?user=\(role)'"
    let ran = try scratch.sh(
      "rung upgrade -d \(url) && rung downgrade -1 -d \(url) && rung upgrade -d \(url)")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(!ran.errors.contains("updated the tracking table"))
    // A squashed file is the one thing that needs a ninth.
    let squash = try scratch.sh("rung squash 0001:0002 -m both --yes -d \(url); echo $?")
    #expect(squash.output.hasSuffix("1\n"), "\(squash.output)\(squash.errors)")
    #expect(
      squash.errors.contains(
        "remedy: let the table's owner run: alter table \"public\".\"ddl_migrations\" add column \"replaces\" TEXT;"
      ),
      "\(squash.errors)")
    _ = try scratch.sh("echo 'drop owned by \(role); drop role \(role)' | \(database.client)")
  }

  @Test(arguments: Kind.allCases) func `tell of columns that an older table gets`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    let columns = [
      "  version_num varchar(32) primary key", "  description text", "  applied_at timestamp",
      "  execution_time_ms integer", "  applied_by varchar(255)",
    ]
    try scratch.write("setup.sql", "create table ddl_migrations (\n\(columns.joined(separator: ",\n"))\n);\n")
    #expect(try scratch.sh("\(database.client) <setup.sql").status == 0)
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    let ran = try scratch.sh("rung stamp head -d \(database.url)")
    #expect(
      ran.errors.contains("added the columns checksum, execution_sequence, replaces, version_type\n"),
      "\(ran.errors)")
  }

  @Test func `rewrite an owner's column that sessions have already`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "rung.toml",
      "[extension.adk]\nowner_id_column = \"user_id BIGINT NOT NULL REFERENCES users(id) ON DELETE CASCADE\"\n"
    )
    let ran = try scratch.sh("rung upgrade -d sqlite:a.db")
    #expect(ran.status == 78)
    #expect(
      ran.errors.contains(
        #"owner_id_column = "owner_id BIGINT NOT NULL REFERENCES users(id) ON DELETE CASCADE""#),
      "\(ran.errors)")
  }

  @Test(arguments: ["mariadb", "duckdb", "sqlite3"]) func `verify the way back`(kind: String) throws {
    let scratch = try Scratch()
    let mariadb = kind == "mariadb" ? try MariaDBTestDatabase(scratch: scratch) : nil
    let url = mariadb?.url ?? "\(kind):a.db"
    let up = "create table a (id integer primary key);\ncreate view v as select id from a;"
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\n\(up)\n-- name: migrate-0001-down\ndrop view v;\ndrop table a;\n")
    try scratch.write(
      "migrations/0002_b.sql",
      "-- name: migrate-0002-up\ncreate table b (id integer);\n-- name: migrate-0002-down\nselect 1;\n")
    #expect(try scratch.sh("rung upgrade 0001 -d '\(url)'").status == 0)
    for scope in ["", "--all"] {
      let ran = try scratch.sh("mkdir -p copies && TMPDIR=$PWD/copies rung verify \(scope) -d '\(url)'")
      #expect(ran.status == 1, "\(ran.errors)")
      #expect(ran.errors.contains("reverting '0002' does not undo it"), "\(ran.errors)")
      #expect(ran.errors.lowercased().contains("create table"), "\(ran.errors)")
      #expect(!ran.errors.contains("reverting '0001'"))
    }
    #expect(try scratch.sh("rung status -d '\(url)'").output.contains("1 applied, 1 pending"))
    #expect(try scratch.sh("ls -A copies").output.isEmpty)
  }

  @Test func `a copy has the schema that the settings name`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "rung.toml",
      "database = \"duckdb:a.db\"\n[migration]\ndefault_schema = \"app\"\nversion_table_schema = \"app\"\n")
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\ncreate table a (i integer);\n-- name: migrate-0001-down\ndrop table a;\n")
    #expect(try scratch.sh("duckdb a.db 'create schema app'").status == 0)
    for scope in ["", "--all"] {
      let ran = try scratch.sh("rung verify \(scope)")
      #expect(ran.errors.contains("verified 1 migration"), "\(ran.errors)")
    }
  }

  @Test(arguments: ["sqlite", "sqlite3"]) func `a copy of a file has its rows`(kind: String) throws {
    let scratch = try Scratch()
    try scratch.write(
      "migrations/0001_a.sql",
      "-- name: migrate-0001-up\ncreate table a (i integer);\n-- name: migrate-0001-down\ndrop table a;\n")
    #expect(
      try scratch.sh("rung upgrade -d \(kind):a.db && sqlite3 a.db 'insert into a values (1), (1)'").status
        == 0)
    try scratch.write(
      "migrations/0002_u.sql",
      "-- name: migrate-0002-up\ncreate unique index u on a (i);\n-- name: migrate-0002-down\ndrop index u;\n"
    )
    let ran = try scratch.sh("rung verify -d \(kind):a.db")
    #expect(ran.status != 0)
    #expect(ran.errors.contains("UNIQUE constraint failed: a.i"), "\(ran.errors)")
  }
}
