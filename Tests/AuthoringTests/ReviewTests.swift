import Diagnostics
import Migrations
import SQLText
import Testing

@testable import Authoring

@Suite struct `Text in markup` {
  @Test func `escapes what is put into it, and not what is markup already`() {
    let hostile = #"</script> & "a" 'b'"#
    let item: Markup = "<b>\(hostile)</b>"
    #expect(item.text == "<b>&lt;/script&gt; &amp; &quot;a&quot; &#39;b&#39;</b>")
    #expect(("<p>\(item)\(3)</p>" as Markup).text == "<p>\(item.text)3</p>")
  }

  @Test func `shows what would steer the reader`() {
    #expect("a\u{202E}b\u{0}c\td\ne".escaped == "a\u{FFFD}b\u{FFFD}c\td\ne")
  }

  @Test func `fills known fields, and leaves other braces as they are`() {
    let filled = Markup("a { color: red } {title} {other}", ["title": "<i>\("<")</i>"])
    #expect(filled.text == "a { color: red } <i>&lt;</i> {other}")
    #expect(Markup("{title} {", ["title": "{title}"]).text == "{title} {")
  }
}

@Suite struct `Highlighted SQL` {
  @Test(arguments: [
    ("select 1", ["<span class=\"word\">select</span> <span class=\"number\">1</span>"]),
    ("'a\nb' c", ["<span class=\"text\">&#39;a</span>", "<span class=\"text\">b&#39;</span> c"]),
    ("-- <x>\nx", ["<span class=\"comment\">-- &lt;x&gt;</span>", "x"]),
    ("selected create_x", ["selected create_x"]), ("", [""]),
  ])
  func `has a class for each kind, line by line`(sql: String, expected: [String]) throws {
    #expect(try Highlighter(.postgresql).lines(sql).map(\.text) == expected)
  }
}

@Suite struct `A reviewed migration` {
  private func migration(_ text: String) throws -> Migration {
    let source = SourceText(path: "migrations/0001_x.sql", text: text)
    let catalog = try Catalog(
      [Catalog.File(source, name: "0001_x.sql")], reader: MigrationReader(Lexer(.postgresql)))
    return try #require(catalog.migrations.first)
  }

  private let text = """
    -- Created: 2026-11-01
    -- Author: ada <ada@example.com>
    -- name: migrate-0001-up
    create table a (
      b int
    );

    create table c (d int);
    -- name: migrate-0001-down
    drop table a;
    """

  @Test func `says who wrote it and when, if its head does`() throws {
    let report = LintReport(migrations: 1, findings: [], statements: [])
    let reviewed = ReviewedMigration(try migration(text), report, reversal: .proved(withRows: false))
    #expect(reviewed.author == "ada <ada@example.com>")
    #expect(reviewed.created == "2026-11-01")
    #expect(reviewed.down == "drop table a;")
    #expect(reviewed.segments.map(\.text) == ["create table a (\n  b int\n);\n\ncreate table c (d int);\n"])
    #expect(reviewed.segments.map(\.firstLine) == [4])
  }

  @Test func `is cut after the last line of each statement`() throws {
    let migration = try migration(text)
    let place = migration.source.location(at: migration.up.range.lowerBound)
    let statement = WatchedStatement(
      migration: migration, text: "", place: place, lines: 4...6, isInTransaction: true, before: Look(),
      after: Look(), milliseconds: 1)
    let report = LintReport(
      migrations: 1, findings: [LintFinding(.dropsTable, "x", at: place)],
      statements: [LintReport.Statement(statement, since: Look())])
    let reviewed = ReviewedMigration(migration, report, reversal: .none)
    #expect(
      reviewed.segments.map(\.text) == ["create table a (\n  b int\n);", "\ncreate table c (d int);\n"])
    #expect(reviewed.segments.map(\.firstLine) == [4, 7])
    #expect(reviewed.segments.map(\.findings.count) == [1, 0])
    #expect(reviewed.segments.map(\.statements.count) == [1, 0])
  }
}

@Suite struct `A picture of a schema` {
  private let customers = [
    ["relation", "1", "", "customers", "r", "1", "0", ""],
    ["column", "1.1", "1", "id", "bigint", "not null", "", "1"],
  ]
  private let orders = [
    ["relation", "2", "", "orders", "r", "2", "0", ""],
    ["column", "2.1", "2", "id", "bigint", "", "", "1"],
    ["constraint", "3", "2", "fk", "f", "valid", "1", "1"],
  ]

  @Test func `has what changes and what that refers to, and nothing else`() {
    let other = [["relation", "9", "", "other", "r", "9", "0", ""]]
    let before = Look(customers + other)
    let after = Look(customers + other + orders)
    let picture = SchemaDiagram(before, after, without: []).markup.text
    #expect(picture.contains(">+ orders<"))
    #expect(picture.contains(">  customers<"))
    #expect(picture.contains("added: orders"))
    #expect(!picture.contains("other"))
    #expect(picture.contains("marker-end"))
  }

  @Test func `is empty if nothing changes, or only Rung's own table`() {
    let look = Look(customers)
    #expect(SchemaDiagram(look, look, without: []).isEmpty)
    #expect(SchemaDiagram(Look(), look, without: ["customers"]).isEmpty)
  }

  @Test func `marks a column that is new, changed or gone`() {
    let after = Look([
      customers[0], ["column", "1.1", "1", "id", "text", "not null", "", "1"],
      ["column", "1.3", "1", "name<", "text", "", "", "3"],
    ])
    let before = Look(customers + [["column", "1.2", "1", "old", "int", "", "", "2"]])
    let picture = SchemaDiagram(before, after, without: []).markup.text
    for line in ["~ customers", "~ id text !", "+ name&lt; text", "- old int"] {
      #expect(picture.contains(">\(line)<"))
    }
  }

  @Test func `ends with tables that refer to each other in a circle`() {
    let circle = Look([
      ["relation", "1", "", "a", "r", "1", "0", ""], ["relation", "2", "", "b", "r", "2", "0", ""],
      ["constraint", "3", "1", "x", "f", "valid", "2", "1"],
      ["constraint", "4", "2", "y", "f", "valid", "1", "1"],
    ])
    #expect(SchemaDiagram(Look(), circle, without: []).markup.text.contains(">+ a<"))
  }
}
