import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `Preflight` {
  private func script(_ dialect: String, _ up: String, head: String = "") throws -> Script {
    try script(Fixture.dialect(dialect), up, head: head)
  }

  private func script(_ dialect: Dialect, _ up: String, head: String = "") throws -> Script {
    let text = head + "-- name: migrate-0001-up\n" + up
    let migration = try Fixture.migration("0001_a.sql", text, dialect.syntax)
    let plan = try Plan.upgrade(Catalog([migration]), History(), to: .head, policy: .init())
    let options = ScriptWriter.Options(
      table: ["t"], progressTable: ["p"], author: "me", lockTimeout: 1, target: "x")
    return try ScriptWriter(dialect, options).script(plan, History())
  }

  /// The report of SQL that must not be sent, and whether it points at what `▲` marks.
  private func complaint(
    _ dialect: String, _ marked: String
  ) throws -> (error: PreflightError, isInPlace: Bool) {
    let before = "-- name: migrate-0001-up\n" + marked.prefix { $0 != "▲" }
    let text = marked.replacing("▲", with: "")
    let error = try #require(throws: PreflightError.self) { _ = try script(dialect, text) }
    let source = SourceText(path: "0001_a.sql", text: "-- name: migrate-0001-up\n" + text)
    return (error, error.place == .source(source.location(at: before.utf8.count)))
  }

  @Test(arguments: [
    (
      "mysql", "select 1; ▲delimiter //\nselect 2//\ndelimiter ;",
      "'DELIMITER' without a delimiter, or behind another statement on its line"
    ),
    ("mysql", "select 1;\n▲use other;", "'USE' would put the tracking row into another database"),
    ("mysql", "▲LOCK  TABLES t WRITE;", "'LOCK  TABLES' would prevent writing the tracking row"),
    ("mysql", "▲/*!40000 lock tables t write */;", "LOCK TABLES' would prevent writing the tracking row"),
    (
      "mysql", "▲SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'c5cb:1-39';",
      "'SET @@GLOBAL.GTID_PURGED' would change what the whole server replicates"
    ),
    ("sqlserver", "▲USE other\nGO\n", "'USE' would put the tracking row into another database"),
  ])
  func `refuses what a dialect's header names`(dialect: String, marked: String, message: String) throws {
    let (error, isInPlace) = try complaint(dialect, marked)
    #expect(error.message.contains(message) && isInPlace && error.remedy?.isEmpty == false)
  }

  @Test(arguments: [
    "set @x = @@global.gtid_purged;", "insert into t values ('use other;');", "flush tables;",
  ])
  func `accepts what only looks like it`(text: String) throws {
    #expect(try script("mysql", text).sections.contains { $0.migration != nil })
  }

  @Test(arguments: [
    ("a;\n▲commit;", "COMMIT"), ("▲begin;", "BEGIN"), ("▲BEGIN TRANSACTION;", "BEGIN"),
    ("a; ▲rollback;", "ROLLBACK"),
    ("a;\n-- done\n▲end;", "END"), ("/* x */ ▲begin isolation level serializable;", "BEGIN"),
    ("▲abort", "ABORT"), ("▲end /* x */;", "END"), ("▲end -- x\n;", "END"), ("▲begin/**/;", "BEGIN"),
    ("▲prepare /* x */ transaction 'x';", "PREPARE /* X */ TRANSACTION"),
    ("▲start\n transaction;", "START\n TRANSACTION"), ("▲prepare transaction 'x';", "PREPARE TRANSACTION"),
    ("▲rollback work;", "ROLLBACK"), ("▲commit and chain;", "COMMIT"), ("'é'; ▲Commit Work", "COMMIT"),
    ("savepoint a; rollback to a; ▲rollback;", "ROLLBACK"), ("▲rollback prepared 'x';", "ROLLBACK"),
  ])
  func `transaction control is refused where it stands`(marked: String, words: String) throws {
    let (error, isInPlace) = try complaint("postgresql", marked)
    #expect(error.message == "'\(words)' in a migration that runs in a transaction")
    #expect(isInPlace)
    #expect(error.status == .badFile)
  }

  @Test(arguments: [
    "▲set client_encoding = 'LATIN1';", "a; ▲SET SESSION client_encoding TO latin1;", "▲set names 'SJIS';",
    "▲set /* x */ local standard_conforming_strings = off;",
  ])
  func `what would change how the rest of the file is parsed is refused`(marked: String) throws {
    let (error, isInPlace) = try complaint("postgresql", marked)
    #expect(error.message.hasSuffix("would change how the rest of the file is parsed"))
    #expect(isInPlace)
  }

  @Test(arguments: [
    "SET client_encoding = 'UTF8';", "set client_encoding to utf8;", "SET standard_conforming_strings = on;",
    "set names 'UTF8';", "set client_encodings.x = 'a';", "select 'set client_encoding = latin1';",
  ])
  func `what pg_dump writes is let pass`(sql: String) throws {
    #expect(try !script("postgresql", sql).sections.isEmpty)
  }

  @Test(arguments: ["▲begin immediate;", "a; ▲commit;", "▲end transaction;", "▲rollback"])
  func `SQLite's transaction control is refused as well`(marked: String) throws {
    #expect(try complaint("sqlite", marked).isInPlace)
  }

  @Test(arguments: [
    "savepoint a; rollback to a; release savepoint a;", "rollback /* x */ to a; rollback work/**/to a;",
    "rollback to savepoint a;", "rollback work to a;",
    "ROLLBACK TRANSACTION TO a;", "select 'commit;'; -- commit;\n/* begin; */",
    "do $$ begin perform 1; end $$;",
    "create function f() returns int language sql begin atomic select 1; end;",
    "select begin, commit from end_of_day;",
    "prepare x as select 1;", "commit_log(1);", "begin_work;",
    "set transaction isolation level serializable;",
    "copy t from stdin;\ncommit;\nbegin;\n\\.\n", "select E'\\'; commit;'",
  ])
  func `what only looks like it passes`(sql: String) throws {
    #expect(try script("postgresql", sql).text.contains(sql))
  }

  @Test func `an SQLite trigger's own BEGIN and END pass`() throws {
    let trigger = "create trigger t after insert on a begin\n  select 1;\nend;\n"
    #expect(try script("sqlite", trigger).text.contains(trigger))
  }

  @Test(arguments: [
    ("oracle", "begin null; end;\n/\n"), ("oracle", "<<a>>\nbegin null; end;\n/\n"),
    ("sqlserver", "begin try select 1; end try begin catch select 2; end catch;\nGO\n"),
    ("sqlserver", "begin\n  select 1;\nend;\nGO\n"),
  ])
  func `a block of PL/SQL or of T-SQL is no transaction`(syntax: String, up: String) throws {
    #expect(try script(Fixture.plain(syntax), up).text.contains(up))
  }

  @Test func `a migration without a transaction may have its own`() throws {
    #expect(
      try script("postgresql", "begin;\ncommit;\n", head: "-- transactional: false\n").text.contains(
        "commit;"))
  }

  @Test(arguments: [
    ("▲\\connect other\n", #"'\connect'"#), ("select 1;\n  ▲\\i other.sql\n", #"'\i'"#),
    ("select 1 ▲\\gexec\n", #"'\gexec'"#),
    ("▲\\copy t from 'x'\n", #"'\copy'"#),
  ])
  func `psql's commands are refused`(marked: String, word: String) throws {
    let (error, isInPlace) = try complaint("postgresql", marked)
    #expect(error.message == "\(word) is a command of the database's shell, not SQL")
    #expect(isInPlace)
  }

  @Test func `who meant to copy is told how`() throws {
    #expect(try complaint("postgresql", "▲\\copy t from 'x'\n").error.remedy?.contains("FROM STDIN") == true)
  }

  @Test(arguments: [
    #"select '\d', E'\\x', "\i";"#, "-- \\d\n/* \\d */ select $$ \\d $$;",
    "copy t from stdin;\n\\N\ta\\tb\n\\.\n",
  ])
  func `a backslash inside quotes, comments and data passes`(sql: String) throws {
    #expect(try script("postgresql", sql).text.contains(sql))
  }

  @Test(arguments: [
    ("▲.read other.sql\n", "'.read'"), ("select 1;\n▲.tables\n", "'.tables'"),
    ("-- x\n▲.bail on\nselect 1;", "'.bail'"),
  ])
  func `the commands of SQLite's shell are refused`(marked: String, word: String) throws {
    let (error, isInPlace) = try complaint("sqlite", marked)
    #expect(error.message == "\(word) is a command of the database's shell, not SQL")
    #expect(isInPlace)
  }

  @Test(arguments: [
    "select t\n.a from t;", "select '\n.tables\n';", "select \\ from t;", "insert into t values (1,\n.5);",
  ])
  func `a full stop that continues a statement passes`(sql: String) throws {
    #expect(try script("sqlite", sql).text.contains(sql))
  }

  @Test func `client commands are refused without a transaction too`() {
    #expect(throws: PreflightError.self) {
      try script("postgresql", "\\d\n", head: "-- transactional: false\n")
    }
  }
}
