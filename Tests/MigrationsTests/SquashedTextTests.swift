import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `A squashed text` {
  /// What a squash of files with these blocks makes; a down block of nil is none.
  private func squashed(
    _ bodies: [(up: String, down: String?)], _ dialect: String
  ) throws -> (Migration, sources: [Migration]) {
    let syntax = try Fixture.dialect(dialect).syntax
    let files = try bodies.enumerated().map { index, body in
      let version = "000\(index + 1)"
      let down = body.down.map { "-- name: migrate-\(version)-down\n\($0)" } ?? ""
      return try Fixture.migration(
        "\(version)_a.sql", "\(down)\n-- name: migrate-\(version)-up\n\(body.up)", syntax)
    }
    let squash = try Squash(
      "1:\(files.count)",
      as: Squash.Words(message: "all", title: "Migration", slug: "all", descriptionKey: "Description"),
      allowGaps: false, Catalog(files), dialect: Fixture.dialect(dialect))
    let group = try #require(squash.groups.first)
    #expect(group.sources.map(\.version) == files.map(\.version))
    return (try Fixture.migration(group.fileName, group.text, syntax), files)
  }

  /// The statements of a block, without the blanks and comments before them and without their terminators.
  private func statements(_ block: Block?, _ dialect: String) throws -> [String] {
    let text = block?.text ?? ""
    return try StatementSplitter(Fixture.dialect(dialect).lexer).statements(of: text).map { statement in
      let data = statement.data.map { "\n" + text[utf8Range: $0] } ?? ""
      return text[utf8Range: statement.start..<statement.terminator.lowerBound].trimmingBlanks + data
    }
  }

  private static let bodies: [(String, [String])] = [
    ("sqlite", ["select 1;\n", "select 2\n", "select 3;"]),
    ("sqlite", ["select 1 -- one", "select 2 -- two;", "select '--'", "select 4 /* four */"]),
    ("sqlite", ["create trigger t after insert on a begin\n  select 1;\nend", "select 2; ; -- only this"]),
    ("sqlite", [";\n", "select ';\n-- name: migrate-0009-up x';", "select `a;b`, [c;d]"]),
    ("sqlite", ["select 'a\r\nb';\r\nselect 2\r\n", "select 3 -- three\r\n"]),
    (
      "postgresql",
      ["copy a from stdin;\n1\tit's\n\\.\n", "select 2", "copy a from stdin;\n\n;\n\\.\n\nselect 4"]
    ),
    ("postgresql", ["do $$ begin perform 1; end $$", "select $x$ -- $x$", "select E'\\';--' -- x"]),
    ("postgresql", ["select 1 /* a\n -- b */", "select 2\n-- c\n", "/* d */ select 3"]),
  ]

  @Test(arguments: bodies)
  func `has the statements of its sources, one behind the other`(dialect: String, bodies: [String]) throws {
    let (new, sources) = try squashed(bodies.map { ($0, nil) }, dialect)
    let expected = try sources.flatMap { try statements($0.up, dialect) }
    #expect(expected.count >= bodies.count - 1)
    #expect(try statements(new.up, dialect) == expected)
    #expect(!new.isDraft && new.down == nil)
  }

  @Test(arguments: bodies)
  func `goes back in the opposite order`(dialect: String, bodies: [String]) throws {
    let (new, sources) = try squashed(bodies.map { ("select 0;", $0) }, dialect)
    let expected = try sources.reversed().flatMap { try statements($0.down, dialect) }
    #expect(try statements(new.down, dialect) == expected)
    #expect(try statements(new.up, dialect) == bodies.map { _ in "select 0" })
  }

  @Test(arguments: [nil, "", "-- no way\n"] as [String?], 0..<3)
  func `has no way back where a source has none`(down: String?, index: Int) throws {
    let bodies = (0..<3).map { ("select 1;\n", $0 == index ? down : "select 2;\n") }
    #expect(try squashed(bodies, "sqlite").0.down == nil)
    #expect(try squashed(bodies.map { ($0.0, "select 2;\n") }, "sqlite").0.down != nil)
  }

  @Test(arguments: [
    ("select 1", "select 1;\n"), ("select 1;", "select 1;\n"), ("select 1 -- x", "select 1 -- x\n;\n"),
    ("\n\nselect 1 ;\n\n\n", "select 1 ;\n"), ("-- why\nselect 1", "-- why\nselect 1;\n"),
    ("select 1;\n-- done", "select 1;\n-- done\n"), ("select '--'", "select '--'\n;\n"),
  ])
  func `ends each source's last statement, and keeps its comments`(up: String, expected: String) throws {
    let (new, _) = try squashed([(up, nil), ("select 2;\n", nil)], "postgresql")
    #expect(new.up.text == "-- 0001: a\n\(expected)\n-- 0002: a\nselect 2;\n")
  }
}
