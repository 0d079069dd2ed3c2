import Diagnostics
import SQLText
import Testing

@Suite struct `Block scanner` {
  private func blocks(_ text: String, _ syntax: Syntax = .postgresql) throws -> [Block] {
    try BlockScanner(Lexer(syntax)).blocks(of: SourceText(path: "m.sql", text: text))
  }

  /// The report of a file that must not be cut, with the place that `▲` marks in the text.
  private func complaint(
    _ marked: String, _ syntax: Syntax = .postgresql
  ) throws -> (BlockError, expected: Diagnostics.SourceLocation) {
    let parts = marked.split(separator: "▲", maxSplits: 1, omittingEmptySubsequences: false)
    let source = SourceText(path: "m.sql", text: marked.replacing("▲", with: ""))
    let error = try #require(throws: BlockError.self) {
      _ = try BlockScanner(Lexer(syntax)).blocks(of: source)
    }
    return (error, source.location(at: parts[0].utf8.count))
  }

  @Test func `a block runs to the next name, byte for byte`() throws {
    let found = try blocks("-- header\n-- name: migrate-0001-up\n a;\n\n-- name: migrate-0001-down\nb")
    #expect(found.map(\.name) == ["migrate-0001-up", "migrate-0001-down"])
    #expect(found.map(\.text) == [" a;\n\n", "b"])
  }

  @Test(arguments: [
    "-- name: migrate-0001-up", "--name:migrate-0001-up", "-- NAME : MIGRATE-0001-UP",
    "\t  --  name:migrate_0001_up  ",
    "-- name: migrate--0001--up", "-- name: migrate-0001-up!", "-- Name: Migrate-0001-Up;",
    "\u{FEFF}-- name: migrate-0001-up",
    "-- name: migrate-0001-up\r",
  ])
  func `spellings that SQLSpec takes are taken`(line: String) throws {
    let found = try blocks(line + "\nselect 1;\n")
    #expect(found.map(\.key) == ["migrate_0001_up"])
    #expect(found.first.map { String($0.text) } == "select 1;\n")
  }

  @Test(arguments: [
    "/* name: migrate-0001-up */", "# name: migrate-0001-up", "--- name: migrate-0001-up",
    "-- name migrate-0001-up",
    "select 1; -- name: migrate-0001-up", "-- name: the name of the customer",
  ])
  func `other lines name no block`(line: String) throws {
    #expect(try blocks(line + "\n").isEmpty)
  }

  @Test(arguments: [
    "select '\n-- name: a\n';", "select \"\n-- name: a\n\";", "select $$\n-- name: a\n$$;",
    "do $x$ $$ '\n-- name: a\n$$ $x$;",
    "/*\n-- name: a\n*/", "/* /* */\n-- name: a\n*/", "select E'\\'\n-- name: a\n';",
    "select 'it''s\n-- name: a\n';",
    "-- don't\nselect $é$\n-- name: a\n$é$;", "copy t from stdin;\n-- name: a\n'\n\\.\n",
    "copy t from /* ; */ stdin /* a; b */; -- rows; 'here\n-- name: a\n'\n\\.\n",
    "select $a$ $A$\n-- name: a\n$a$;",
    "COPY public.t (a, \"from stdin\") FROM STDIN WITH (delimiter ';');\nit's\n-- name: a\n\\.\n",
  ])
  func `a name inside quotes, comments and data is text`(hidden: String) throws {
    let found = try blocks("-- name: x\n" + hidden + "\n-- name: y\n")
    #expect(found.map(\.name) == ["x", "y"])
    #expect(found.first.map { String($0.text) } == hidden + "\n")
  }

  @Test(arguments: [
    (Syntax.sqlite, "select `\n-- name: a\n`, [\n-- name: a\n];"), (.sqlite, "/* /*\n-- name: a\n*/"),
    (.mysql, "select 'it\\'s\n-- name: a\n', \"\\\"\n-- name: a\n\"; # don't\n"),
    (.mysql, "select 1--'\n-- name: a\n';"),
    (.oracle, "select q'[it's\n-- name: a\n]' from dual;"),
    (.oracle, "select q'!it's\n-- name: a\n!' from dual;"),
    (.sqlserver, "select [a]]'\n-- name: a\n]; /* /* */ ' */"),
  ])
  func `every syntax hides what its database hides`(syntax: Syntax, hidden: String) throws {
    #expect(try blocks("-- name: x\n" + hidden + "\n-- name: y\n", syntax).map(\.name) == ["x", "y"])
  }

  @Test(arguments: [
    ("select ▲'abc\n-- name: b\n", "string"), ("select 1, ▲\"abc", "quoted identifier"),
    ("do ▲$x$ begin end $y$", "dollar quote"),
    ("/* closed */ ▲/* /* */", "comment"), ("select E'\\'' || ▲e'it\\'s", "string"),
    ("▲copy t from stdin;\n1\n2\n", "COPY data"),
  ])
  func `what nothing closes is refused where it opens`(marked: String, name: String) throws {
    let (error, expected) = try complaint("-- name: a\n" + marked)
    #expect(error.message == "\(name) is not closed")
    #expect(error.place == .source(expected))
  }

  @Test func `a migration's name with words behind it is refused`() throws {
    let (error, expected) = try complaint("-- name: ▲migrate-0001-down -- drops it\n")
    #expect(error.message == "'migrate-0001-down -- drops it' is not a block name")
    #expect(error.place == .source(expected))
  }

  @Test func `forty thousand blocks and deep nesting are no trouble`() throws {
    let many = (0..<40_000).map { "-- name: b\($0)\nselect 'x';\n" }.joined()
    #expect(try blocks(many).count == 40_000)
    let deep = String(repeating: "/*", count: 2_000) + String(repeating: "*/", count: 2_000)
    #expect(try blocks("-- name: a\n" + deep + "\n-- name: b\n").count == 2)
  }
}
