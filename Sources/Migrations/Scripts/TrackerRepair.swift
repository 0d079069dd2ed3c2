/// What brings a tracking table of an older version up to date: the columns it lacks, and what they would
/// hold.
///
/// SQLSpec's releases up to 0.26 knew neither the sequence nor the type of a version, and hashed files whole;
/// later releases add the columns, and leave them empty.
package struct TrackerRepair: Sendable {
  /// Columns to add, in the order of their names.
  package let columns: [String]
  /// Rows to fill, in the order in which they were applied.
  package let rows: [Row]

  /// One row as it should be.
  package struct Row: Sendable, Equatable {
    /// `version_num` as it stands there.
    package let name: String
    /// From 1.
    package let sequence: Int
    package let type: Version.Kind?
    /// Nil leaves what is there.
    package let checksum: String?
  }

  /// The columns that a table can lack; without one of the others it is no tracking table.
  package static let columns = ["checksum", "execution_sequence", "replaces", "version_type"]

  /// - Returns: nil for a table that is as it should be, and where there is none.
  package init?(_ catalog: Catalog, _ history: History) {
    // SQLSpec's own table has no 'replaces'; only a squashed file needs it.
    let isSquashed = catalog.migrations.contains { !$0.directives.replaces.isEmpty }
    columns = isSquashed || history.missingColumns != ["replaces"] ? history.missingColumns.sorted() : []
    guard history.hasTracker, !columns.isEmpty || history.rows.contains(where: { $0.sequence == nil })
    else { return nil }
    rows = history.rows.enumerated().map { index, row in
      let migration = row.version.flatMap { catalog[$0] }
      // A file that was changed since does not say what was applied.
      let isChanged = migration.map(row.isChanged) == true
      return Row(
        name: row.name, sequence: index + 1, type: row.version?.kind,
        checksum: isChanged ? nil : migration?.checksum)
    }
  }
}
