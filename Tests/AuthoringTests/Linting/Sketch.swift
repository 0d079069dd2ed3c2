import Diagnostics
import Migrations
import SQLText
import Testing

@testable import Authoring

typealias Row = [String?]

/// Rows of `lint-look`, in which a thing's name is its identity.
extension Array where Element == String? {
  static func table(
    _ name: String, as newName: String? = nil, storage: String? = nil, scans: Int = 0
  ) -> Row {
    ["relation", name, "", newName ?? name, "r", storage ?? "rows of \(name)", "\(scans)", ""]
  }

  static func index(
    _ name: String, on table: String, _ columns: String = "1", storage: String? = nil,
    isPartitioned: Bool = false
  ) -> Row {
    ["relation", name, table, name, isPartitioned ? "I" : "i", storage ?? "pages of \(name)", "", columns]
  }

  static func column(
    _ name: String, of table: String, _ type: String = "bigint", isRequired: Bool = false,
    source: String = "",
    number: Int = 1
  ) -> Row {
    ["column", "\(table).\(number)", table, name, type, isRequired ? "not null" : "", source, "\(number)"]
  }

  static func constraint(
    _ name: String, of table: String, _ kind: String, isValid: Bool = true, to target: String = "",
    _ columns: String = "1", onDelete: String = ""
  ) -> Row {
    ["constraint", name, table, name, kind, isValid ? "valid" : "", target, columns, onDelete]
  }

  static func lock(_ table: String, _ mode: LockMode) -> Row {
    ["lock", "\(table) \(mode.rawValue)", table, mode.rawValue, "", "", "", ""]
  }

  static func setting(_ name: String, _ value: String) -> Row {
    ["setting", name, "", name, value, "", "", ""]
  }
}

/// A migration of some statements, with what is there before the first one and after each.
struct Sketch: Sendable, CustomTestStringConvertible {
  var expected: [LintRule] = []
  var syntax = Syntax.postgresql
  var isInTransaction = true
  let before: [Row]
  let statements: [(sql: String, after: [Row])]
  /// What is above the first block.
  var head = ""

  init(
    _ expected: LintRule?, _ sql: String, _ before: [Row], _ after: [Row], syntax: Syntax = .postgresql
  ) {
    self.init([(sql, after)], before, syntax: syntax)
    self.expected = expected.map { [$0] } ?? []
  }

  init(_ statements: [(String, [Row])], _ before: [Row], syntax: Syntax = .postgresql) {
    self.before = before
    self.syntax = syntax
    self.statements = statements.map { (sql: $0.0, after: $0.1) }
  }

  var testDescription: String { statements.map(\.sql).joined(separator: "; ") }

  /// The text of the file.
  var text: String {
    "\(head)-- name: migrate-0001-up\n" + statements.map { "\($0.sql);\n" }.joined()
  }

  func migration() throws -> Migration {
    guard case .migration(let name) = FileName.read("0001_x.sql") else { throw NotAMigration() }
    return try MigrationReader(Lexer(syntax)).migration(SourceText(path: "m/0001_x.sql", text: text), name)
  }

  private struct NotAMigration: Error {}

  func watched() throws -> [WatchedStatement] {
    let migration = try migration()
    var before = Look(before)
    var offset = text.utf8.count - statements.reduce(0) { $0 + $1.sql.utf8.count + 2 }
    return statements.map { sql, after in
      // A comment above a statement belongs to its lines, and is not in its text.
      let code = sql.split(separator: "\n").drop { $0.hasPrefix("--") }.joined(separator: "\n")
      let first = migration.source.location(at: offset)
      let place = migration.source.location(at: offset + sql.utf8.count - code.utf8.count)
      let last = migration.source.location(at: offset + sql.utf8.count)
      offset += sql.utf8.count + 2
      defer { before = Look(after) }
      return WatchedStatement(
        migration: migration, text: code, place: place, lines: first.line...last.line,
        isInTransaction: isInTransaction, before: before, after: Look(after), milliseconds: 1)
    }
  }

  func findings() throws -> [LintFinding] {
    try MigrationRules(watched(), MigrationRules.Words(syntax)).findings()
  }

  /// Each finding as its rule and the number of its statement, such as `works-under-lock 2`.
  func found() throws -> [String] {
    let watched = try watched()
    return try findings().map { finding in
      let number = watched.firstIndex { $0.place == finding.location }.map { $0 + 1 } ?? 0
      return "\(finding.rule.rawValue) \(number)"
    }
  }
}
