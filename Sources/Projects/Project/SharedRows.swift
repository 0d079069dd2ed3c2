import Configuration
import Diagnostics
import Drivers
import Migrations

extension Database {
  /// Refuses rows in the shared table from before there were several tenants, because any target may own
  /// them.
  func refuseSharedRows(in schema: String?, _ driver: any Driver) throws {
    // A target that names the shared table owns its rows.
    if project.settings.sharedTrackers.contains(where: \.namesTable) { return }
    let shared = try Database(project.with(sharedTable: SettingsSource.standardTable)).state(driver)
    let names = project.extensions.map(\.name)
    guard let row = shared.history.rows.first(where: { $0.series.name.map(names.contains) ?? false })
    else { return }
    throw SettingsError.badValue(
      project.settings.origin(of: .versionTableName),
      reason: "'\(row.name)' is in '\(SettingsSource.standardTable)', without a target",
      remedy: """
        write version_table_name = "\(SettingsSource.standardTable)" under [target.NAME.migration] \
        of the target whose tables it created
        """)
  }
}
