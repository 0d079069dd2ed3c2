import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A column of an extension's settings that is missing in tables created before it was set.
package struct MissingColumn {
  package let own: ProjectExtension
  package let column: ColumnDefinition
  package let tables: [TableName]
  /// The extension's migration that was applied last.
  package let last: Version

  package var findings: [Finding] {
    tables.map { .missingColumn(table: $0.parts.joined(separator: "."), column.name, of: own.name) }
  }
}

extension ExtensionTables {
  /// The columns that do not exist, without those that a file of the project adds.
  package func missingColumns(_ history: History) throws -> [MissingColumn] {
    guard let driver else { return [] }
    let database = Database(project)
    return try project.extensions.filter { !$0.configured.columns.isEmpty }.flatMap {
      own -> [MissingColumn] in
      let applied = project.catalog.migrations.filter {
        $0.version.series == .named(own.name) && !$0.isLoaded && history.contains($0.version)
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
  /// The name of a column as `-- unless:` takes it.
  package func column(_ column: ColumnDefinition, of table: TableName) -> String {
    (table.parts + [column.name]).map { name in
      let isPlain = name.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
      return isPlain ? name : dialect.syntax.identifier([name])
    }.joined(separator: ".")
  }
}
