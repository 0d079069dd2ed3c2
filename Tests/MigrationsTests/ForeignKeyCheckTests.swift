import Diagnostics
import Migrations
import SQLText
import Testing

/// What SQLite's foreign keys would do to a migration, found before anything is sent.
@Suite struct `Foreign keys` {
  private func script(
    _ up: String, head: String = "", isEnforced: Bool? = true, _ dialect: String = "sqlite"
  ) throws -> Script {
    let dialect = try Fixture.dialect(dialect)
    let migration = try Fixture.migration(
      "0001_a.sql", head + "-- name: migrate-0001-up\n" + up, dialect.syntax)
    let plan = try Plan.upgrade(Catalog([migration]), History(), to: .head, policy: .init())
    let options = ScriptWriter.Options(
      table: ["t"], progressTable: ["p"], author: "me", lockTimeout: 1, foreignKeys: isEnforced, target: "x")
    return try ScriptWriter(dialect, options).script(plan, History())
  }

  /// The report of SQL that must not be sent, and whether it points at what `▲` marks.
  private func complaint(_ marked: String, isEnforced: Bool?) throws -> (PreflightError, isInPlace: Bool) {
    let (head, text) = ("-- name: migrate-0001-up\n", marked.replacing("▲", with: ""))
    let error = try #require(throws: PreflightError.self, "\(marked)") {
      _ = try script(text, isEnforced: isEnforced)
    }
    let offset = (head + marked.prefix { $0 != "▲" }).utf8.count
    let source = SourceText(path: "0001_a.sql", text: head + text)
    return (error, error.place == .source(source.location(at: offset)))
  }

  @Test(arguments: [
    "▲pragma foreign_keys = off;", "select 1;\n▲PRAGMA FOREIGN_KEYS=0", "▲pragma foreign_keys(true);",
    "-- x\n▲pragma/**/foreign_keys /* y */ = on;", "▲pragma main.foreign_keys = 1;",
    "▲pragma \"foreign_keys\" = off;",
    "▲pragma [foreign_keys]=off;", "▲pragma 'foreign_keys' = off;", "▲pragma `foreign_keys`(0);",
    "▲pragma temp . foreign_keys -- z\n (no);",
  ])
  func `a pragma inside a transaction is refused, for SQLite passes it over`(marked: String) throws {
    for isEnforced in [nil, false, true] as [Bool?] {
      let (error, isInPlace) = try complaint(marked, isEnforced: isEnforced)
      #expect(error.message == "foreign keys cannot be switched inside a transaction")
      #expect(isInPlace && error.status == .badFile)
    }
  }

  @Test(arguments: [
    "pragma foreign_keys;", "pragma main.foreign_keys", "pragma foreign_key_check;",
    "pragma foreign_key_list(a);",
    "select 'pragma foreign_keys = off';", "-- pragma foreign_keys = off;\n;",
    "pragma defer_foreign_keys = on;",
    "pragma user_version = 1; select foreign_keys;",
  ])
  func `a pragma that only reads, or is another one, passes`(sql: String) throws {
    #expect(try script(sql).text.contains(sql))
  }

  @Test func `without a transaction the pragma works, and is undone behind the migration`() throws {
    let up = "pragma foreign_keys = off;\nselect 1;\n"
    for (isEnforced, state) in [(true, "on"), (false, "off"), (nil, "off")] as [(Bool?, String)] {
      let text = try script(up, head: "-- transactional: false\n", isEnforced: isEnforced).text
      #expect(text.hasSuffix("commit;\npragma foreign_keys = \(state);\n"), "\(text)")
    }
  }

  @Test(arguments: [("off", true, "on"), ("off", false, "off"), ("on", false, "off"), ("on", true, "on")])
  func `a directive switches them around the transaction`(
    value: String, isEnforced: Bool, after: String
  ) throws {
    let found = try script("select 1;\n", head: "-- foreign_keys: \(value)\n", isEnforced: isEnforced)
    let section = try #require(found.sections.first { $0.migration != nil })
    let sent = section.steps.map { $0.sql.trimmingBlanks }
    #expect(sent.first == "pragma foreign_keys = \(value);" && sent[1] == "begin immediate;")
    #expect(sent.suffix(2) == ["commit;", "pragma foreign_keys = \(after);"])
    // Rows without their parents are looked for before the commit, where nothing else would.
    #expect(section.steps.contains { $0.kind == .check } == (value == "off"))
  }

  @Test func `PostgreSQL, where they cannot be switched, has no such directive`() throws {
    let error = try #require(throws: PreflightError.self) {
      _ = try script("select 1;\n", head: "-- foreign_keys: off\n", "postgresql")
    }
    #expect(error.message == "'-- foreign_keys:' is not supported: postgresql always enforces them")
    #expect(error.place == .file("0001_a.sql"))
  }

  private static let rebuilds = [
    ("▲drop table parent; alter table new rename to parent;", "parent"),
    (
      "create table x (a);\n▲DROP TABLE IF EXISTS Parent;\nselect 1;\nALTER TABLE \"x\" RENAME TO parent;",
      "parent"
    ),
    ("▲drop table \"parent\"; alter table main.x rename to `parent`;", "parent"),
    ("▲drop/**/table [parent] ; alter table [my new] /* x */ rename to\n[parent]", "parent"),
    ("▲drop table main.parent; alter table main . \"x\" rename to parent;", "parent"),
    ("▲drop table \"main\".\"parent\"; alter table \"main\".x rename to parent;", "parent"),
    ("drop table a; ▲drop table b; alter table y rename to b; alter table x rename to a;", "b"),
    ("▲drop table 'p'; alter table n rename to p;", "p"),
    ("▲drop table p; alter table n rename to 'p';", "p"),
    ("▲drop table [main].p; alter table n rename to p;", "p"),
    ("▲drop table `main`.`p`; create table p (a);", "p"),
    ("▲drop table übung; alter table n rename to übung;", "übung"),
    ("▲drop table \"表\"; alter table n rename to 表;", "表"),
    ("▲drop table \"my p\"; alter table n rename to [my p];", "my p"),
    // Out of the way, and what refers to it goes with it.
    ("alter table p rename to old; create table p (a); ▲drop table old;", "old"),
  ]

  @Test(arguments: rebuilds)
  func `a table that is dropped and made anew would lose the rows that refer to it`(
    marked: String, table: String
  ) throws {
    let (error, isInPlace) = try complaint(marked, isEnforced: true)
    #expect(error.message == "rebuilding '\(table)' would delete the rows that refer to it")
    #expect(isInPlace)
  }

  @Test(arguments: rebuilds)
  func `a rebuild is fine where foreign keys are off`(marked: String, table: String) throws {
    let up = marked.replacing("▲", with: "") + "\n"
    for isEnforced in [nil, false] as [Bool?] {
      #expect(try !script(up, isEnforced: isEnforced).sections.isEmpty)
    }
    #expect(try !script(up, head: "-- foreign_keys: off\n").sections.isEmpty)
    let own = "pragma foreign_keys = off;\n" + up
    #expect(try !script(own, head: "-- transactional: false\n").sections.isEmpty)
    #expect(throws: PreflightError.self) {
      try script(up + "pragma foreign_keys = off;\n", head: "-- transactional: false\n")
    }
  }

  @Test(arguments: [
    "create table a (b);", "alter table a rename to b; create table a (c);",
    "drop table a; alter table b rename to c;", "drop table a; alter table b rename column c to a;",
    "drop index a; alter table b rename to a;", "select 'drop table a;'; alter table b rename to a;",
    "-- drop table a;\nalter table b rename to a;", "drop view a; alter table b rename to a;",
    "drop table a_old; alter table b rename to a;", "drop table \"my a\"; alter table n rename to \"my b\";",
    "drop table größe; alter table n rename to größer;", "drop table a;",
  ])
  func `what is no rebuild passes`(sql: String) throws {
    #expect(try script(sql).text.contains(sql))
  }

  @Test func `a rebuild is refused where the file itself switches foreign keys on`() throws {
    let up = "drop table p; alter table n rename to p;\n"
    #expect(throws: PreflightError.self) { try script(up, head: "-- foreign_keys: on\n", isEnforced: nil) }
    let head = "-- transactional: false\n"
    #expect(throws: PreflightError.self) { try script("pragma foreign_keys = on;\n" + up, head: head) }
    #expect(throws: PreflightError.self) {
      try script("pragma foreign_keys = on;\n" + up, head: head, isEnforced: nil)
    }
    #expect(try !script("pragma foreign_keys = off;\n" + up, head: head).sections.isEmpty)
  }
}
