import Diagnostics

extension Catalog {
  /// What is asked for and not applied yet, in the order in which it has to be.
  ///
  /// - Throws: ``MigrationError`` for an order that cannot be.
  package func pending(_ history: History) throws(MigrationError) -> [Migration] {
    try ordered(migrations.filter { $0.isWanted && !history.contains($0.version) }, history)
  }

  /// Puts each migration behind those that it says it comes after; all else stays as it is.
  private func ordered(_ pending: [Migration], _ history: History) throws(MigrationError) -> [Migration] {
    guard pending.contains(where: { !$0.directives.after.isEmpty }) else { return pending }
    var result: [Migration] = []
    var done: Set<Version> = []
    var open: [Version] = []
    func visit(_ migration: Migration) throws(MigrationError) {
      if done.contains(migration.version) { return }
      if let index = open.firstIndex(of: migration.version) {
        throw .circle(Array(open[index...]), path: migration.source.path)
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
          throw .unwantedPredecessor(version, other.directives.conditions, path: migration.source.path)
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
