/// When repeatable migrations run.
extension Plan {
  /// The repeatable migrations to run after all others.
  ///
  /// - Parameters:
  ///   - catalog: the migrations that the files define.
  ///   - history: the migrations that the database has applied.
  ///   - chosen: the other migrations that the plan applies.
  ///   - policy: the project's rules.
  /// - Returns: those that are new, that have changed, or that run after every change; none if something has
  ///   failed before.
  static func repeatables(
    _ catalog: Catalog, _ history: History, after chosen: [Migration], policy: Policy
  ) -> [Item] {
    guard policy.stopped.isEmpty else { return [] }
    return catalog.repeatables.compactMap { migration in
      let row = history.repeated[migration.version]
      let isDue =
        row.map { $0.isChanged(migration) } ?? true || policy.repeats == migration.version
        || migration.directives.repeatsAlways && !chosen.isEmpty
      return isDue ? Item(migration: migration, direction: .up, row: row, resumes: nil) : nil
    }
  }
}

extension History {
  /// The rows of repeatable migrations, without those of the given files.
  func repeated(without files: [Migration]) -> [Row] {
    let known = Set(files.map(\.version))
    return repeated.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
  }
}
