/// Migrations that have nothing to do, because what they make is there: they are recorded and not run.
extension Plan {
  /// The same plan, with migrations of one extension only recorded whose tables are there.
  ///
  /// - Parameter present: those migrations, in order; the plan may lack some of them.
  /// - Returns: the plan in which they are recorded where the extension's first migration stood.
  package func recording(_ present: [Migration]) -> Plan {
    guard let series = present.first?.version.series else { return self }
    let versions = Set(present.map(\.version))
    let first = items.firstIndex { $0.migration.version.series == series } ?? items.endIndex
    let recorded = present.map {
      Item(migration: $0, direction: .up, row: nil, resumes: nil, isRecordOnly: true)
    }
    let rest = items[first...].filter { !versions.contains($0.migration.version) }
    return Plan(verb: verb, items: items[..<first] + recorded + rest, findings: findings)
  }

  /// The same plan, with items only recorded for which something holds.
  ///
  /// - Parameter isThere: told each item that says when it has nothing to do, and those before it.
  /// - Returns: the plan.
  package func recordingOnly(where isThere: (Item, ArraySlice<Item>) throws -> Bool) rethrows -> Plan {
    var items = items
    for index in items.indices where !items[index].migration.directives.unless.isEmpty {
      guard items[index].direction == .up, items[index].resumes == nil else { continue }
      items[index].isRecordOnly = try isThere(items[index], items[..<index])
    }
    return Plan(verb: verb, items: items, findings: findings)
  }
}
