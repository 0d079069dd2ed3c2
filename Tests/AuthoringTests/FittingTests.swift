import Configuration
import Diagnostics
import Testing

@testable import Authoring

@Suite struct `The SQL of another tool` {
  private static func fitted(_ text: String, _ dialect: String = "postgresql") throws -> Fitting.Result {
    try Fitting(Resources().dialect(dialect), folder: ".").fitted(text, from: "a.sql")
  }

  @Test(arguments: ["postgresql", "sqlite"])
  func `loses a transaction around it`(_ dialect: String) throws {
    for text in [
      "begin;\nselect 1;\ncommit;\n", "BEGIN TRANSACTION;\nselect 1;\nEND;\n", "select 1;\n",
      "begin;\nselect 1;\ncommit;\n\n",
    ] {
      let result = try Self.fitted(text, dialect)
      #expect(result.text.trimmingCharacters == "select 1;" && result.isTransactional)
    }
    #expect(try Self.fitted("-- why\nbegin;\nselect 1;\ncommit;\n", dialect).text == "-- why\nselect 1;\n")
  }

  @Test func `keeps other transactions, and runs outside of Rung's`() throws {
    let text = "begin;\nselect 1;\ncommit;\nselect 2;\n"
    let result = try Self.fitted(text)
    #expect(result.text == text && !result.isTransactional && result.notes.isEmpty)
  }

  @Test func `runs one by one if it ends a transaction that it did not begin`() throws {
    let result = try Self.fitted("select 1;\ncommit;\nselect 2;\nbegin;\nselect 3;\n")
    #expect(result.text == "select 1;\nselect 2;\nselect 3;\n" && !result.isTransactional)
    #expect(result.notes.count == 1)
  }

  @Test func `keeps what only looks like transactions`() throws {
    let trigger = "create trigger t after insert on a begin\n  select 1;\nend;\n"
    #expect(try Self.fitted(trigger, "sqlite").text == trigger)
    let function = "create function f() returns int as $$ begin return 1; commit; end $$ language plpgsql;\n"
    let result = try Self.fitted(function)
    #expect(result.text == function && result.isTransactional)
    #expect(try Self.fitted("select 'x'; -- begin;\n").isTransactional)
  }

  @Test func `runs outside a transaction if it must`() throws {
    #expect(try !Self.fitted("create index concurrently i on t (a);").isTransactional)
    #expect(try !Self.fitted("vacuum;", "sqlite").isTransactional)
  }

  @Test func `has a directive instead of SQLite's setting`() throws {
    let result = try Self.fitted(
      "PRAGMA foreign_keys=OFF;\nselect 1;\nPRAGMA foreign_keys = ON;\n", "sqlite")
    #expect(result.text == "select 1;\n" && result.switchesKeysOff)
    #expect(try !Self.fitted("pragma foreign_keys(1);\nselect 1;\n", "sqlite").switchesKeysOff)
  }

  @Test func `is a statement that does nothing if it has none`() throws {
    #expect(try Self.fitted("").text == ";\n")
    #expect(try Self.fitted("-- nothing\n").text == "-- nothing\n;\n")
    #expect(try Self.fitted("begin;\ncommit;\n").text == ";\n")
  }

  @Test func `notes what it cannot include`() throws {
    let result = try Self.fitted("select 1;\n\\i nowhere.sql\n")
    #expect(result.text == "select 1;\n\\i nowhere.sql\n")
    #expect(result.notes.map { $0.warning.prefix(8) } == ["a.sql:2:"])
  }
}

extension String {
  fileprivate var trimmingCharacters: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
