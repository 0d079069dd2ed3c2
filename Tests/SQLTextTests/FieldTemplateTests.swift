import Diagnostics
import SQLText
import Testing

@Suite struct `Field template` {
  private func fill(
    _ text: String, _ fields: [String: String], _ language: FieldContext.Language = .sql
  ) throws -> String {
    var context = FieldContext(language)
    return try FieldTemplate(SourceText(path: "t", text: text)).filled(with: fields, &context)
  }

  @Test func `fields are filled and doubled braces are braces`() throws {
    #expect(try fill("-- {title}\n{{}} {a}{a}", ["title": "T {a}", "a": "1"]) == "-- T {a}\n{} 11")
  }

  @Test(arguments: ["a }", "{", "{a", "{a-b}", "{a} }x", "{}", "{ a}"])
  func `a unbalanced brace is refused`(text: String) throws {
    let error = try #require(throws: FieldError.self) { _ = try fill(text, ["a": ""]) }
    #expect(error.message == "unbalanced brace")
  }

  @Test(arguments: ["{a:>10}", "{a!r}", "{a.__class__}", "{a[0]}"])
  func `what Python would make of a value is refused`(text: String) throws {
    let error = try #require(throws: FieldError.self) { _ = try fill("x\n  " + text, ["a": ""]) }
    #expect(error.message == "the field '{a}' has a format")
    #expect("\(error)".hasPrefix("t:2:3: error: "))
  }

  @Test func `a fault in a text of the settings is told at its key, with the line`() throws {
    let setting = Place.setting(file: "rung.toml", key: "migration.templates.sql.body")
    let template = FieldTemplate(SourceText(path: "rung.toml", text: "a\n {titl}"), writtenAt: setting)
    var context = FieldContext(.sql)
    let error = try #require(throws: FieldError.self) {
      _ = try template.filled(with: ["title": ""], &context)
    }
    #expect(
      "\(error)" == """
        rung.toml: migration.templates.sql.body: error: '{titl}' is not a known field
          cause: line 2, column 2 of the text:
                   2 |  {titl}
                     |  ^
          remedy: did you mean '{title}'?
        """)
  }

  @Test(arguments: [
    ("-- {a}\n'{a}'", #"it's "so" */ \"#, #"-- it's "so" */ \"# + "\n" + #"'it''s "so" */ \'"#),
    ("'it''s' -- '\n\"{a}\"", #"a"b'c"#, "'it''s' -- '\n" + #""a""b'c""#),
    ("/* ' {a} */ '{a}'", "x */ drop /* '", "/* ' x * / drop / * ' */ 'x */ drop /* '''"),
    ("/* a */ {a} -- /* {a}", "*/", "/* a */ */ -- /* */"),
  ])
  func `a value cannot end what it stands in, in SQL`(
    template: String, value: String, expected: String
  ) throws {
    #expect(try fill(template, ["a": value]) == expected)
  }

  @Test(arguments: [
    (#""""{a}""""#, #"say "x"\"#, #""""say \"x\"\\""""#), ("'''{a}'''", "it's", #"'''it\'s'''"#),
    ("# {a}\n'{a}' \"{a}\"", #"'"\"#, ##"# '"\"## + "\n" + #"'\'"\\' "'\"\\""#),
    (#"'\'' + "{a}""#, "'\"", #"'\'' + "'\"""#), ("f({a})", "'", "f(')"),
  ])
  func `a value cannot end what it stands in, in Python`(
    template: String, value: String, expected: String
  ) throws {
    #expect(try fill(template, ["a": value], .python) == expected)
  }

  @Test func `what came before counts for the next template too`() throws {
    var context = FieldContext(.python)
    context.pass("\"\"\"")
    let template = FieldTemplate(SourceText(path: "t", text: "{a}"))
    #expect(try template.filled(with: ["a": "\""], &context) == #"\""#)
    context.pass("\"\"\"\n")
    #expect(try template.filled(with: ["a": "\""], &context) == "\"")
  }

  @Test func `a text becomes one line`() {
    #expect(" a\r\n\tb\u{2028}c\u{1C}d\u{0}\u{85} e ".oneLine == "a b c d e")
  }
}
