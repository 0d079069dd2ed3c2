import Drivers
import Migrations
import SQLText

/// The questions to a database which rights its user lacks, after it refused something for that.
///
/// A database that cannot be asked, or is not certain, has no answer.
package struct Rights {
  private let dialect: Dialect
  private let driver: any Driver

  package init(_ dialect: Dialect, _ driver: any Driver) {
    self.dialect = dialect
    self.driver = driver
  }

  /// What is done with Rung's own tables.
  package enum Scope: String {
    case read, write, create
  }

  /// What the user lacks for Rung's own tables; nil if nothing is known to be missing.
  package func missing(for scope: Scope, table: [String], progress: String) -> MissingRights? {
    ask(
      "rights-tracker",
      [
        "scope": .text(scope.rawValue), "name": .text(table.last ?? ""), "progress_name": .text(progress),
        "schema": table.count > 1 ? .text(table[0]) : .null,
      ])
  }

  /// What the user lacks for a statement.
  ///
  /// - Parameters:
  ///   - statement: the statement, or its beginning.
  ///   - message: the database's message.
  /// - Returns: nil if it is not certain.
  package func missing(for statement: String, refusedWith message: String) -> MissingRights? {
    ask("rights-missing", ["statement": .text(statement), "message": .text(message)])
  }

  private func ask(_ block: String, _ values: [String: SQLTemplate.Value]) -> MissingRights? {
    guard dialect.has(block), let sql = try? dialect.sql(block, values), let rows = try? driver.rows(sql)
    else { return nil }
    return MissingRights(rows: rows)
  }
}
