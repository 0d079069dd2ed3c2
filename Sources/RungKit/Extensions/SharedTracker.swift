import Diagnostics
import Drivers
import Migrations
import SQLText

/// Another target whose migrations would be recorded in the same tracking table.
struct SharedTracker: Sendable {
  let target: String
  let extensions: [ExtensionChoice]
  /// Whether the settings name its tracking table.
  let namesTable: Bool
}

extension SettingsSource {
  /// The other targets of which the file says the same database and tracking table.
  func sharedTrackers(below folder: String) -> [SharedTracker] {
    guard let target, let file else { return [] }
    let places: [SettingsKey] = [.database, .versionTableSchema, .defaultSchema]
    return file.targets.filter { $0 != target }.compactMap { name in
      let other = SettingsSource(file: file, target: name, environment: environment)
      // What cannot be read of the other one is told when that one is used.
      guard places.allSatisfy({ stored($0)?.value == other.stored($0)?.value }),
        trackingTable == other.trackingTable, let extensions = try? other.extensions(below: folder)
      else { return nil }
      return SharedTracker(
        target: name, extensions: extensions, namesTable: other.raw(.versionTableName) != nil)
    }
  }

  private var trackingTable: String { raw(.versionTableName)?.text ?? Settings.standardTable }
}

extension ProjectExtension {
  /// Whether another target gives the extension's tables other names, so that this target needs a record of
  /// its own: what is recorded of the one would be taken for the other's.
  ///
  /// - Throws: ``SettingsError/badValue(_:reason:remedy:)`` where the settings name one tracking table for
  ///   both.
  func hasOtherTables(
    than sharedTrackers: [SharedTracker], _ settings: Settings, _ dialect: Dialect
  ) throws(SettingsError) -> Bool {
    let origin = settings.origin(of: .versionTableName)
    var isOther = false
    for sharedTracker in sharedTrackers {
      guard let theirs = sharedTracker.extensions.first(where: { $0.name == name }) else { continue }
      for (key, table) in configured.tables.sorted(by: { $0.key < $1.key }) {
        let standard = configured.base.settings?.first { $0.name == key }?.standard
        guard case .text(let text)? = theirs.values[key]?.value ?? standard,
          TableName(text, dialect.syntax, dialect.folding) != table
        else { continue }
        if origin == .byDefault {
          isOther = true
        } else if sharedTracker.namesTable {
          throw .badValue(
            choice.values[key]?.origin ?? theirs.values[key]?.origin ?? choice.origin,
            reason: "the target '\(sharedTracker.target)' has '\(text)' here, and records in the same table",
            remedy: "give each target a 'version_table_name' of its own, or a database")
        }
      }
    }
    return isOther
  }
}

extension Database {
  /// A record that was begun before there were several tenants may be any target's.
  func refuseSharedRows(in schema: String?, _ driver: any Driver) throws {
    // It is one of the others' where that says so.
    if project.settings.sharedTrackers.contains(where: \.namesTable) { return }
    let shared = try Database(project: project.with(sharedTable: Settings.standardTable)).state(driver)
    let names = project.extensions.map(\.name)
    guard let row = shared.history.rows.first(where: { $0.version?.series.map(names.contains) ?? false })
    else { return }
    throw SettingsError.badValue(
      project.settings.origin(of: .versionTableName),
      reason: "'\(row.name)' is recorded in '\(Settings.standardTable)', but not for which target",
      remedy: """
        write version_table_name = "\(Settings.standardTable)" under [target.NAME.migration] \
        of the target whose tables it created
        """)
  }
}
