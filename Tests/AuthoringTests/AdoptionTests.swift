import Configuration
import Diagnostics
import Migrations
import SQLText
import Testing

@testable import Authoring

@Suite struct `Files of another tool` {
  private static func parts(
    _ text: String, _ tool: String, hasDelimiters: Bool = false
  ) throws -> MarkedText {
    try MarkedText(
      SourceText(path: "a.sql", text: text), MigrationTool.named(tool), hasDelimiters: hasDelimiters)
  }

  @Test func `are divided by markers`() throws {
    let text = "-- why\n-- migrate:up\nup;\n-- migrate:down\ndown;\n"
    let parts = try Self.parts(text, "dbmate")
    #expect((parts.up, parts.down, parts.isTransactional) == ("up;\n", "down;\n", true))
    let windows = try Self.parts("\u{FEFF}" + text.replacing("\n", with: "\r\n"), "dbmate")
    #expect((windows.up, windows.down) == ("up;\r\n", "down;\r\n"))
    #expect(try Self.parts("-- migrate:up\nup;", "dbmate").down == nil)
  }

  @Test(arguments: [
    ("dbmate", "-- migrate:up transaction:false\nup;\n"),
    ("goose", "-- +goose NO TRANSACTION\n-- +goose Up\nup;\n"),
    ("sql-migrate", "-- +migrate Up notransaction\nup;\n"), ("sqlx", "-- no-transaction\nup;\n"),
    ("yoyo", "-- transactional: false\nup;\n"), ("graphile-migrate", "--! no-transaction\nup;\n"),
  ])
  func `say that they run without a transaction`(_ tool: String, _ text: String) throws {
    let parts = try Self.parts(text, tool)
    #expect(parts.up == "up;\n" && !parts.isTransactional)
  }

  @Test func `mark a statement that has semicolons`() throws {
    let text = "-- +goose Up\n-- +goose StatementBegin\na; b;\n-- +goose StatementEnd\nc;\n"
    #expect(try Self.parts(text, "goose").up == "a; b;\nc;\n")
    #expect(
      try Self.parts(text, "goose", hasDelimiters: true).up
        == "delimiter $$\na; b;\n$$\ndelimiter ;\nc;\n")
  }

  @Test func `lose what is above the first marker, and say so`() throws {
    let parts = try Self.parts("-- fine\n\nselect 1;\nselect 2;\n-- migrate:up\nup;\n", "dbmate")
    #expect(parts.up == "up;\n" && parts.notes.map { $0.warning.prefix(10) } == ["a.sql:3:1:"])
    #expect(try !Self.parts("select 1;\n", "goose").hasUp)
  }

  @Test func `say what is odd, with the line`() throws {
    let parts = try Self.parts("select 1;\nselect '${x}';\n", "flyway")
    #expect(parts.notes.map { $0.warning.prefix(10) } == ["a.sql:2:1:"])
  }

  @Test(arguments: [
    (["1", "1.2", "1_10", "2"], ["0001", "0002", "0003", "0004"], false),
    (["3", "7", "12"], ["0003", "0007", "0012"], true), (["1", "1"], ["0001", "0002"], false),
    (["20240301100000", "20240302100000"], ["20240301100000", "20240302100000"], true),
    (["20240301100000", "20249901100000"], ["0001", "0002"], false),
    // Rung has numbers before times.
    (["20240301100000", "202403021000001"], ["0001", "0002"], false), ([nil, nil], ["0001", "0002"], false),
  ])
  func `keep their versions where Rung would have the same order`(
    _ versions: [String?], _ expected: [String], _ isKept: Bool
  ) {
    let numbering = Numbering(
      versions.map {
        ForeignMigration(
          adopted: Adopted(tool: "x", name: "x"), version: $0, title: "", up: "", path: "")
      })
    #expect(numbering.versions.map(\.description) == expected && numbering.isKept == isKept)
  }

  @Test func `are sorted by the numbers of their versions`() {
    let sorted = ["2", "10", "1.10", "1.2", "1", "001_1"].sorted { VersionParts($0) < VersionParts($1) }
    #expect(sorted == ["1", "001_1", "1.2", "1.10", "2", "10"])
    #expect(VersionParts("1.0") == VersionParts("1"))
  }

  @Test func `come after those that they depend on`() throws {
    func migration(_ name: String, _ parents: [String]) -> ForeignMigration {
      ForeignMigration(
        adopted: Adopted(tool: "x", name: name, parents: parents), title: "", up: "", path: name)
    }
    let some = [migration("a", ["c"]), migration("b", []), migration("c", ["b", "gone"])]
    #expect(try Graph(some).ordered().map(\.path) == ["b", "c", "a"])
    #expect(throws: AdoptionError.self) {
      try Graph([migration("a", ["b"]), migration("b", ["a"])]).ordered()
    }
  }
}

@Suite struct `The tools that Rung knows` {
  private static let names = [
    "alembic", "dbmate", "diesel", "drizzle", "flyway", "golang-migrate", "goose", "graphile-migrate", "knex",
    "prisma", "rails", "refinery", "sql-migrate", "sqitch", "sqlx", "yoyo",
  ]

  @Test func `have facts that can be read`() throws {
    let tools = try MigrationTool.all()
    #expect(tools.map(\.name).sorted() == Self.names.sorted())
    #expect(tools.allSatisfy { !$0.history.isEmpty && !$0.files.isEmpty })
  }

  @Test(arguments: names)
  func `have a history that PostgreSQL has a query for`(_ name: String) throws {
    #expect(try Resources().dialect("postgresql", isWhole: true).has("history-\(name)"))
    #expect(
      try Resources().dialect("sqlite", isWhole: true).has("history-\(name)") == (name != "graphile-migrate"))
  }

  @Test func `are named in letters of either case`() throws {
    #expect(try MigrationTool.named("Flyway").title == "Flyway")
    #expect(throws: ToolError.self) { try MigrationTool.named("flywya") }
  }
}
