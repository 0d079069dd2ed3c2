import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

extension Project {
  /// Writes a migration that adds the columns which an extension's tables lack.
  ///
  /// - Returns: its path; nil if nothing is missing.
  /// - Throws: any ``Diagnostic`` if the database cannot be read, or the file cannot be written.
  package func addColumns(of name: String, _ environment: Environment) throws -> String? {
    let database = Database(self)
    guard let driver = try database.open(.look) else { return nil }
    let tables = ExtensionTables(project: self, driver: driver)
    let missing = try tables.missingColumns(database.state(driver).history).filter { $0.own.name == name }
    guard let first = missing.first else { return nil }
    let parts = missing.flatMap { missing in missing.tables.map { (column: missing.column, table: $0) } }
    let up = try parts.map { try sql(adding: $0.column, to: $0.table) }
    let down = try parts.reversed().map { try sql(dropping: $0.column, from: $0.table) }
    let columns = parts.map { column($0.column, of: $0.table) }
    return try NewMigration.create(
      "add \(missing.map(\.column.name).joined(separator: ", ")) to the tables of \(name)",
      settings: settings,
      environment: environment,
      from: "added-column/column.sql",
      fields: [
        "extension": name, "after": "\(first.last)", "unless": columns.joined(separator: ", "),
        "up": up.joined(), "down": down.joined(),
      ])
  }

  private func sql(adding column: ColumnDefinition, to table: TableName) throws -> String {
    let isApart = dialect.syntax.ignoresInlineKeys
    let text = isApart ? column.apart.column : column.text
    return try dialect.sql("column-add", ["table": .name(table.parts), "column": .text(text)])
      + keySQL("column-add-key", column: column, table: table)
  }

  private func sql(dropping column: ColumnDefinition, from table: TableName) throws -> String {
    try keySQL("column-drop-key", column: column, table: table)
      + dialect.sql("column-drop", ["table": .name(table.parts), "column": .name([column.name])])
  }

  /// The foreign key of a column in a dialect that takes it as a separate statement.
  ///
  /// The key has the name that the extension's own files give it.
  private func keySQL(_ block: String, column: ColumnDefinition, table: TableName) throws -> String {
    guard dialect.syntax.ignoresInlineKeys, !column.apart.key.isEmpty else { return "" }
    let name = SQLTemplate.Value.name(["\(table.table)_ibfk_1"])
    return try dialect.sql(
      block, ["table": .name(table.parts), "name": name, "key": .text(column.apart.key)])
  }
}
