extension Reconciliation.Rename {
  /// Makes a rename that gives a row its file's version.
  ///
  /// - Parameters:
  ///   - row: the row.
  ///   - migration: the file.
  ///   - isSame: whether the file is what was applied, whatever the checksums say.
  package init(_ row: History.Row, to migration: Migration, isSame: Bool = false) {
    self.init(
      origin: row.name, current: row.name, name: migration.version.description, kind: migration.version.kind,
      checksum: isSame || !row.isChanged(migration) ? migration.checksum : nil,
      description: isSame || row.version == migration.version ? migration.description : nil)
  }

  /// The rename without a detour.
  package var direct: Self {
    var direct = self
    direct.current = origin
    return direct
  }

  /// The renames to names that no row keeps, not even a row whose own rename is blocked.
  package static func unhindered(_ renames: [Self], among rows: [History.Row]) -> [Self] {
    let leaving = Set(renames.map(\.origin))
    let held = Set(rows.filter { !leaving.contains($0.name) }.compactMap(\.version))
    let free = renames.filter { rename in Version(rename.name).map { !held.contains($0) } ?? true }
    return free.count == renames.count ? free : unhindered(free, among: rows)
  }

  /// The renames in an order in which each name is free when it is taken; a cycle uses an unused name.
  static func ordered(_ renames: [Self]) -> [Self] {
    var taken = Set(renames.map(\.current))
    if taken.isDisjoint(with: renames.map(\.name)) { return renames }
    var waiting = renames
    var ordered: [Self] = []
    while !waiting.isEmpty {
      if let index = waiting.firstIndex(where: { !taken.contains($0.name) || $0.name == $0.current }) {
        let next = waiting.remove(at: index)
        taken.remove(next.current)
        ordered.append(next)
      } else {
        var first = waiting.removeFirst()
        taken.remove(first.current)
        // This cannot be a version, and it fits where a version fits.
        var detour = first
        detour.name = "~\(ordered.count)"
        detour.isDetour = true
        (detour.checksum, detour.description) = (nil, nil)
        ordered.append(detour)
        first.current = detour.name
        waiting.append(first)
      }
    }
    return ordered
  }
}
