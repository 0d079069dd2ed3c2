import Diagnostics
import Drivers
import Migrations
import SQLText

/// Another target whose migrations would use the same tracking table.
package struct SharedTracker: Sendable {
  let target: String
  let extensions: [ExtensionChoice]
  /// Whether the settings name its tracking table.
  package let namesTable: Bool
}

extension SettingsSource {
  /// The other targets with the same database and tracking table in the settings file.
  func sharedTrackers(below folder: String) -> [SharedTracker] {
    guard let target, let file else { return [] }
    let places: [SettingsKey] = [.database, .versionTableSchema, .defaultSchema]
    return file.targets.filter { $0 != target }.compactMap { name in
      let other = SettingsSource(file: file, target: name, environment: environment)
      // Errors in the other target's settings are reported when that target is used.
      guard places.allSatisfy({ stored($0)?.value == other.stored($0)?.value }),
        trackingTable == other.trackingTable, let extensions = try? other.extensions(below: folder)
      else { return nil }
      return SharedTracker(
        target: name, extensions: extensions, namesTable: other.raw(.versionTableName) != nil)
    }
  }

  /// The tracking table of the target.
  var trackingTable: String { raw(.versionTableName)?.text ?? SettingsSource.standardTable }

  /// The name of the tracking table, unless the settings give another.
  package static let standardTable = "ddl_migrations"
}

extension ProjectExtension {
  /// Whether another target names the extension's tables differently, so that this target needs a tracking
  /// table of its own.
  ///
  /// In a shared table, rows of one target would be taken for rows of the other.
  ///
  /// - Throws: ``SettingsError/badValue(_:reason:remedy:)`` if the settings name one tracking table for both.
  package func hasOtherTables(
    than sharedTrackers: [SharedTracker], namedBy origin: SettingsError.Origin, _ dialect: Dialect
  ) throws(SettingsError) -> Bool {
    var isOther = false
    for sharedTracker in sharedTrackers {
      guard let theirs = sharedTracker.extensions.first(where: { $0.name == name }) else { continue }
      for (key, table) in configured.tables.sorted(by: { $0.key < $1.key }) {
        let standard = configured.base.settings?.first { $0.name == key }?.standard
        guard case .text(let text)? = theirs.values[key]?.value ?? standard,
          TableName(text, dialect.syntax, folding: dialect.folding) != table
        else { continue }
        if origin == .byDefault {
          isOther = true
        } else if sharedTracker.namesTable {
          throw .badValue(
            choice.values[key]?.origin ?? theirs.values[key]?.origin ?? choice.origin,
            reason: "the target '\(sharedTracker.target)' says '\(text)' and uses the same tracking table",
            remedy: "give each target its own 'version_table_name' or database")
        }
      }
    }
    return isOther
  }
}
