import Testing

/// Extensions that are a folder of the project's.
@Suite struct `An extension of one's own` {
  private static let manifest = """
    description = "Who changed what"

    [settings.log_table]
    kind = "table"
    default = "audit_log"

    [settings.keep_values]
    kind = "switch"
    default = false
    """

  /// The one that docs/extensions.md shows; for SQLite a file of its own stands in the place of the shared one.
  private func project(settings: String = "") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("rung.toml", "[extension.audit]\npath = \"vendor/audit\"\n" + settings)
    try scratch.write("vendor/audit/extension.toml", Self.manifest)
    try write(
      scratch, "vendor/audit/0001_log.sql",
      up: """
        create table :"log_table" (
        \\if :keep_values
          old_value text,
        \\endif
          id bigint generated always as identity primary key
        );
        create index :"idx_log_table_id" on :"log_table" (id);
        """, down: "drop table :\"log_table\";")
    try write(
      scratch, "vendor/audit/sqlite/0001_log.sql",
      up: """
        create table :"log_table" (
        \\if :keep_values
          old_value text,
        \\endif
          id integer primary key
        ) strict;
        create index :"idx_log_table_id" on :"log_table" (id);
        """, down: "drop table :\"log_table\";")
    try write(
      scratch, "vendor/audit/0002_note.sql", up: "alter table :\"log_table\" add column note text;",
      down: "alter table :\"log_table\" drop column note;")
    try write(scratch, "migrations/0001_first.sql", up: "create table first (a integer);")
    try write(scratch, "migrations/0002_second.sql", up: "create table second (a integer);")
    return scratch
  }

  private func write(
    _ scratch: Scratch, _ path: String, head: String = "", up: String, down: String = "select 1;"
  ) throws {
    let version = path.split(separator: "/").last?.prefix(4) ?? ""
    try scratch.write(
      path, "\(head)-- name: migrate-\(version)-up\n\(up)\n-- name: migrate-\(version)-down\n\(down)\n")
  }

  /// The versions that are applied, in the order in which they were.
  private func applied(_ database: any TestDatabase, _ scratch: Scratch) throws -> [String] {
    let rows = try scratch.sh(
      "echo 'select version_num from ddl_migrations order by execution_sequence;' | \(database.client)")
    return rows.output.split(whereSeparator: \.isWhitespace).map(String.init)
      .filter { $0.contains(/^(\d{4}|ext_\w+)$/) }
  }

  @Test(arguments: Kind.allCases) func `has files for one database, and files for all`(kind: Kind) throws {
    let scratch = try project(settings: "log_table = \"history\"\nkeep_values = true\n")
    let database = try kind.database(in: scratch)
    let up = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(up.status == 0, "\(up.errors)")
    #expect(try applied(database, scratch) == ["0001", "0002", "ext_audit_0001", "ext_audit_0002"])
    let made = try database.dump().lowercased()
    #expect(made.contains("strict") == (kind == .sqlite))
    #expect(made.contains("generated always as identity") == (kind == .postgresql))
    for name in ["history", "idx_history_id", "old_value", "note"] { #expect(made.contains(name), "\(name)") }
    #expect(!made.contains("audit_log"))
    let down = try scratch.sh("rung downgrade -2 --database \(database.url)")
    #expect(down.status == 0, "\(down.errors)")
    #expect(try applied(database, scratch) == ["0001", "0002"])
    #expect(try !database.dump().contains("history"))
  }

  @Test(arguments: Kind.allCases) func `comes where it says, and what says so comes behind it`(
    kind: Kind
  ) throws {
    let scratch = try project(settings: "[extension.aaa]\npath = \"vendor/aaa\"\n")
    try write(
      scratch, "migrations/0002_second.sql", head: "-- after: ext_audit_0001\n",
      up: "create table second as select id from audit_log;")
    // By its name it would come before the other.
    try write(
      scratch, "vendor/aaa/0001_a.sql", head: "-- after: ext_audit_0002, 0001\n",
      up: "create table aaa as select note from audit_log;")
    let database = try kind.database(in: scratch)
    let up = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(up.status == 0, "\(up.errors)")
    #expect(
      try applied(database, scratch) == ["0001", "ext_audit_0001", "0002", "ext_audit_0002", "ext_aaa_0001"])
    let down = try scratch.sh("rung downgrade -4 --database \(database.url)")
    #expect(down.status == 0, "\(down.errors)")
    #expect(try applied(database, scratch) == ["0001"])
  }

  @Test(arguments: [
    (
      "-- after: 0002\n", "ext_audit_0001",
      "each of '0002' and 'ext_audit_0001' must run after another of them"
    ),
    ("-- after: 0007\n", nil, "'0007'"),
    ("-- after: ext_adk_0001\n", nil, "'ext_adk_0001'"),
  ])
  func `cannot come after itself or after nothing`(head: String, other: String?, words: String) throws {
    let scratch = try project()
    try write(scratch, "vendor/audit/0001_log.sql", head: head, up: "select 1;")
    try write(scratch, "vendor/audit/sqlite/0001_log.sql", head: head, up: "select 1;")
    if let other {
      try write(scratch, "migrations/0002_second.sql", head: "-- after: \(other)\n", up: "select 1;")
    }
    let ran = try scratch.sh("rung upgrade --database sqlite:new.db")
    #expect(ran.status == 65, "\(ran.errors)")
    #expect(ran.errors.contains(words), "\(ran.errors)")
    #expect(!scratch.exists("new.db"))
  }

  @Test func `cannot be waited for where the settings do not enable it`() throws {
    let scratch = try project()
    let head = "-- when: keep_values\n"
    try write(scratch, "vendor/audit/0002_note.sql", head: head, up: "select 1;")
    try write(scratch, "migrations/0002_second.sql", head: "-- after: ext_audit_0002\n", up: "select 1;")
    let ran = try scratch.sh("rung upgrade --database sqlite:new.db")
    #expect(ran.status == 65)
    #expect(
      ran.errors == """
        migrations/0002_second.sql: error: '-- after:' names 'ext_audit_0002', which the settings do not enable
          remedy: set 'keep_values = true' under [extension.audit], or take '-- after:' out

        """)
    #expect(!scratch.exists("new.db"))
    try scratch.write("rung.toml", try scratch.read("rung.toml") + "keep_values = true\n")
    #expect(try scratch.sh("rung upgrade --database sqlite:new.db").status == 0)
  }

  @Test func `has one file for each version`() throws {
    let scratch = try project()
    try write(scratch, "vendor/audit/0002_other.sql", up: "create table other (a integer);")
    let ran = try scratch.sh("rung upgrade --database sqlite:new.db")
    #expect(ran.status == 65)
    #expect(
      ran.errors == """
        error: two files have the version 'ext_audit_0002'
          cause: vendor/audit/0002_note.sql
                 vendor/audit/0002_other.sql
          remedy: remove one of them, or give it another number

        """)
  }

  @Test(arguments: [
    ("[settings.n]\nkind = \"number\"\nminimum = 1", "n = -3", "it takes a number from 1"),
    ("[settings.n]\nkind = \"number\"\nmaximum = 1", "n = 3", "it takes a number up to 1"),
    (
      "[settings.n]\nkind = \"number\"\nminimum = 9\nmaximum = 5", "",
      "'settings.n.minimum' is above its maximum"
    ),
    ("[settings.n]\nkind = \"choice\"", "", "'settings.n' has no 'choices'"),
    ("[settings.n]\nkind = \"text\"\ntaken = \"id\"", "", "'settings.n.taken' must be a list of strings"),
    ("[settings.n]\nkind = \"text\"\ndefault = [\"a\"]", "", "'settings.n.default' must be a string"),
    ("settings = 3", "", "'settings' must be a table"),
  ])
  func `says what it takes in a form that means something`(
    manifest: String, setting: String, words: String
  ) throws {
    let scratch = try project(settings: setting)
    try scratch.write("vendor/audit/extension.toml", manifest + "\n")
    let ran = try scratch.sh("rung status --database sqlite:new.db")
    #expect(ran.status == 78, "\(ran.errors)")
    #expect(ran.errors.contains(words), "\(ran.errors)")
  }

  // A place is that of the name in the hole.
  @Test(arguments: [
    ("select :\"logtable\";", "3:10", "':logtable'"), ("select :nothing;", "3:9", "':nothing'"),
    ("select ':x', :'x';", "3:16", "':x'"), ("\\if :x\n\\endif", "3:2", "':x'"),
  ])
  func `is refused a hole that nothing fills, at its place`(sql: String, place: String, hole: String) throws {
    let scratch = try project()
    try scratch.write("vendor/audit/0002_note.sql", "-- name: migrate-0002-up\nselect 1;\n\(sql)\n")
    let ran = try scratch.sh("rung upgrade --database sqlite:new.db")
    #expect(ran.status != 0)
    #expect(
      ran.errors.hasPrefix("vendor/audit/0002_note.sql:\(place): error: \(hole) is not a"), "\(ran.errors)")
    #expect(!scratch.exists("new.db"))
  }

  @Test func `is refused a version that the record has no room for`() throws {
    let scratch = try Scratch()
    let name = String(repeating: "n", count: 24)
    try scratch.write("rung.toml", "[extension.\(name)]\npath = \"vendor\"\n")
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\ncreate table a (b int);\n")
    try write(scratch, "vendor/0001_a.sql", up: "select 1;")
    let ran = try scratch.sh("rung upgrade --database sqlite:new.db")
    #expect(ran.status != 0)
    #expect(ran.errors.contains("ext_\(name)_0001"), "\(ran.errors)")
    #expect(!scratch.exists("new.db"))
  }

  @Test(arguments: Kind.allCases)
  func `is what a shipped one becomes by 'eject', with no change to a database`(
    kind: Kind
  ) throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\ncreate table a (b int);\n")
    try scratch.write("rung.toml", "[extension.events]\nqueue_table = \"app_queue\"\n")
    let (old, new) = (try kind.database(in: scratch, "old"), try kind.database(in: scratch, "new"))
    #expect(try scratch.sh("rung upgrade --database \(old.url)").status == 0)
    let shipped = try old.dump()

    let ejected = try scratch.sh("rung extension eject events")
    #expect(ejected.status == 0, "\(ejected.errors)")
    #expect(ejected.errors.contains("[extension.events] path = \"extensions/events\""), "\(ejected.errors)")
    try scratch.write(
      "rung.toml", "[extension.events]\npath = \"extensions/events\"\nqueue_table = \"app_queue\"\n")
    let status = try scratch.sh("rung status --exit-code --strict --database \(old.url)")
    #expect(status.status == 0, "\(status.output)\(status.errors)")
    #expect(try scratch.sh("rung upgrade --strict --database \(old.url)").status == 0)
    try expectSame(old.dump(), shipped)
    #expect(try scratch.sh("rung upgrade --database \(new.url)").status == 0)
    try expectSame(new.dump(), shipped)

    // They are the project's now: it goes on with a file of its own.
    try write(
      scratch, "extensions/events/0002_note.sql", up: "alter table :\"queue_table\" add column note text;",
      down: "alter table :\"queue_table\" drop column note;")
    for database in [old, new] {
      let up = try scratch.sh("rung upgrade --database \(database.url)")
      #expect(up.status == 0, "\(up.errors)")
      #expect(try applied(database, scratch) == ["0001", "ext_events_0001", "ext_events_0002"])
    }
    try expectSame(new.dump(), old.dump())
    #expect(try new.dump().contains("note"))
    let again = try scratch.sh("rung extension eject events")
    #expect(again.status != 0)
    #expect(try scratch.read("extensions/events/0002_note.sql").contains("note"))
  }

  @Test func `is not taken from under what comes after it`() throws {
    let scratch = try project()
    try write(
      scratch, "migrations/0003_after.sql", head: "-- after: ext_audit_0002\n",
      up: "create view notes as select note from audit_log;", down: "drop view notes;")
    let rung = "rung downgrade --database sqlite:a.db"
    #expect(try scratch.sh("rung upgrade --database sqlite:a.db").status == 0)
    let refused = try scratch.sh("\(rung) ext_audit_0001")
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains("'ext_audit_0002' cannot be reverted: '0003', which depends on it"),
      "\(refused.errors)")
    #expect(try scratch.sh("\(rung) 0002").status == 0)
    let down = try scratch.sh("\(rung) ext_audit_0001")
    #expect(down.status == 0, "\(down.errors)")
  }

  @Test func `needs no migrations beside it`() throws {
    let scratch = try project()
    let ran = try scratch.sh("rm -r migrations; rung upgrade --database sqlite:a.db")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.errors.contains("applied 2 migrations"))
    let named = try scratch.sh("RUNG_SCRIPT_LOCATION=nowhere rung upgrade --database sqlite:a.db")
    #expect(named.status == 78, "\(named.errors)")
  }
}
