import Foundation
import Testing

/// Migrations in other languages, as the executable runs them; what the loaders make of a file is in `Tests/Loaders`.
@Suite struct `Migrations in other languages` {
  private static let files = [
    "0001_users.py": #"""
    """Make users

    Version: 0001
    """

    def upgrade():
        print("not for the database")
        return ["create table users (id integer primary key)", "insert into users values (1), (2); insert into users values (3)"]

    def downgrade():
        return "drop table users"
    """#,
    "0002_more.sql": """
    -- name: migrate-0002-up
    insert into users values (4);
    -- name: migrate-0002-down
    delete from users where id = 4;
    """,
    "0003_look.py": """
    # driver: read
    # Description: Count, then write
    def up(context):
        count = context.driver.select_value("select count(*) from users")
        return f"insert into users values ({count * 100})"

    def down(context):
        return "delete from users where id >= 100"
    """,
    "0004_shell.sh": """
    # Description: In a shell
    case $1 in
    up) echo "create table made_by_shell (n integer)" ;;
    down) echo "drop table made_by_shell" ;;
    esac
    """,
  ]

  private func project() throws -> Scratch {
    let scratch = try Scratch()
    for (name, text) in Self.files { try scratch.write("migrations/\(name)", text) }
    return scratch
  }

  @Test(arguments: Kind.allCases) func `run in their order, looking into what is there by then`(
    kind: Kind
  ) throws {
    let scratch = try project()
    let database = try kind.database(in: scratch)
    let up = try scratch.sh("rung upgrade --json --database \(database.url)")
    #expect(up.status == 0, "\(up.errors)")
    #expect(!up.output.contains("not for the database"))
    let status = try scratch.sh("rung status --database \(database.url)")
    #expect(
      status.output.matches(of: #/(?m)^applied  (\d+)  (.*?)  /#).map { "\($0.1) \($0.2)" }
        == ["0001 Make users", "0002 more", "0003 Count, then write", "0004 In a shell"])
    #expect(try database.dump().contains("400"))
    let down = try scratch.sh("rung downgrade -2 --database \(database.url)")
    #expect(down.status == 0, "\(down.errors)")
    #expect(try !database.dump().contains("400"))
    #expect(try !database.dump().contains("made_by_shell"))
    #expect(try scratch.sh("rung downgrade base --database \(database.url)").status == 0)
    #expect(try !database.dump().contains("users"))
  }

  @Test(arguments: Kind.allCases) func `are printed as they are run, up and down`(kind: Kind) throws {
    let scratch = try project()
    let (ours, theirs) = (try kind.database(in: scratch, "ours"), try kind.database(in: scratch, "theirs"))
    // What looks into the database is printed when what it looks for is there.
    for step in ["upgrade 0002", "upgrade", "downgrade 0002", "downgrade base"] {
      let ran = try scratch.sh("rung \(step) --database \(ours.url)")
      #expect(ran.status == 0, "\(ran.errors)")
      let piped = try scratch.sh("rung \(step) --dry-run --database \(theirs.url) | \(theirs.client)")
      #expect(piped.status == 0, "\(piped.errors)")
      try expectSame(ours.dump(), theirs.dump())
    }
  }

  @Test func `that look too early say so, and touch nothing`() throws {
    let scratch = try project()
    let ran = try scratch.sh("rung upgrade --dry-run --database sqlite:a.db")
    #expect(ran.status == 65)
    #expect(ran.output.isEmpty)
    #expect(ran.errors.contains("migrations/0003_look.py:4:5: error: "), "\(ran.errors)")
    #expect(
      ran.errors.contains(
        "remedy: it reads the database as it is now; apply the migrations before it first"))
    #expect(!scratch.exists("a.db"))
  }

  @Test(arguments: [
    (
      "def up():\n    rows = 1\n    return rows / 0\n", 65,
      "migrations/0001_a.py:3:5: error: ZeroDivisionError: division by zero"
    ),
    (
      "def up():\n    return 'create tabel x'\n", 1,
      "migrations/0001_a.py[up]:1:8: error: cannot apply '0001': "
    ),
    ("def up():\n    return 'begin'\n", 65, "migrations/0001_a.py[up]:1:1: error: 'BEGIN' in a migration"),
    (
      "# transactional: maybe\ndef up(): return ''\n", 65,
      "migrations/0001_a.py:1:18: error: 'maybe' is not a value"
    ),
    ("def up(:\n", 65, "migrations/0001_a.py:1:"),
    (
      "def up(): return ['create table a (n integer)', 'select 1 /* open', 'select 2']\n", 65,
      "migrations/0001_a.py[up]:1:10: error: comment is not closed"
    ),
    (
      "def up():\n    yield 'select 1'\n    return 'select 2'\n", 65,
      "error: it yields SQL, and returns some: do one of the two"
    ),
    (
      "import sys\ndef up():\n    raise ValueError('one\\ntwo')\n", 65, "ValueError: one\n"
    ),
  ])
  func `fail at their place, and leave nothing`(text: String, status: Int32, words: String) throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.py", text)
    let ran = try scratch.sh("rung upgrade --database sqlite:a.db")
    #expect(ran.status == status, "\(ran.errors)")
    #expect(ran.errors.contains(words), "\(ran.errors)")
    #expect(!(try scratch.sh("sqlite3 a.db .dump").output.contains("0001")))
  }

  @Test(arguments: [
    ("py", "def up():\n    while True: pass\n"), ("sh", "sleep 60\n"), ("sh", "yes\n"),
  ])
  func `that do not end are stopped`(language: String, text: String) throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.\(language)", text)
    let ran = try scratch.sh("timeout 50 rung upgrade --database sqlite:a.db", ["RUNG_LOAD_TIMEOUT": "1s"])
    #expect(ran.status == 65, "\(ran.errors)")
    #expect(
      ran.errors.contains("migrations/0001_a.\(language): error: the up function returned no SQL within 1s"),
      "\(ran.errors)")
  }

  @Test
  func `that are stopped take with them what they have started, and wait for nothing in the background`()
    throws
  {
    let scratch = try Scratch()
    let mark = "61.\(Int.random(in: 1000...9999))"
    try scratch.write("migrations/0001_a.sh", "echo 'asking' >&2\nsleep \(mark)\n")
    let late = try scratch.sh("rung upgrade --database sqlite:a.db", ["RUNG_LOAD_TIMEOUT": "1s"])
    #expect(late.status == 65, "\(late.errors)")
    #expect(try scratch.sh("sleep 0.3; pgrep -f '[s]leep \(mark)'").status == 1)
    // One that prints no more may hang as well.
    try scratch.write("bin/rung-load-deaf", "#!/bin/sh\nexec >&-\nsleep \(mark)\n")
    try scratch.write("other/0001_a.deaf", "\n")
    let deaf = try scratch.sh(
      "chmod +x bin/*; PATH=$PWD/bin:$PATH rung upgrade --database sqlite:b.db",
      ["RUNG_LOAD_TIMEOUT": "1s", "RUNG_SCRIPT_LOCATION": "other"])
    #expect(
      deaf.errors.contains("other/0001_a.deaf: error: the up function returned no SQL within 1s"),
      "\(deaf.errors)")
    try scratch.write(
      "migrations/0001_a.sh", "[ $1 = up ] || exit 3\nsleep \(mark) &\necho 'create table a (n integer)'\n")
    let quick = try scratch.sh(
      "rung upgrade --database sqlite:a.db; pkill -f '[s]leep \(mark)'", merged: true)
    #expect(quick.output.contains("applied 1 migration"), "\(quick.output)")
    try scratch.write("migrations/0002_b.sh", "printf \"select '\\377'\"\n")
    let bytes = try scratch.sh("rung upgrade --database sqlite:a.db")
    #expect(
      bytes.errors.contains("migrations/0002_b.sh: error: the SQL that it returned is not UTF-8"),
      "\(bytes.errors)")
  }

  @Test func `look into an empty database where there is none yet`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "migrations/0001_a.py",
      """
      # driver: read
      def up(context):
          count = context.driver.select_value("select count(*) from sqlite_master where name = 'a'")
          return f"create table a{count} (n integer)"
      """)
    let printed = try scratch.sh("rung upgrade --dry-run --database sqlite:a.db")
    #expect(printed.status == 0, "\(printed.errors)")
    #expect(printed.output.contains("create table a0 (n integer)"))
    #expect(!scratch.exists("a.db"))
    #expect(try scratch.sh("rung upgrade --database sqlite:a.db").status == 0)
    #expect(try scratch.sh("sqlite3 a.db .tables").output.contains("a0"))
  }

  @Test func `without a way back are not reverted`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.py", "def up():\n    return 'create table a (n integer)'\n")
    #expect(try scratch.sh("rung upgrade --database sqlite:a.db").status == 0)
    let ran = try scratch.sh("rung downgrade --database sqlite:a.db")
    #expect(ran.status == 1)
    #expect(
      ran.errors.contains("migrations/0001_a.py: error: '0001' cannot be reverted: it has no down migration"),
      "\(ran.errors)")
    #expect(try scratch.sh("sqlite3 a.db .tables").output.contains("a "))
    let verified = try scratch.sh("rung verify --all --database sqlite:a.db")
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.errors.contains("up; it has no down block"), "\(verified.errors)")
  }

  @Test func `know their project, and their extension's settings`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "rung.toml",
      """
      database = "sqlite:a.db"
      [migration]
      script_location = "db/migrations"
      project_root = "."
      [extension.audit]
      path = "vendor/audit"
      log_table = "audit_log"
      keep = 3
      """)
    try scratch.write("names.py", "TABLE = 'things'\n")
    try scratch.write(
      "db/migrations/0001_a.py",
      "from names import TABLE\ndef up():\n    return f'create table {TABLE} (n integer)'\n")
    try scratch.write(
      "vendor/audit/0001_log.py",
      """
      def up(context):
          name, keep = context.extension_config["log_table"], context.extension_config["keep"]
          assert context.config.extension_config["audit"]["keep"] == 3
          return f"create table {name} (what text, check (length(what) > {keep}))"
      """)
    let ran = try scratch.sh("rung upgrade")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(
      try scratch.sh("sqlite3 a.db .tables").output.split(whereSeparator: \.isWhitespace) == [
        "audit_log", "ddl_migrations", "things",
      ])
    #expect(try scratch.sh("rung status").output.contains("ext_audit_0001"))
  }

  @Test func `have any loader that is on the path, and none is an error only where one is needed`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_words.txt", "three words here\n")
    try scratch.write("migrations/0002_notes.md", "nothing to run\n")
    #expect(try scratch.sh("rung upgrade --database sqlite:a.db").errors.contains("holds no migrations yet"))
    try scratch.write(
      "bin/rung-load-txt",
      """
      #!/bin/sh
      for word in $(cat "$2"); do printf 'create table "%s_%s" (n integer)\\0' "$word" "$RUNG_DIALECT"; done
      echo "$1 of $RUNG_VERSION" >&2
      """)
    let path = "PATH=\(scratch.path)/bin:$PATH"
    let ran = try scratch.sh("chmod +x bin/rung-load-txt; \(path) rung upgrade --database sqlite:a.db")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.errors.contains("  up of 0001\n"))
    let tables = try scratch.sh("sqlite3 a.db .tables").output.split(whereSeparator: \.isWhitespace)
    #expect(tables == ["ddl_migrations", "here_sqlite", "three_sqlite", "words_sqlite"])
  }

  @Test func `can be templates, as docs/formats.md has it`() throws {
    let scratch = try Scratch()
    let docs = try String(contentsOf: Place.root.appending(path: "docs/formats.md"), encoding: .utf8)
    let example = try #require(docs.components(separatedBy: "as `rung-load-tmpl`:\n\n").last)
    let lines = example.split(separator: "\n").prefix { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
    try scratch.write("bin/rung-load-tmpl", lines.joined(separator: "\n") + "\n")
    try scratch.write("migrations/0001_a.tmpl", "create table a_@VERSION@ (n text default '@DIALECT@')\n")
    try scratch.write("migrations/0001_a.down", "drop table a_@VERSION@\n")
    try scratch.write("migrations/0002_b.tmpl", "create table b (n text)\n")
    let rung = "chmod +x bin/*; PATH=\(scratch.path)/bin:$PATH rung"
    let up = try scratch.sh("\(rung) upgrade --database sqlite:a.db")
    #expect(up.status == 0, "\(up.errors)")
    let schema = try scratch.sh("sqlite3 a.db '.schema a_0001'").output
    #expect(schema == "CREATE TABLE a_0001 (n text default 'sqlite');\n")
    let stuck = try scratch.sh("\(rung) downgrade --database sqlite:a.db")
    #expect(
      stuck.errors.contains(
        "migrations/0002_b.tmpl: error: '0002' cannot be reverted: it has no down migration"))
    try scratch.write("migrations/0002_b.down", "drop table b\n")
    let down = try scratch.sh("\(rung) downgrade base --database sqlite:a.db")
    #expect(down.status == 0, "\(down.errors)")
    #expect(try scratch.sh("sqlite3 a.db .tables").output == "ddl_migrations\n")
  }

  @Test func `are given no password unless they look, and tell none`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let url = database.url.replacing("postgres@", with: "postgres:sesame-open@")
    try scratch.write("rung.toml", "database = \"\(url)\"\n")
    let show = "import os\nprint(dict(os.environ))\n"
    try scratch.write("migrations/0001_a.py", "\(show)def up():\n    return 'select 1'\n")
    try scratch.write(
      "migrations/0002_b.py",
      "# driver: read\n\(show)def up(context):\n    context.driver.select_value('select 1 from nowhere')\n")
    let ran = try scratch.sh("rung upgrade", merged: true)
    #expect(ran.status == 65)
    #expect(ran.output.contains("RUNG_VERSION"))
    #expect(ran.output.contains("nowhere"), "\(ran.output)")
    #expect(!ran.output.contains("sesame-open"), "\(ran.output)")
  }

  @Test func `can say who the author is`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    try scratch.write(
      "team/people.py",
      """
      def on_duty(config):
          print("not the name")
          return config.migration_config["title"] + "'s Ada"
      def nobody():
          return None
      """)
    func run(_ function: String) throws -> Ending {
      try scratch.write("rung.toml", "[migration]\ntitle = \"Acme\"\nauthor = \"callable:\(function)\"\n")
      return try scratch.sh("rung upgrade --database sqlite:a.db")
    }
    for (function, words) in [
      ("team.people:nobody", "it gave None, where a name has to be a string"),
      ("team.people:other", "has no attribute 'other'"), ("team.none:x", "No module named 'team.none'"),
    ] {
      let ran = try run(function)
      #expect(ran.status == 78, "\(ran.errors)")
      #expect(ran.errors.contains("rung.toml: migration.author: error: '\(function)': "), "\(ran.errors)")
      #expect(ran.errors.contains(words), "\(ran.errors)")
    }
    #expect(try run("team.people:on_duty").status == 0)
    #expect(try scratch.sh("sqlite3 a.db 'select applied_by from ddl_migrations'").output == "Acme's Ada\n")
  }

  @Test func `are renumbered by fix, row and all`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "migrations/20250101000000_a.py",
      "\"\"\"Do a\n\nVersion: 20250101000000\n\"\"\"\ndef up():\n    return 'create table a (n integer)'\n")
    #expect(try scratch.sh("rung upgrade --database sqlite:a.db").status == 0)
    let ran = try scratch.sh("rung fix --yes --database sqlite:a.db")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(try scratch.read("migrations/0001_a.py").contains("\nVersion: 0001\n"))
    #expect(
      try scratch.sh("rung status --exit-code --database sqlite:a.db").output.contains("applied  0001  Do a"))
  }

  /// What the loaders make of a file, compared with SQLSpec's own; with SQLSpec installed, and without.
  @Test func `are read as SQLSpec reads them`() throws {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let program = Place.root.appending(path: "Tests/Loaders/loaders.py").path()
    let bin = Place.root.appending(path: "bin").path()
    let ran = try Scratch().sh(
      "'\(python)' -B '\(program)' --bin '\(bin)'",
      ["RUNG_TEST_PYTHON": python, "RUNG_TEST_POSTGRESQL": try PostgreSQLTestDatabase.server()], merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(8_000))")
    #expect(ran.output.contains(/(?m)^\d{2,} shown, 0 failed/), "\(ran.output)")
  }
}
