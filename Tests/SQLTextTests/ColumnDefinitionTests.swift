import SQLText
import Testing

@Suite struct `Column definition` {
  private func column(_ text: String, _ syntax: Syntax = .postgresql) throws -> ColumnDefinition {
    try ColumnDefinition(text, syntax, .lower)
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

  @Test func `a quote that is not closed is named`() throws {
    let error = #expect(throws: ColumnDefinitionError.self) { try column("a text default 'b, c)") }
    #expect(error?.description == "''' is not closed")
  }
}
