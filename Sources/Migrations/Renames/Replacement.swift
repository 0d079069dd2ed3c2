import Diagnostics
import SQLText

extension Reconciliation.Replacement {
  enum Coverage {
    /// The file itself is applied.
    case own
    /// None of the migrations that the file replaces is applied.
    case none
    case whole([History.Row])
    /// These rows are applied, and these versions are missing.
    case part([History.Row], missing: [Version])
  }

  /// Returns how much of a squashed file is applied.
  static func coverage(of migration: Migration, in catalog: Catalog, _ history: History) -> Coverage {
    let wanted = migration.directives.replaces
    if history.rows.contains(where: { $0.version == migration.version && $0.isOf(migration) }) {
      return .own
    }
    var rows: [History.Row] = []
    var covered: Set<Version> = []
    for row in history.rows {
      let versions = row.coverage(of: migration, catalog, besides: covered)
      guard !versions.isEmpty, covered.isDisjoint(with: versions) else { continue }
      rows.append(row)
      covered.formUnion(versions)
    }
    if rows.isEmpty { return .none }
    let missing = wanted.filter { !covered.contains($0) }
    return missing.isEmpty ? .whole(rows) : .part(rows, missing: missing)
  }
}

extension History.Row {
  /// Whether a squashed file made the row, and not an earlier file with the same version.
  fileprivate func isOf(_ migration: Migration) -> Bool {
    checksum == migration.checksum
      || !replaced.isEmpty && Set(replaced) == Set(migration.directives.replaces)
  }

  /// The versions replaced by a squashed file that this row shows as applied.
  fileprivate func coverage(
    of migration: Migration, _ catalog: Catalog, besides covered: Set<Version>
  ) -> [Version] {
    let (wanted, sums) = (migration.directives.replaces, migration.directives.replacedChecksums)
    let own = replaced.isEmpty ? [version].compactMap { $0 } : replaced
    if !own.isEmpty, own.allSatisfy(wanted.contains) { return own }
    // A row from before a renumbering has another version, but the same text.
    guard let version, version.series == migration.version.series, catalog[version] == nil, let checksum
    else {
      return []
    }
    return zip(wanted, sums).first { $1 == checksum && !covered.contains($0) }.map { [$0.0] } ?? []
  }

  /// Whether the row is for another migration than the file, because also the description differs.
  func isDescribedOtherwise(_ migration: Migration) -> Bool {
    guard let description, !description.isEmpty, !description.hasPrefix("Stamped to ") else { return false }
    return description != migration.description
  }
}

extension Catalog {
  /// Whether a file has the text of a row.
  func hasText(of row: History.Row, _ lexer: Lexer) throws(PatternError) -> Bool {
    let relabeller = try Relabeller(lexer)
    for migration in migrations where try relabeller.isText(of: migration, in: row) { return true }
    return false
  }
}

extension History {
  /// The rows with a version that a squashed file replaces, but of another migration than its source.
  func others(than migration: Migration) -> [Row] {
    let known = Dictionary(
      zip(migration.directives.replaces, migration.directives.replacedChecksums)
    ) { first, _ in first }
    return rows.filter { row in
      // If the version is spelled differently in the row, it may also be in the text, and change its
      // checksum.
      guard row.replaced.isEmpty, isSpelledAlike(row, migration), let sum = row.checksum,
        sum.utf8.count == 32, sum != migration.checksum,
        let expected = row.version.flatMap({ known[$0] })
      else { return false }
      return sum != expected && expected.utf8.count == 32
    }
  }

  private func isSpelledAlike(_ row: Row, _ migration: Migration) -> Bool {
    migration.directives.replaces.contains { $0.description == row.name }
  }

  func without(_ others: [Row]) -> History {
    others.isEmpty ? self : with(rows.filter { row in !others.contains { $0.name == row.name } })
  }

  /// The rows of a series that no file mentions.
  func unknownRows(to catalog: Catalog, in series: Series) -> [Row] {
    let replaced = Set(catalog.migrations.flatMap(\.directives.replaces))
    return rows.filter { row in
      guard let version = row.version, version.series == series else { return false }
      return catalog[version] == nil && !replaced.contains(version)
    }
  }
}
