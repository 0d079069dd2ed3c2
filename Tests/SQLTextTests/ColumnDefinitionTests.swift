import SQLText
import Testing

@Suite struct `Column definition` {
  private func column(_ text: String, _ syntax: Syntax = .postgresql) throws -> ColumnDefinition {
    try ColumnDefinition(text, syntax, folding: .lower)
  }

  @Test func `another name stays apart from the type`() throws {
    #expect(try column(#""a b"text"#).named("c") == "c text")
    #expect(try column("a  text").named("c") == "c  text")
    #expect(try column("\"a\"\u{301} int").named("c") == "c \u{301} int")
  }

  @Test func `a column may be called references`() throws {
    let plain = try column("references uuid")
    #expect(plain.referenced == nil && plain.apart.key.isEmpty)
    #expect(try column("references uuid references users (id)").referenced == "users")
  }

  @Test func `a dollar sign within a name hides nothing`() throws {
    #expect(throws: ColumnDefinitionError.self) { try column("a$$ int, b int default c$$") }
  }

  @Test func `a name may have any letters, and thousands of accents`() throws {
    #expect(try column("größe_1$ int").name == "größe_1$" && column("e\u{301}té int").named("a") == "a int")
    #expect(try column("x\u{200D}y int").named("a") == "a int")
    let name = "e" + String(repeating: "\u{711}\u{309}", count: 20_000)
    #expect(try column(name + " int").text.utf8.count == name.utf8.count + 4)
    #expect(throws: ColumnDefinitionError.self) { try column("1a int") }
  }

  @Test(arguments: [
    ("\"a\" int", Syntax.mysql), ("\"a\" int", .googlesql), ("`a\\`b` int", .googlesql),
    ("e'a' int", .duckdb),
  ])
  func `a string is no name`(text: String, syntax: Syntax) {
    #expect(throws: ColumnDefinitionError.self) { try column(text, syntax) }
  }

  @Test func `a quote that is not closed is named`() throws {
    let error = #expect(throws: ColumnDefinitionError.self) { try column("a text default 'b, c)") }
    #expect(error?.description == "''' is not closed")
  }
}
