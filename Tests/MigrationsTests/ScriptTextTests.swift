import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `Script text` {
  private func writer(_ dialect: Dialect) throws -> ScriptWriter {
    let options = ScriptWriter.Options(
      table: ["tracker"], progressTable: ["progress"], author: "O'Hara", lockTimeout: 7, target: "a.db")
    return try ScriptWriter(dialect, options)
  }

  /// What a migration's own step sends.
  private func sent(_ up: String, _ dialect: Dialect) throws -> String? {
    let migration = try Fixture.migration("0001_a.sql", "-- name: migrate-0001-up\n" + up, dialect.syntax)
    let history = History(hasTracker: true)
    let plan = try Plan.upgrade(Catalog([migration]), history, to: .head, policy: .init())
    let steps = try writer(dialect).script(plan, history).sections.flatMap(\.steps)
    return steps.first { $0.kind == .migration }.map { String($0.sql) }
  }

  @Test(arguments: [
    ("select 1;\n", "select 1;\n"), ("select 1;", "select 1;\n"), ("select 1\n", "select 1\n;\n"),
    ("select 1", "select 1\n;\n"),
    ("select 1 -- end", "select 1 -- end\n;\n"), ("select 1; -- end\n", "select 1; -- end\n"),
    ("a;\n\n\n", "a;\n\n\n"),
    ("a; /* b */", "a; /* b */\n"), (";\n", ";\n"), ("select ';'", "select ';'\n;\n"),
  ])
  func `a last statement is terminated, on a line of its own`(up: String, expected: String) throws {
    #expect(try sent(up, Fixture.dialect("sqlite")) == expected)
    #expect(try sent(up, Fixture.dialect("postgresql")) == expected)
  }

  @Test(arguments: [
    ("oracle", "create procedure p is begin null; end;\n", "create procedure p is begin null; end;\n/\n"),
    ("oracle", "declare a int; begin null; end;\n/\n", "declare a int; begin null; end;\n/\n"),
    ("oracle", "select 1 from dual;\n", "select 1 from dual;\n"),
    ("sqlserver", "select 1;\n", "select 1;\nGO\n"),
    ("sqlserver", "select 1\ngo\n", "select 1\ngo\n"), ("mysql", "select 1", "select 1\n;\n"),
  ])
  func `each syntax has its own end`(syntax: String, up: String, expected: String) throws {
    #expect(try sent(up, Fixture.plain(syntax)) == expected)
  }

  @Test func `SQLite is sent line feeds alone, and places are still those of the file`() throws {
    let text = "-- é\r\n-- name: migrate-0001-up\r\nselect 1;\r\nselect 'é\r\n',\r\n  x;\r\n"
    let migration = try Fixture.migration("0001_a.sql", text, .sqlite)
    let plan = try Plan.upgrade(Catalog([migration]), History(hasTracker: true), to: .head, policy: .init())
    let script = try writer(Fixture.dialect("sqlite")).script(plan, History(hasTracker: true))
    let step = try #require(script.sections.flatMap(\.steps).first { $0.kind == .migration })
    #expect(step.sql == "select 1;\nselect 'é\n',\n  x;\n")
    for (word, place) in [("select 1", "3:1"), ("select 'é", "4:1"), ("',", "5:1"), ("x;", "6:3")] {
      let before = try #require(step.sql.firstRange(of: word)).lowerBound
      let offset = step.sql.utf8.distance(from: step.sql.startIndex, to: before)
      #expect(step.location(at: offset)?.description == "0001_a.sql:" + place)
    }
  }

  @Test func `PostgreSQL is sent the bytes of the file`() throws {
    #expect(try sent("select 'a\r\n';\r\n", Fixture.dialect("postgresql")) == "select 'a\r\n';\r\n")
  }

  @Test func `a schema for a database without schemas is refused`() throws {
    let migration = try Fixture.migration(
      "0001_a.sql", "-- schema: app\n-- name: migrate-0001-up\nselect 1;\n")
    let plan = try Plan.upgrade(Catalog([migration]), History(hasTracker: true), to: .head, policy: .init())
    let error = try #require(throws: PreflightError.self) {
      _ = try writer(Fixture.dialect("sqlite")).script(plan, History(hasTracker: true))
    }
    #expect(error.place == .file("0001_a.sql"))
    #expect(error.message.contains("sqlite"))
  }

  @Test func `a script tells how to run it, and what each part is`() throws {
    let migration = try Fixture.migration(
      "0001_add_users.sql", "-- Description: Add users\n-- name: migrate-0001-up\ncreate table users (id);\n",
      .sqlite)
    let history = History(hasTracker: true)
    let plan = try Plan.upgrade(Catalog([migration]), history, to: .head, policy: .init())
    let lines = try writer(Fixture.dialect("sqlite")).script(plan, history).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.prefix(6) == [
        "-- rung upgrade: 1 migration, sqlite", "-- run with: sqlite3 -bail a.db", "",
        "-- before anything else", ".bail on",
        ".timeout 7",
      ])
    #expect(lines.contains("-- 0001: Add users (0001_add_users.sql)"))
    #expect(lines.contains("begin immediate;"))
    #expect(lines.suffix(2) == ["commit;", ""])
  }

  @Test func `what the author and the file say is quoted`() throws {
    let migration = try Fixture.migration(
      "0001_a.sql", "-- Description: Bob's \\ table\n-- name: migrate-0001-up\nselect 1;\n")
    let history = History(hasTracker: true)
    let plan = try Plan.upgrade(Catalog([migration]), history, to: .head, policy: .init())
    let sqlite = try writer(Fixture.dialect("sqlite")).script(plan, history).text
    #expect(sqlite.contains(#"'Bob''s \ table'"#))
    #expect(sqlite.contains("'O''Hara'"))
    #expect(
      try writer(Fixture.dialect("postgresql")).script(plan, history).text.contains(#"E'Bob''s \\ table'"#))
  }

  @Test func `a stamp is one transaction of removals and records`() throws {
    let history = Fixture.history("0001 0009")
    let stamp = try Stamp(Fixture.catalog("0001 0002 0003"), history, at: .head)
    let base = try Stamp(Fixture.catalog("0001 0002 0003"), history, at: .base)
    let head = try writer(Fixture.dialect("sqlite")).script(stamp, history)
    #expect(head.heading.first == "rung stamp: 2 rows, sqlite")
    #expect(head.sections.map { $0.steps.map(\.kind) } == [[.client], [.begin, .record, .record, .commit]])
    let steps = try writer(Fixture.dialect("sqlite")).script(base, history).sections[1].steps.map(\.sql)
    #expect(steps[1].contains("delete from \"tracker\" where version_num = '0009';"))
    #expect(steps[2].contains("delete from \"tracker\" where version_num = '0001';"))
  }

  @Test(arguments: [
    (Direction.up, true, ["progress", "insert into \"tracker\""]), (.up, false, ["progress"]),
    (.down, true, ["progress"]), (.down, false, ["progress", "delete from \"tracker\""]),
  ])
  func `settling by hand leaves the row that is true`(
    direction: Direction, applied: Bool, expected: [String]
  ) throws {
    let progress = try Fixture.progress("0001", direction)
    let rows = direction == .up ? [] : [History.Row(name: "0001", sequence: 1)]
    let history = History(rows: rows, interrupted: [progress], hasTracker: true, hasProgress: true)
    let migration = try #require(Fixture.catalog("0001").migrations.first)
    let script = try writer(Fixture.dialect("sqlite")).script(
      resolving: progress, of: migration, applied ? .applied : .reverted, history: history)
    let records = script.sections[1].steps.filter { $0.kind == .record }.map(\.sql)
    #expect(records.count == expected.count)
    for (record, words) in zip(records, expected) { #expect(record.contains(words)) }
    #expect(script.sections[1].steps.first?.kind == .begin)
    #expect(script.sections[1].steps.last?.kind == .commit)
  }

  @Test(arguments: [(0, ""), (1, "a;"), (2, "a; b;")])
  func `what a person counts has the checksum of those statements`(count: Int, texts: String) throws {
    let progress = try Fixture.progress("0001", .up)
    let history = History(interrupted: [progress], hasTracker: true, hasProgress: true)
    let up = "-- transactional: false\n-- name: migrate-0001-up\na; b;\n"
    let migration = try Fixture.migration("0001_a.sql", up)
    let writer = try writer(Fixture.dialect("postgresql"))
    let script = try writer.script(resolving: progress, of: migration, .finished(count), history: history)
    let record = try #require(script.sections[1].steps.first { $0.kind == .record }).sql
    let chain = texts.split(separator: ";", omittingEmptySubsequences: true).reduce("") { chain, text in
      Checksum.chain(chain, text + ";")
    }
    #expect(record.contains("statements_done = \(count), checksum_done = '\(chain)'"), "\(record)")
    #expect(throws: PlanError.self) {
      try writer.script(resolving: progress, of: migration, .finished(3), history: history)
    }
  }

  @Test func `a dialect has to say its syntax, and holds the later of two blocks`() throws {
    let files = ["-- syntax: sqlite\n-- name: a\none;\n", "-- name: a\n-- told once\ntwo :'x';\n"]
    let dialect = try Dialect(name: "d", files: files.map { SourceText(path: "d.sql", text: $0) })
    #expect(try dialect.sql("a", ["x": .text("y")]) == "two 'y';\n")
    #expect(dialect.blockNames == ["a"])
    #expect(throws: DialectError.self) { try dialect.sql("b", [:]) }
    #expect(throws: DialectError.self) {
      try Dialect(name: "d", files: [SourceText(path: "d.sql", text: "-- name: a\n")])
    }
  }
}
