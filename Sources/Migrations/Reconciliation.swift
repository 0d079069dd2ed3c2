import Diagnostics
import SQLText

/// What the database recorded under another name: rows of renamed files, and rows that a squashed file stands for.
///
/// It is found by comparing texts; nothing is guessed.
package struct Reconciliation: Sendable {
  /// Rows to rename, in an order in which no name is taken twice.
  package private(set) var renames: [Rename] = []
  /// Squashed files that take the place of the rows they replace.
  package private(set) var replacements: [Replacement] = []
  /// What there is to know first.
  package private(set) var findings: [Finding] = []
  /// What has to be settled by a person, in the order of the rows.
  package private(set) var problems: [ReconciliationError] = []
  /// The history as it is once all this is done.
  package let history: History

  package var isEmpty: Bool { renames.isEmpty && replacements.isEmpty }

  /// One row that gets the name of its file.
  package struct Rename: Sendable {
    package let row: History.Row
    /// What the row is called from now on.
    package let name: String
    package let kind: Version.Kind
    /// The file's checksum, where its text is what was applied; nil leaves the row's.
    package let checksum: String?
  }

  /// Rows that become one.
  package struct Replacement: Sendable {
    package let migration: Migration
    /// In the order in which they were applied; the first lends its place in the sequence.
    package let rows: [History.Row]
  }

  /// What is done about files that were renamed.
  package enum Policy: Sendable {
    /// Their rows follow.
    case follow
    /// A person has to decide: the project's settings say so.
    case refuse
    /// Every file is taken for what its name says.
    case ignore
  }

  /// Compares files and rows.
  ///
  /// - Parameters:
  ///   - catalog: what the files define.
  ///   - history: what the database says.
  ///   - policy: what is done about renamed files.
  ///   - lexer: tells where a file holds its version.
  ///   - known: new versions by old ones, where they are known, whatever the texts say.
  /// - Throws: ``PatternError`` when PCRE2 gives up.
  package init(
    _ catalog: Catalog, _ history: History, _ policy: Policy, _ lexer: Lexer,
    known: [Version: Version] = [:]
  ) throws(PatternError) {
    var history = history
    for migration in catalog.migrations where !migration.directives.replaces.isEmpty {
      switch Replacement.coverage(migration, catalog, history) {
      case .none: break
      case .whole(let rows):
        let replacement = Replacement(migration: migration, rows: rows)
        replacements.append(replacement)
        findings += replacement.changes
        history = history.replacing(replacement)
      case .part(let missing):
        problems.append(.partlyReplaced(migration.version, missing: missing, path: migration.source.path))
      }
    }
    if policy != .ignore {
      let matches = try RenameMatcher(catalog, history, lexer).matches()
      if policy == .refuse {
        problems += matches.renames.map { .switchedOff(row: $0.row.name, file: $0.migration.source.path) }
      } else {
        let told = Set(matches.renames.map(\.row.name))
        let rest = history.rows.compactMap { row -> Rename? in
          guard !told.contains(row.name), let new = row.version.flatMap({ known[$0] }) else { return nil }
          return catalog[new].map { Rename(row, to: $0) }
        }
        renames = Rename.ordered(matches.renames.map(Rename.init) + rest)
      }
      problems += matches.problems
      // Nobody else's name can be taken.
      let leaving = Set(renames.map(\.row.name))
      for rename in renames where !leaving.contains(rename.name) {
        guard let row = history.rows.first(where: { $0.name == rename.name }),
          let file = row.version.flatMap({ catalog[$0] })
        else { continue }
        problems.append(.occupied(row: rename.row.name, by: row.name, file: file.source.path))
      }
    }
    self.history = history.renaming(renames)
  }

  /// Rows that are renamed as a person says, whatever their texts.
  package init(_ renames: [Rename], _ history: History) {
    self.renames = Rename.ordered(renames)
    self.history = history.renaming(self.renames)
  }

  /// What each row that changes is called in the database, by what it will be called.
  package var formerNames: [String: [String]] {
    let renamed = renames.filter { !$0.isDetour }.map { ($0.name, [$0.row.name.withoutDetour]) }
    let replaced = replacements.map { ("\($0.migration.version)", $0.rows.map(\.name)) }
    return Dictionary(renamed + replaced) { first, _ in first }
  }

  /// For people, when it is done: a line for each.
  package var notes: [String] {
    renames.filter { !$0.isDetour }.map { "renamed \($0.row.name.withoutDetour) to \($0.name)" }
      + replacements.map {
        "\($0.migration.version) takes the place of \(Phrase.list($0.rows.map(\.name)))"
      }
  }
}

