extension History {
  /// The history after renaming rows.
  func renaming(_ renames: [Reconciliation.Rename]) -> History {
    guard !renames.isEmpty else { return self }
    var rows = rows
    var places = Dictionary(rows.enumerated().map { ($1.name, $0) }) { first, _ in first }
    for rename in renames {
      guard let place = places.removeValue(forKey: rename.current) else { continue }
      rows[place] = rows[place].renamed(rename.name, checksum: rename.checksum)
      places[rename.name] = place
    }
    return with(rows)
  }

  /// The history after a squashed file has replaced the rows of its sources.
  func replacing(_ replacement: Reconciliation.Replacement) -> History {
    let gone = Set(replacement.rows.map(\.name))
    let first = replacement.rows.first?.name
    return with(
      rows.compactMap { row in
        if row.name == first { return row.replaced(by: replacement.migration) }
        return gone.contains(row.name) ? nil : row
      })
  }
}
