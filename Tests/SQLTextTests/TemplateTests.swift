import Diagnostics
import SQLText
import Testing

@Suite struct `SQL template` {
  private func fill(
    _ text: String, _ values: [String: SQLTemplate.Value], _ syntax: Syntax = .postgresql
  ) throws -> String {
    let source = SourceText(path: "t.sql", text: "-- name: a\n" + text)
    let block = try #require(try BlockScanner(Lexer(syntax)).blocks(of: source).first)
    return try SQLTemplate(block, reader: HoleReader(syntax)).filled(with: values, syntax)
  }

  @Test func `each kind of hole quotes in its own way`() throws {
    #expect(
      try fill(#"a :'x' :"t" :n b::int"#, ["x": .text("it's"), "t": .name(["s", "a\"b"]), "n": .number(3)])
        == #"a 'it''s' "s"."a""b" 3 b::int"#)
    #expect(try fill(":'x'", ["x": .null]) == "null")
    #expect(try fill(":'x'", ["x": .text(#"a\b'"#)]) == #"E'a\\b'''"#)
    #expect(try fill(":'x'", ["x": .text(#"a\b'"#)], .sqlite) == #"'a\b'''"#)
    #expect(try fill(#":'x' :"x""#, ["x": .text(#"a\b`'"#)], .mysql) == #"'a\\b`''' `a\b``'`"#)
  }

  @Test func `holes inside quotes, comments and dollar quotes are text`() throws {
    let text = #"':x' ":x" -- :x"# + "\n/* :'x' */ $$ :x $$"
    #expect(try fill(text, [:]) == text)
  }

  @Test func `a line of nothing but an empty hole and a comma disappears`() throws {
    #expect(try fill("a,\n  :x,\nb", ["x": .null]) == "a,\nb")
    #expect(try fill("a,\n  :x,\nb", ["x": .text("c int")]) == "a,\n  c int,\nb")
  }

  @Test func `an unknown hole is refused with its place`() throws {
    let error = try #require(throws: TemplateError.self) {
      _ = try fill("select 1,\n :'verzion'", ["version": .null])
    }
    #expect(
      "\(error)" == """
        t.sql:3:4: error: ':verzion' is not a known placeholder
          3 |  :'verzion'
            |    ^
          remedy: did you mean ':version'?
        """)
  }

  @Test(arguments: Syntax.all.map(\.name))
  func `no value ends its quotes`(name: String) throws {
    let syntax = try #require(Syntax.all.first { $0.name == name })
    // An accent makes another character of the quote before it, but not another byte.
    for value in ["a'\u{301};'", "a\"\u{301};\"", "a`\u{301};`", "a]\u{301};]", "\\", "a\r\nb", "\r"] {
      for quoted in [syntax.literal(value), syntax.identifier([value])] {
        let end = try Lexer(syntax).next(in: quoted + ";", from: 0)
        #expect(end?.kind == .terminator && end?.range.lowerBound == quoted.utf8.count, "\(quoted)")
      }
    }
  }

  @Test func `a dollar sign within a name begins no quote`() throws {
    #expect(try fill("a$$ :x b$$", ["x": .text("1")]) == "a$$ 1 b$$")
  }
}
