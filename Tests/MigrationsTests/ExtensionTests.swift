import Diagnostics
import Migrations
import SQLText
import Testing

/// An extension's files with the settings of a project in their places.
@Suite struct `An extension's files` {
  private static let base = Extension(
    name: "adk", description: "",
    settings: [
      ExtensionSetting(name: "session_table", kind: .table, standard: .text("adk_sessions")),
      ExtensionSetting(name: "owner", kind: .column), ExtensionSetting(name: "memory", kind: .switch),
      ExtensionSetting(name: "fillfactor", kind: .number, standard: .number("80"), limits: 10...100),
      ExtensionSetting(
        name: "index", kind: .choice, standard: .text("hnsw"), choices: ["hnsw", "none"]),
    ])

  private func filled(
    _ text: String, _ values: [String: ExtensionSetting.Value] = [:], _ dialect: String = "postgresql"
  ) throws -> String {
    try ConfiguredExtension(Self.base, values, for: Fixture.dialect(dialect))
      .filled(SourceText(path: "x.sql", text: text)).text
  }

  @Test(arguments: [
    ("Sessions", "\"sessions\"", "", "\"idx_sessions_state\""),
    ("tenant_a.sessions", "\"tenant_a\".\"sessions\"", "\"tenant_a\".", "\"idx_sessions_state\""),
    ("\"Tenant A\".\"My \"\"S\"", "\"Tenant A\".\"My \"\"S\"", "\"Tenant A\".", "\"idx_My \"\"S_state\""),
  ])
  func `a table's name fills its own hole, its schema's, and the names made of it`(
    name: String, table: String, schema: String, index: String
  ) throws {
    let text = ":\"session_table\" :session_table_schema:\"idx_session_table_state\" :'session_table'"
    let literal = name.contains("\"") ? "'Tenant A.My \"S'" : "'\(name.lowercased())'"
    #expect(
      try filled(text, ["session_table": .text(name)]) == "\(table) \(schema)\(index) \(literal)")
  }

  @Test func `names are as each database stores them`() throws {
    let text = ":\"session_table\" :\"idx_session_table_state\""
    #expect(try filled(text, [:], "mysql") == "`adk_sessions` `idx_adk_sessions_state`")
    #expect(try filled(text, [:], "sqlserver") == "[adk_sessions] [idx_adk_sessions_state]")
    #expect(try filled(text, [:], "oracle") == "\"ADK_SESSIONS\" \"IDX_ADK_SESSIONS_STATE\"")
  }

  @Test func `names that are too long are cut, stay apart, and stay the same`() throws {
    let long = String(repeating: "x", count: 60)
    let text = ":\"idx_session_table_app_user\" :\"idx_session_table_state\""
    let first = try filled(text, ["session_table": .text(long)])
    let names = first.split(separator: " ").map { $0.dropFirst().dropLast() }
    #expect(names.allSatisfy { $0.utf8.count == 63 })
    #expect(Set(names).count == 2)
    #expect(try filled(text, ["session_table": .text(long)]) == first)
    #expect(throws: ExtensionValueError.self) { try filled(text, ["session_table": .text(long + "xxxx")]) }
  }

  @Test func `a column that is not set takes its line along`() throws {
    let text = "a int,\n  :owner,\nb int\n"
    #expect(try filled(text) == "a int,\nb int\n")
    #expect(try filled(text, ["owner": .text(" o uuid not null ")]) == "a int,\n  o uuid not null,\nb int\n")
  }

  @Test func `MySQL gets the key apart, and what stands behind it stays with the column`() throws {
    let definition =
      "`o` bigint not null constraint k REFERENCES u (id) on delete cascade comment 'a, b' default 1"
    let text = "  :owner,\n  :owner_key,\n:\"owner_name\"\n"
    #expect(
      try filled(text, ["owner": .text(definition)], "mysql")
        == "  `o` bigint not null comment 'a, b' default 1,\n"
        + "  foreign key (`o`) REFERENCES u (id) on delete cascade,\n`o`\n")
  }

  @Test(arguments: [
    "a int, b int", "a int; drop table x", "a int -- note", "a numeric(1", "a int)", "(x) int", "", "a 'x",
    "a.b int", "foreign key (a) references u (id)", "UNIQUE (a)", "check (true)", "constraint k check (true)",
    "a",
  ])
  func `what is not exactly one column is refused`(definition: String) throws {
    let isNothing = definition.isEmpty
    let result = Result { try filled(":owner", ["owner": .text(definition)]) }
    if isNothing {
      #expect(try result.get() == "")
    } else {
      #expect(throws: ExtensionValueError.self) { try result.get() }
    }
  }

  @Test(arguments: [
    ("[o w] int", "sqlite", "o w", nil), ("`o w`", "sqlite", "o w", nil),
    ("\"check\" int", "postgresql", "check", nil),
    ("[o] int references [u]", "sqlserver", "o", "[u]"), ("\"o w\" int", "postgresql", "o w", nil),
    ("O number(10) references users(id) on delete set null", "oracle", "O", "users"),
    ("o text default 'references x'", "postgresql", "o", nil),
    ("o text default '--;,('", "postgresql", "o", nil),
  ])
  func `a column's name and the table that it refers to are known`(
    definition: String, dialect: String, name: String, table: String?
  ) throws {
    let configured = try ConfiguredExtension(
      Self.base, ["owner": .text(definition)], for: Fixture.dialect(dialect))
    let column = try #require(configured.columns["owner"])
    #expect(column.name == name)
    #expect(column.referenced == table)
  }

  @Test func `conditions are psql's`() throws {
    let text = """
      a
      \\if :memory
      b
      \\if :index_hnsw
      c
      \\endif
      \\elif :owner
      d
      \\else
      e
      \\endif
      f '
      \\if :memory
      '
      """
    #expect(try filled(text) == "a\ne\nf '\n\\if :memory\n'")
    #expect(try filled(text, ["memory": .flag(true)]).hasPrefix("a\nb\nc\nf"))
    #expect(try filled(text, ["memory": .flag(true), "index": .text("none")]).hasPrefix("a\nb\nf"))
    #expect(try filled(text, ["owner": .text("o int")]).hasPrefix("a\nd\nf"))
  }

  @Test(arguments: [
    "\\if :nothing\n\\endif\n", "\\endif\n", "\\if :memory\n", "\\if :memory\n\\else\n\\else\n\\endif\n",
    ":nothing",
  ])
  func `what is not known or has no partner is refused with its place`(text: String) throws {
    let error = #expect(throws: (any Error).self) { try filled("-- first\n" + text) }
    guard case .source(let location)? = (error as? any Diagnostic)?.place else {
      Issue.record("no place: \(String(describing: error))")
      return
    }
    #expect(location.path == "x.sql")
    #expect(location.line >= 2)
  }

  @Test func `places are those of the file, whatever lines came and went`() throws {
    let text = "1\n\\if :memory\n3\n\\else\n5\n\\endif\n  :owner,\n8 :fillfactor\n9\n"
    let source = try ConfiguredExtension(
      Self.base, ["owner": .text("")], for: Fixture.dialect("postgresql")
    ).filled(SourceText(path: "x.sql", text: text))
    #expect(source.text == "1\n5\n8 80\n9\n")
    let lines = [0, 2, 4, 9].map { source.location(at: $0).line }
    #expect(lines == [1, 5, 8, 9])
    let owned = try ConfiguredExtension(
      Self.base, ["owner": .text("o\nint")], for: Fixture.dialect("postgresql")
    ).filled(SourceText(path: "x.sql", text: text))
    #expect(owned.text == "1\n5\n  o\nint,\n8 80\n9\n")
    #expect([4, 8, 13].map { owned.location(at: $0).line } == [7, 7, 8])
  }
}
