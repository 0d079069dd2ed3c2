import Diagnostics

extension Catalog {
  /// The pending migrations that the settings ask for, in the order in which they must run.
  ///
  /// - Throws: ``MigrationError`` for an impossible order.
  package func pending(_ history: History) throws(MigrationError) -> [Migration] {
    try ordered(migrations.filter { $0.isWanted && !history.contains($0.version) }, history)
  }

  /// Moves each migration after those that it must follow; the others keep their order.
  private func ordered(_ pending: [Migration], _ history: History) throws(MigrationError) -> [Migration] {
    guard pending.contains(where: { !$0.directives.after.isEmpty }) else { return pending }
    var result: [Migration] = []
    var done: Set<Version> = []
    var open: [Version] = []
    func visit(_ migration: Migration) throws(MigrationError) {
      if done.contains(migration.version) { return }
      if let index = open.firstIndex(of: migration.version) {
        throw .cycle(Array(open[index...]), path: migration.source.path)
      }
      open.append(migration.version)
      for other in pending
      where other.version.series == migration.version.series && other.version < migration.version {
        try visit(other)
      }
      for version in migration.directives.after where !history.contains(version) {
        guard let other = self[version] else {
          throw .unknownPredecessor(version, path: migration.source.path)
        }
        guard other.isWanted else {
          throw .unwantedPredecessor(
            version, settings: other.directives.conditions, path: migration.source.path)
        }
        try visit(other)
      }
      open.removeLast()
      done.insert(migration.version)
      result.append(migration)
    }
    for migration in pending { try visit(migration) }
    return result
  }
}
