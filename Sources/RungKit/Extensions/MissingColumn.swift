import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A column that the settings of an extension ask for, and that tables lack which were made before.
struct MissingColumn {
  let own: ProjectExtension
  let column: ColumnDefinition
  let tables: [TableName]
  /// The extension's migration that was applied last.
  let last: Version

  var findings: [Finding] {
    tables.map { .missingColumn(table: $0.parts.joined(separator: "."), column.name, of: own.name) }
  }
}

extension ExtensionTables {
  /// The columns that are not there, but for those which a file of the project adds.
  func missingColumns(_ history: History) throws -> [MissingColumn] {
    guard let driver else { return [] }
    let database = Database(project: project)
    return try project.extensions.filter { !$0.configured.columns.isEmpty }.flatMap {
      own -> [MissingColumn] in
      let applied = project.catalog.migrations.filter {
        $0.version.series == own.name && !$0.isLoaded && history.contains($0.version)
      }
      guard let last = applied.last else { return [] }
      let reader = try TableShapes(project.dialect)
      var shapes: [TableShapes.Shape] = []
      for migration in applied { try reader.note(migration.up, in: &shapes) }
      let added = Set(project.catalog.migrations.flatMap(\.directives.unless))
      return try own.configured.columns.sorted { $0.key < $1.key }.compactMap { _, column in
        let name = column.name.lowercased()
        let tables = try shapes.filter { $0.columns.contains(name) }.map(\.table).filter { table in
          let present = try database.columns(of: table, driver)
          return !present.isEmpty && !present.contains(name)
            && !added.contains(project.column(column, of: table))
        }
        return tables.isEmpty
          ? nil : MissingColumn(own: own, column: column, tables: tables, last: last.version)
      }
    }
  }
}

extension Project {
  /// A column as `-- unless:` names it.
  fileprivate func column(_ column: ColumnDefinition, of table: TableName) -> String {
    (table.parts + [column.name]).map { name in
      let isPlain = name.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
      return isPlain ? name : dialect.syntax.identifier([name])
    }.joined(separator: ".")
  }

  /// Writes a migration that adds the columns which an extension's tables lack.
  ///
  /// - Returns: its path; nil where nothing is missing.
  /// - Throws: any ``Diagnostic`` where the database cannot be read, or the file not be written.
  package func addColumns(of name: String, _ environment: Environment) throws -> String? {
    let database = Database(project: self)
    guard let driver = try database.open(.look) else { return nil }
    let tables = ExtensionTables(project: self, driver: driver)
    let missing = try tables.missingColumns(database.state(driver).history).filter { $0.own.name == name }
    guard let first = missing.first else { return nil }
    let parts = missing.flatMap { missing in missing.tables.map { (column: missing.column, table: $0) } }
    let up = try parts.map { try sql(adding: $0.column, to: $0.table) }
    let down = try parts.reversed().map { try sql(dropping: $0.column, from: $0.table) }
    let columns = parts.map { column($0.column, of: $0.table) }
    return try NewMigration.create(
      "add \(missing.map(\.column.name).joined(separator: ", ")) to the tables of \(name)", settings,
      environment,
      from: "added-column/column.sql",
      [
        "extension": name, "after": "\(first.last)", "unless": columns.joined(separator: ", "),
        "up": up.joined(), "down": down.joined(),
      ])
  }

  private func sql(adding column: ColumnDefinition, to table: TableName) throws -> String {
    let isApart = dialect.syntax.ignoresInlineKeys
    let text = isApart ? column.apart.column : column.text
    return try dialect.sql("column-add", ["table": .name(table.parts), "column": .text(text)])
      + keySQL("column-add-key", column, table)
  }

  private func sql(dropping column: ColumnDefinition, from table: TableName) throws -> String {
    try keySQL("column-drop-key", column, table)
      + dialect.sql("column-drop", ["table": .name(table.parts), "column": .name([column.name])])
  }

  /// The foreign key of a column where it stands apart; it has the name that the extension's own files give
  /// it.
  private func keySQL(_ block: String, _ column: ColumnDefinition, _ table: TableName) throws -> String {
    guard dialect.syntax.ignoresInlineKeys, !column.apart.key.isEmpty else { return "" }
    let name = SQLTemplate.Value.name(["\(table.table)_ibfk_1"])
    return try dialect.sql(
      block, ["table": .name(table.parts), "name": name, "key": .text(column.apart.key)])
  }
}
