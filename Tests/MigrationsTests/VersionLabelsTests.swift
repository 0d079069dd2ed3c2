import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `A text under another version` {
  private func relabelled(
    _ name: String, _ text: String, as version: String, _ syntax: Syntax = .postgresql
  ) throws -> String {
    try VersionLabels(Lexer(syntax)).text(
      of: Fixture.migration(name, text, syntax), as: Fixture.version(version))
  }

  /// Expects that of a text whose own version is written `▲` only that is changed.
  private func expect(
    _ marked: String, _ old: String, _ new: String, name: String? = nil, _ syntax: Syntax = .postgresql,
    at location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let texts = [old, new].map { marked.replacing("▲", with: $0) }
    let found = try relabelled(name ?? "\(old)_a.sql", texts[0], as: new, syntax)
    #expect(found == texts[1], sourceLocation: location)
  }

  @Test(arguments: [
    "-- name: migrate-▲-up\nselect 1;\n", "--NAME:Migrate_▲_UP\nselect 1;\n",
    "  -- fragment : migrate--▲--up!;\t\nselect 1;\n", "\u{FEFF}-- name: migrate-▲-up\nselect 1;",
    "-- name: migrate-▲-down\nselect 2;\n-- name: migrate-▲-up\nselect 1;\n",
    "-- name: migrate-▲-up\r\nselect 'é\r\n';\r\n-- name: migrate_▲_down\r\nselect 2;\r\n",
  ])
  func `every spelling of a block's name gets the number, and nothing else changes`(text: String) throws {
    try expect(text, "0002", "0012")
    try expect(text, "20250102000000", "0002")
    try expect(text, "0002", "100000")
  }

  @Test func `other blocks, and the number anywhere else, stay`() throws {
    try expect(
      """
      -- 0002: see 0002_a.sql and migrate-0002-up
      -- name: migrate-▲-up
      insert into t values (0002, '0002', '
      -- name: migrate-0002-down
      ');
      -- name: helper-0002
      select 0002;
      -- name: migrate-▲-down
      delete from t_0002; -- 0002
      """, "0002", "0007")
  }

  @Test(arguments: [
    "-- Version: ▲\n", "--version:▲\n", "  --\tVERSION : ▲  \n",
    "-- Migration\n-- Version: ▲\r\n-- Author: me\n",
    "-- Version: ▲ (was another)\n", "-- Version: 0003\n", "-- Version:\n", "-- The Version: 0002\n",
    "/*\n-- Version: 0002\n*/\n",
  ])
  func `a comment that holds the version gets the number`(head: String) throws {
    try expect(head + "-- name: migrate-▲-up\nselect 1;\n", "0002", "0005")
  }

  @Test(arguments: [
    (Syntax.postgresql, "select '\n-- Version: 0002\n';"), (.postgresql, "select $$\n-- Version: 0002\n$$;"),
    (.postgresql, "select \"\n-- Version: 0002\n\";"), (.postgresql, "/* /* */\n-- Version: 0002\n*/ ;"),
    (.sqlite, "select '\n-- Version: 0002\n';"),
    (.sqlite, "select `\n-- Version: 0002\n`, [\n-- Version: 0002\n];"),
  ])
  func `what stands in strings and comments is no version`(syntax: Syntax, sql: String) throws {
    try expect("-- name: migrate-▲-up\n\(sql)\n-- Version: ▲\n", "0002", "0005", syntax)
  }

  @Test func `an apostrophe in a comment hides nothing`() throws {
    try expect("-- it's mine\n-- Version: ▲\n-- name: migrate-▲-up\nselect 'a';\n", "0002", "0005")
  }

  @Test(arguments: [("adk", "ext_adk_"), ("0001", "ext_0001_"), ("a0001_b", "ext_a0001_b_")])
  func `of an extension's version only the number changes`(series: String, prefix: String) throws {
    let text = "-- Version: \(prefix)▲\n-- name: migrate-\(prefix)▲-up\nselect 1;\n"
    let found = try relabelled(
      "\(prefix)0001_a.sql", text.replacing("▲", with: "0001"), as: "\(prefix)0012")
    #expect(found == text.replacing("▲", with: "0012"))
  }

  @Test func `in an extension's own folder the names are without it`() throws {
    guard case .migration(let name) = FileName.read("0001_a.sql", series: .named("adk")) else {
      Issue.record("no migration")
      return
    }
    let source = SourceText(path: "0001_a.sql", text: "-- name: migrate-0001-up\nselect 1;\n")
    let migration = try Fixture.reader().migration(source, name)
    let found = try VersionLabels(Lexer(.postgresql)).text(of: migration, as: Fixture.version("ext_adk_0004"))
    #expect(found == "-- name: migrate-0004-up\nselect 1;\n")
  }

  @Test(arguments: ["0003", "0010", "20250102000000"])
  func `there and back again is the same text`(version: String) throws {
    let text = "-- Version: 0002\r\n--name:MIGRATE_0002_up\r\nselect '0002';\n-- name: migrate-0002-down\n;"
    let there = try relabelled("0002_a.sql", text, as: version)
    #expect(there != text)
    #expect(try relabelled("\(version)_a.sql", there, as: "0002") == text)
  }
}
