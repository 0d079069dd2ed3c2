import Diagnostics

/// The applied migrations of a database, to be run once more in an empty one.
package struct Replay: Sendable {
  /// The migrations to upgrade to, one catalog after the other; each has those of the one before it.
  ///
  /// There is one catalog, unless migrations were applied in another order than an upgrade would choose.
  package let stages: [Catalog]
  /// What the texts of the files cannot show of the database's history, in words.
  package let notes: [String]

  /// Finds the files of the applied migrations.
  ///
  /// - Parameters:
  ///   - catalog: the migrations that the files define.
  ///   - history: the migrations that the database has applied.
  /// - Throws: ``Finding/missing(_:description:)`` for an applied migration without a file, ``Faults`` for
  ///   several; ``MigrationError`` for an impossible order.
  package init(_ catalog: Catalog, _ history: History) throws {
    var faults = Faults()
    var applied: [Migration] = []
    for row in history.rows {
      let versions = history.recognised[row.name]?.standsFor ?? [row.version].compactMap { $0 }
      let files = versions.compactMap { catalog[$0] }
      if files.count < max(versions.count, 1) { faults.append(Finding.missing(row)) }
      applied += files.map(\.wanted)
    }
    let known = Set(catalog.repeatables.map(\.version))
    for (version, row) in history.repeated.sorted(by: { $0.key < $1.key }) where !known.contains(version) {
      faults.append(Finding.missing(row))
    }
    try faults.throwIfAny()
    let repeated = catalog.repeatables.filter { history.repeated[$0.version] != nil }
    let stages = try Replay.ascending(applied)
    self.stages = stages.indices.map { index in
      let before = stages[...index].flatMap { $0 }
      return Catalog(index == stages.count - 1 ? before + repeated : before, recognised: catalog.recognised)
    }
    notes =
      (applied + repeated).filter { migration in
        (history.repeated[migration.version] ?? history.rows.first { $0.version == migration.version })
          .map { $0.isChanged(migration) } ?? false
      }.map { "'\($0.source.path)' was changed after it was applied; its new text is compared" }
      + history.interrupted.map { "'\($0.version)' is interrupted; what it has done so far is a difference" }
  }

  /// The migrations in groups, in each of which an upgrade keeps their order.
  private static func ascending(_ applied: [Migration]) throws -> [[Migration]] {
    let usual = try Catalog(applied).pending(History()).map(\.version)
    let places = Dictionary(uniqueKeysWithValues: usual.enumerated().map { ($1, $0) })
    var groups: [[Migration]] = [[]]
    var last = -1
    for migration in applied {
      let place = places[migration.version] ?? 0
      if place < last { groups.append([]) }
      groups[groups.count - 1].append(migration)
      last = place
    }
    return groups
  }
}

extension Finding {
  fileprivate static func missing(_ row: History.Row) -> Finding {
    .missing(row.name, description: row.description ?? "")
  }
}
