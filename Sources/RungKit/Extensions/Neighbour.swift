import Diagnostics
import Migrations
import SQLText

/// Another target whose migrations are recorded in the same tracking table.
struct Neighbour: Sendable {
  let target: String
  let extensions: [ExtensionChoice]
}

extension SettingsSource {
  /// The other targets of which the file says the same database and tracking table.
  func neighbours(below folder: String) -> [Neighbour] {
    guard let target, let file else { return [] }
    let places: [SettingsKey] = [.database, .versionTableName, .versionTableSchema, .defaultSchema]
    return file.targets.filter { $0 != target }.compactMap { name in
      let other = SettingsSource(file: file, target: name, environment: environment)
      // What cannot be read of the other one is told when that one is used.
      guard places.allSatisfy({ stored($0)?.value == other.stored($0)?.value }),
        let extensions = try? other.extensions(below: folder)
      else { return nil }
      return Neighbour(target: name, extensions: extensions)
    }
  }
}

extension ProjectExtension {
  /// Refuses tables that another target calls otherwise: what is recorded of the one would be taken for the other's.
  func refuseOtherTables(of neighbours: [Neighbour], _ dialect: Dialect) throws(SettingsError) {
    for neighbour in neighbours {
      guard let theirs = neighbour.extensions.first(where: { $0.name == name }) else { continue }
      for (key, table) in configured.tables.sorted(by: { $0.key < $1.key }) {
        let standard = configured.base.settings?.first { $0.name == key }?.standard
        guard case .text(let text)? = theirs.values[key]?.value ?? standard,
          TableName(text, dialect.syntax, dialect.folding) != table
        else { continue }
        throw .badValue(
          choice.values[key]?.origin ?? theirs.values[key]?.origin ?? choice.origin,
          reason: "the target '\(neighbour.target)' has '\(text)' here, and records in the same table",
          remedy: "give each target a 'version_table_name' of its own, or a database")
      }
    }
  }
}