extension Reconciliation.Rename {
  /// A row and the file that it is of.
  init(_ match: RenameMatcher.Match) {
    self.init(
      row: match.row, name: match.migration.version.description, kind: match.migration.version.kind,
      checksum: match.migration.checksum)
  }

  /// A row that is to follow a file, as a person says.
  package init(_ row: History.Row, to migration: Migration) {
    self.init(
      row: row, name: migration.version.description, kind: migration.version.kind,
      checksum: row.isChanged(migration) ? nil : migration.checksum)
  }

  /// Whether it is a step on the way around a circle.
  var isDetour: Bool { name.hasSuffix(String.detour) }

  /// In such an order that a name is free when it is taken; a circle goes by way of a name that nobody has.
  static func ordered(_ renames: [Self]) -> [Self] {
    var taken = Set(renames.map(\.row.name))
    var waiting = renames
    var ordered: [Self] = []
    while !waiting.isEmpty {
      if let index = waiting.firstIndex(where: { !taken.contains($0.name) }) {
        let next = waiting.remove(at: index)
        taken.remove(next.row.name)
        ordered.append(next)
      } else {
        let first = waiting.removeFirst()
        let detour = first.row.name + String.detour
        taken.remove(first.row.name)
        ordered.append(Self(row: first.row, name: detour, kind: first.kind, checksum: nil))
        waiting.append(
          Self(
            row: first.row.renamed(detour, checksum: nil), name: first.name, kind: first.kind,
            checksum: first.checksum))
      }
    }
    return ordered
  }
}

extension String {
  /// Ends the name that a row has on its way around a circle; no version ends so.
  fileprivate static let detour = "~"

  fileprivate var withoutDetour: String { hasSuffix(String.detour) ? String(dropLast()) : self }
}

extension Reconciliation.Replacement {
  /// Rows that were not what their files said when these were squashed.
  fileprivate var changes: [Finding] {
    let directives = migration.directives
    return rows.compactMap { row in
      guard let index = directives.replaces.firstIndex(where: { $0 == row.version }),
        directives.replacedChecksums.indices.contains(index), let checksum = row.checksum,
        checksum.utf8.count == 32, row.replaced.isEmpty, checksum != directives.replacedChecksums[index],
        let version = row.version
      else { return nil }
      return .squashedChanged(version, path: migration.source.path)
    }
  }

  enum Coverage {
    /// Nothing that the file replaces is applied, or the file itself is.
    case none
    case whole([History.Row])
    /// Some of it is applied, and these are not.
    case part(missing: [Version])
  }

  /// How a database stands to a squashed file.
  static func coverage(_ migration: Migration, _ catalog: Catalog, _ history: History) -> Coverage {
    let wanted = migration.directives.replaces
    if history.rows.contains(where: { $0.version == migration.version && $0.isOf(migration) }) {
      return .none
    }
    var rows: [History.Row] = []
    var covered: Set<Version> = []
    for row in history.rows {
      let versions = row.coverage(of: migration, catalog)
      guard !versions.isEmpty, covered.isDisjoint(with: versions) else { continue }
      rows.append(row)
      covered.formUnion(versions)
    }
    if rows.isEmpty { return .none }
    let missing = wanted.filter { !covered.contains($0) }
    return missing.isEmpty ? .whole(rows) : .part(missing: missing)
  }
}

extension History.Row {
  /// Whether the row was made by a squashed file, and not by the file that had its version before.
  fileprivate func isOf(_ migration: Migration) -> Bool {
    checksum == migration.checksum
      || !replaced.isEmpty && Set(replaced) == Set(migration.directives.replaces)
  }

  /// What the row says is applied of that which a squashed file replaces.
  fileprivate func coverage(of migration: Migration, _ catalog: Catalog) -> [Version] {
    let wanted = migration.directives.replaces
    let own = replaced.isEmpty ? [version].compactMap { $0 } : replaced
    if !own.isEmpty, own.allSatisfy(wanted.contains) { return own }
    // A row from before the files were renumbered has another version, and the same text.
    guard let version, version.series == migration.version.series, catalog[version] == nil, let checksum,
      let index = migration.directives.replacedChecksums.firstIndex(of: checksum),
      wanted.indices.contains(index)
    else { return [] }
    return [wanted[index]]
  }
}
