/// The changes that update an older tracking table: the columns it lacks, and their values.
///
/// SQLSpec up to 0.26 stored neither the sequence nor the type of a version, and hashed whole files. Later
/// releases add the columns, but leave them empty.
package struct TrackerBackfill: Sendable {
  /// The columns to add, in the order of their names.
  package let columns: [String]
  /// The rows to fill, in the order in which they were applied.
  package let rows: [Row]

  /// The correct values for one row.
  package struct Row: Sendable, Equatable {
    /// The value of `version_num`.
    package let name: String
    /// The sequence number, from 1.
    package let sequence: Int
    package let type: Version.Kind?
    /// The new checksum; nil keeps the present one.
    package let checksum: String?
  }

  /// The columns that a table may lack; without any other column it is not a tracking table.
  package static let columns = ["checksum", "execution_sequence", "replaces", "version_type"]

  /// - Returns: nil if the table is up to date, or does not exist.
  package init?(_ catalog: Catalog, _ history: History) {
    // SQLSpec's own table has no 'replaces'; only a squashed file needs it.
    let isSquashed = catalog.migrations.contains { !$0.directives.replaces.isEmpty }
    columns = isSquashed || history.missingColumns != ["replaces"] ? history.missingColumns.sorted() : []
    guard history.hasTracker, !columns.isEmpty || history.rows.contains(where: { $0.sequence == nil })
    else { return nil }
    rows = history.rows.enumerated().map { index, row in
      let migration = row.version.flatMap { catalog[$0] }
      // A file that was changed since then does not show what was applied.
      let isChanged = migration.map(row.isChanged) == true
      return Row(
        name: row.name, sequence: index + 1, type: row.version?.kind,
        checksum: isChanged ? nil : migration?.checksum)
    }
  }
}
