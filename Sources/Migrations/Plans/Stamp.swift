import Diagnostics

/// The changes that make the tracking table say what the user says.
package struct Stamp: Sendable {
  /// The rows to delete, the last applied first.
  package let removed: [History.Row]
  /// The migrations to record as applied, in order.
  package let added: [Migration]
  /// Interrupted migrations that the stamp resolves as applied or reverted.
  package let resolved: [History.Progress]
  /// When and by whom another tool has applied the migrations, if they are taken over from it.
  package let origins: [Version: Takeover.Taken]

  package var isEmpty: Bool { removed.isEmpty && added.isEmpty && resolved.isEmpty }

  /// Finds the changes; a version affects only its own series, `head` and `base` affect all.
  ///
  /// Rows that remain true are not changed, and keep their times and sequence numbers.
  /// - Throws: ``RevisionError`` or ``PlanError`` for a revision that cannot be stamped.
  package init(_ catalog: Catalog, _ history: History, at revision: Revision) throws {
    let isWanted: (Version) -> Bool
    switch revision {
    case .head: isWanted = { _ in true }
    case .base: isWanted = { _ in false }
    case .version(let version):
      guard catalog[version] != nil else {
        let series = catalog.migrations.last { $0.version.series == version.series }
        throw RevisionError.unknown(version, nearest: series?.version)
      }
      try Plan.requireWanted(version, in: catalog, history)
      isWanted = { $0.series != version.series || $0 <= version }
    case .steps:
      throw PlanError.notStampable(revision.words)
    }
    resolved = history.interrupted.filter { progress in
      if case .version(let version) = revision { progress.version.series == version.series } else { true }
    }
    let gone = history.rows.reversed().filter { row in
      row.version.map { !isWanted($0) } ?? (revision == .base)
    }
    // Repeatable migrations run again when there is something to run them on.
    removed = gone + (gone.isEmpty && revision != .base ? [] : history.repeated(without: []))
    added = catalog.migrations.filter { migration in
      guard migration.isWanted, isWanted(migration.version), !history.contains(migration.version) else {
        return false
      }
      // A version is a goal only for its own series; the others keep their migrations.
      if case .version(let version) = revision { return migration.version.series == version.series }
      return true
    }
    origins = [:]
    if let draft = added.first(where: \.isDraft) { throw MigrationError.emptyUpBlock(draft) }
  }

  /// Adds what another tool has applied, and removes nothing.
  package init(_ takeover: Takeover, _ history: History) {
    let new = takeover.taken.filter { !history.contains($0.migration.version) }
    added = new.map(\.migration)
    origins = Dictionary(new.map { ($0.migration.version, $0) }) { first, _ in first }
    (removed, resolved) = ([], [])
  }
}
