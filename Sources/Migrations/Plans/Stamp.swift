import Diagnostics

/// What has to change in the tracking table so that it says what the user says.
package struct Stamp: Sendable {
  /// Rows to take out, the last applied first.
  package let removed: [History.Row]
  /// Migrations to record as applied, in order.
  package let added: [Migration]
  /// Interrupted migrations that the stamp settles, one way or the other.
  package let settled: [History.Progress]

  package var isEmpty: Bool { removed.isEmpty && added.isEmpty && settled.isEmpty }

  /// A version touches its own series alone; `head` and `base` touch all.
  ///
  /// Rows that are true before and after stay as they are, with their times and places in the sequence.
  /// - Throws: ``RevisionError`` or ``PlanError`` for what cannot be stamped.
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
      try Plan.requireWanted(version, catalog, history)
      isWanted = { $0.series != version.series || $0 <= version }
    case .steps:
      throw PlanError.notStampable(revision.words)
    }
    settled = history.interrupted.filter { progress in
      if case .version(let version) = revision { progress.version.series == version.series } else { true }
    }
    removed = history.rows.reversed().filter { row in row.version.map { !isWanted($0) } ?? (revision == .base)
    }
    added = catalog.migrations.filter { migration in
      guard migration.isWanted, isWanted(migration.version), !history.contains(migration.version) else {
        return false
      }
      // What a version asks for is its own series; the others keep what they have.
      if case .version(let version) = revision { return migration.version.series == version.series }
      return true
    }
    if let draft = added.first(where: \.isDraft) { throw MigrationError.emptyUpBlock(draft) }
  }
}
