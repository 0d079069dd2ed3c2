import Diagnostics
import SQLText

/// The rows that the database has under another name, because files were renamed or squashed.
///
/// They are found by comparing texts; nothing is guessed.
package struct Reconciliation: Sendable {
  /// The rows to rename, in an order in which no name is taken twice.
  package private(set) var renames: [Rename] = []
  /// Squashed files that replace applied rows.
  package private(set) var replacements: [Replacement] = []
  /// Squashed files of which only a part is applied, with the rows of that part.
  package private(set) var parts: [Replacement] = []
  /// The problems that the user must resolve, in the order of the rows.
  package private(set) var problems: [ReconciliationError] = []
  /// The history after all these changes.
  package private(set) var history: History

  package var isEmpty: Bool { renames.isEmpty && replacements.isEmpty }

  /// A row that gets the name of its file.
  package struct Rename: Sendable {
    /// The row's name in the database now.
    package let origin: String
    /// The row's name just before this rename.
    package var current: String
    /// The row's name after this rename.
    package var name: String
    package let kind: Version.Kind
    /// The file's checksum and description, if the row gets them.
    package var checksum: String?
    package var description: String?
    /// Whether this is an intermediate step that breaks a cycle.
    package var isDetour = false
  }

  /// Rows that become one.
  package struct Replacement: Sendable {
    package let migration: Migration
    /// The rows in the order in which they were applied; the first one's sequence number is kept.
    package let rows: [History.Row]
  }

  /// The policy for renamed files.
  package enum Policy: Sendable {
    /// Rows are renamed with their files.
    case follow
    /// The user has to decide, because the project's settings say so.
    case refuse
    /// Every file is taken as its name says.
    case ignore
  }

  /// Compares files and rows.
  ///
  /// - Parameters:
  ///   - catalog: the migrations that the files define.
  ///   - history: the migrations that the database has applied.
  ///   - policy: the policy for renamed files.
  ///   - dialect: the dialect, which says where a file contains its version and which clock wrote the rows.
  ///   - known: new versions by old versions, if they are known whatever the texts say.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package init(
    _ catalog: Catalog, _ history: History, policy: Policy, dialect: Dialect,
    known: [Version: Version] = [:]
  ) throws(PatternError) {
    var history = history.recognising(catalog.recognised, catalog)
    for migration in catalog.migrations where !migration.directives.replaces.isEmpty {
      let others = history.others(than: migration)
      for row in policy == .ignore ? [] : others {
        if try catalog.hasText(of: row, dialect.lexer) { continue }
        problems.append(
          .otherThanReplaced(row: row.name, migration.version, path: migration.source.path))
      }
      switch Replacement.coverage(of: migration, in: catalog, history.without(others)) {
      case .own: break
      case .none where policy != .ignore:
        let unknownRows = history.unknownRows(to: catalog, in: migration.version.series)
        if !unknownRows.isEmpty {
          problems.append(
            .unknownRows(migration.version, rows: unknownRows.map(\.name), path: migration.source.path))
        }
      case .none: break
      case .whole(let rows):
        let replacement = Replacement(migration: migration, rows: rows)
        replacements.append(replacement)
        history = history.replacing(replacement)
      case .part(let rows, let missing):
        problems.append(
          .partlyReplaced(migration.version, missing: missing, path: migration.source.path))
        parts.append(Replacement(migration: migration, rows: rows + others))
      }
    }
    self.history = history
    if policy != .ignore { try match(catalog, history, policy: policy, dialect: dialect, known: known) }
    self.history = history.renaming(renames)
  }

  /// Finds the files of rows that no longer have one.
  private mutating func match(
    _ catalog: Catalog, _ history: History, policy: Policy, dialect: Dialect, known: [Version: Version]
  ) throws(PatternError) {
    let matches = try RenameMatcher(catalog, history, dialect: dialect).matches()
    let matched = Set(matches.renames.map(\.row.name))
    if policy == .refuse {
      problems += matches.renames.map { .switchedOff(row: $0.row.name, file: $0.migration.source.path) }
    } else {
      let rest = history.rows.compactMap { row -> Rename? in
        guard !matched.contains(row.name), let new = row.version.flatMap({ known[$0] }) else { return nil }
        return catalog[new].map { Rename(row, to: $0) }
      }
      renames = Rename.ordered(matches.renames.map { Rename($0.row, to: $0.migration, isSame: true) } + rest)
    }
    problems += matches.problems
    let leaving = Set(renames.map(\.origin)).union(matched)
    let rows = Dictionary(history.rows.map { ($0.version, $0) }) { first, _ in first }
    for rename in renames where !rename.isDetour {
      // A name that another row keeps cannot be taken, however that row spells it.
      guard let version = Version(rename.name), let row = rows[version], !leaving.contains(row.name),
        let file = catalog[version]
      else { continue }
      problems.append(.occupied(row: rename.origin, by: row.name, file: file.source.path))
    }
    let doubted = Set(problems.flatMap(\.rows))
    for row in history.rows where !leaving.contains(row.name) && !doubted.contains(row.name) {
      guard let file = row.version.flatMap({ catalog[$0] }), file.directives.replaces.isEmpty,
        row.isChanged(file), row.isDescribedOtherwise(file)
      else { continue }
      problems.append(
        row.replaced.isEmpty
          ? .another(row: row.name, description: row.description ?? "", file: file.source.path)
          : .beforeSquash(row: row.name, file: file.source.path))
    }
  }

  /// The reconciliation with partly applied squashed files counted as applied, if the user says so.
  package func accepting(_ isMeant: (Migration) -> Bool) -> Reconciliation {
    let accepted = parts.filter { isMeant($0.migration) }
    return Reconciliation(
      renames, replacements: replacements + accepted, accepted.reduce(history) { $0.replacing($1) })
  }

  private init(_ renames: [Rename], replacements: [Replacement], _ history: History) {
    self.renames = renames
    self.replacements = replacements
    self.history = history
  }

  /// Renames rows as the user says, whatever their texts.
  package init(_ renames: [Rename], _ history: History) {
    self.renames = Rename.ordered(renames)
    self.history = history.renaming(self.renames)
  }

  /// The present names of each row that changes, by its new name.
  package var formerNames: [String: [String]] {
    let renamed = renames.filter { !$0.isDetour }.map { ($0.name, [$0.origin]) }
    let replaced = replacements.map { ("\($0.migration.version)", $0.rows.map(\.name)) }
    return Dictionary(renamed + replaced) { first, _ in first }
  }

  /// Notes for the user after the changes, one line for each.
  package var notes: [String] {
    renames.filter { !$0.isDetour }.map {
      $0.origin == $0.name ? "\($0.name) is correct" : "renamed \($0.origin) to \($0.name)"
    }
      + replacements.map {
        "\($0.migration.version) replaces \(Phrase.list($0.rows.map(\.name)))"
      }
  }
}
