import Diagnostics
import Drivers
import Migrations
import SQLText

/// One folder of migrations and the database that it is for.
package struct Project {
  package let settings: Settings
  package let url: DatabaseURL
  let dialect: Dialect
  let catalog: Catalog

  /// Files that look like migrations but cannot be, each with its reason.
  package var ignoredFiles: [any Diagnostic] { catalog.ignored }

  /// Whether no file defines a migration.
  package var isEmpty: Bool { catalog.migrations.isEmpty }

  /// Reads settings, dialect and every migration; the database is not touched.
  ///
  /// - Throws: any ``Diagnostic`` for the first thing that is wrong.
  package init(_ settings: Settings) throws {
    self.settings = settings
    guard let database = settings.database else {
      throw SettingsError.noDatabase(file: settings.file, targets: settings.targets)
    }
    do {
      url = try DatabaseURL(database, relativeTo: settings.databaseFolder)
    } catch {
      throw SettingsError.database(error, settings.origin(of: .database))
    }
    if let reason = PostgreSQLDriver.complaint(about: url) {
      throw SettingsError.badValue(
        settings.origin(of: .database), reason: "the database's URL is not well formed: \(reason)",
        remedy: "write postgresql://[USER@]HOST[:PORT]/NAME with parameters that psql takes")
    }
    dialect = try Resources(sqlFolders: settings.sqlFolders).dialect(url.dialect)
    catalog = try Project.catalog(settings, dialect)
  }

  private static func catalog(_ settings: Settings, _ dialect: Dialect) throws -> Catalog {
    let folder = settings.scriptLocation
    guard Path.isFolder(folder) else {
      throw SettingsError.noFolder(folder, settings.origin(of: .scriptLocation))
    }
    let files = try Path.names(in: folder).filter { FileName.read($0) != .other }.map { name in
      let path = Path.join(folder, name)
      return Catalog.File(path: path, name: name, bytes: try Path.bytes(of: path))
    }
    return try Catalog(files, reader: MigrationReader(dialect.lexer))
  }
}

extension SettingsError {
  /// A fault of a database's URL at the place that the URL comes from.
  fileprivate static func database(_ error: DatabaseURLError, _ origin: Origin) -> SettingsError {
    .badValue(origin, reason: error.message, remedy: error.remedy ?? "")
  }
}
