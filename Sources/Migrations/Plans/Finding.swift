import Diagnostics

/// A problem of a project and its database that the user should know before anything runs.
package enum Finding: Diagnostic, Equatable {
  /// The file was changed after it was applied.
  case changed(Version, path: String)
  /// The tracking table has a version without a file.
  case missing(String, description: String)
  /// A pending migration is older than applied migrations of its series.
  case outOfOrder(Version, title: String, after: [Version])
  /// A pending migration without SQL.
  case draft(Version, path: String)
  /// The settings of an extension ask for a column that its existing tables do not have.
  case missingColumn(table: String, String, of: String)
  /// A stamp discards the progress of an interrupted migration.
  case forgotten(History.Progress)
  /// The history of another tool has a migration without a file.
  case notAdopted(String, tool: String)

  package var message: String {
    switch self {
    case .changed(let version, _):
      "'\(version)' was changed after it was applied, and its new text will not run"
    case .missing(let name, let description):
      "'\(name)' is applied, but has no file\(description.isEmpty ? "" : " (\(description))")"
    case .forgotten(let progress):
      "'\(progress.version)' was interrupted \(progress.finishedWords); the stamp discards that"
    case .notAdopted(let name, let tool):
      "'\(name)' is in the history of \(tool), but no file was adopted for it"
    case .draft(let version, let path): "'\(version)' is a draft: '\(path)' holds no SQL yet"
    case .missingColumn(let table, let column, let name):
      "'\(table)' has no column '\(column)', which [extension.\(name)] sets"
    case .outOfOrder(let version, _, let after):
      "'\(version)' is out of order: it is older than \(Phrase.list(after.map(\.description))), "
        + "applied before it"
    }
  }

  package var cause: String? {
    switch self {
    case .changed: "the checksum of the file differs from the one recorded"
    case .missingColumn: "the table was created before this setting was added"
    case .outOfOrder:
      "its file was added after they were applied, for example by a branch that was merged late"
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .changed(let version, let path):
      """
      restore the file and put the change into a new migration\
      \(version.isOfProject ? "; 'rung fix \(path)'" : "")\
      \(version.isOfProject ? " gives another branch's file its own number" : ""); \
      'rung reconcile \(version) \(version)' accepts the new text as what was applied
      """
    case .missing(let name, _) where Version(name)?.series.name != nil: Finding.wayBack(of: name)
    case .missing: "restore the file from version control, or from the branch it was applied from"
    case .forgotten:
      "check that the database matches the stamp; 'rung status' no longer shows the interruption"
    case .notAdopted: "it is not recorded; if it matters, restore its file and adopt it"
    case .missingColumn(_, _, let name): "'rung extension add-column \(name)' writes a migration that adds it"
    case .draft: "write SQL under its up block; until then, 'rung upgrade' refuses to apply it"
    case .outOfOrder: "it will run after them; check that this order is correct"
    }
  }

  package var place: Place? {
    switch self {
    case .changed(_, let path): return .file(path)
    default: return nil
    }
  }

  package var status: ExitStatus { .failed }
}

extension Finding {
  /// The remedy for a missing file.
  static func wayBack(of name: String) -> String {
    guard let series = Version(name)?.series.name else { return "restore its file" }
    return "include the extension '\(series)' again, with [extension.\(series)]"
  }

  /// The differences between the files and the database.
  ///
  /// - Parameters:
  ///   - catalog: the migrations that the files define.
  ///   - history: the migrations that the database has applied.
  /// - Returns: findings for applied migrations in their order, then those for migrations out of order.
  package static func all(_ catalog: Catalog, _ history: History) -> [Finding] {
    let applied = history.rows.compactMap { row -> Finding? in
      guard let version = row.version, let migration = catalog[version] else {
        return .missing(row.name, description: row.description ?? "")
      }
      return row.isChanged(migration) ? .changed(version, path: migration.source.path) : nil
    }
    return applied
      + outOfOrder(catalog.migrations.filter { $0.isWanted && !history.contains($0.version) }, history)
  }

  /// The findings for pending migrations that are older than applied ones of their series.
  static func outOfOrder(_ pending: [Migration], _ history: History) -> [Finding] {
    let later = later(pending, history)
    return pending.compactMap { migration in
      later[migration.version].map { .outOfOrder(migration.version, title: migration.title, after: $0) }
    }
  }

  /// The newer applied versions of the series, for each pending migration that has any.
  package static func later(_ pending: [Migration], _ history: History) -> [Version: [Version]] {
    let applied = history.rows.compactMap(\.version).sorted()
    return pending.reduce(into: [:]) { result, migration in
      let later = applied.filter { $0.series == migration.version.series && $0 > migration.version }
      if !later.isEmpty { result[migration.version] = later }
    }
  }
}
