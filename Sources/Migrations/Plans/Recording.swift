/// Migrations that are recorded without running, because what they create exists already.
extension Plan {
  /// The plan with migrations of one extension only recorded, because their tables exist.
  ///
  /// - Parameter present: these migrations, in order; some may be missing from the plan.
  /// - Returns: the plan that records them where the extension's first migration was.
  package func recording(_ present: [Migration]) -> Plan {
    guard let series = present.first?.version.series else { return self }
    let versions = Set(present.map(\.version))
    let first = items.firstIndex { $0.migration.version.series == series } ?? items.endIndex
    let recorded = present.map {
      Item(migration: $0, direction: .up, row: nil, resumes: nil, isRecordOnly: true)
    }
    let rest = items[first...].filter { !versions.contains($0.migration.version) }
    return with(Array(items[..<first]) + recorded + rest)
  }

  /// The plan with those items only recorded for which a condition holds.
  ///
  /// - Parameter isThere: the condition; called with each item that has an `unless` directive, and the items
  ///   before it.
  /// - Returns: the changed plan.
  package func recordingOnly(where isThere: (Item, ArraySlice<Item>) throws -> Bool) rethrows -> Plan {
    var items = items
    for index in items.indices where !items[index].migration.directives.unless.isEmpty {
      guard items[index].direction == .up, items[index].resumes == nil else { continue }
      items[index].isRecordOnly = try isThere(items[index], items[..<index])
    }
    return with(items)
  }
}
