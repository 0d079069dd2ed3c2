import Diagnostics
import Migrations
import SQLText
import Testing

extension Fixture {
  /// A file of one statement, its up block named in the usual way.
  static func file(
    _ version: String, _ sql: String, title: String = "a", head: String = ""
  ) throws -> Migration {
    try migration("\(version)_\(title).sql", "\(head)-- name: migrate-\(version)-up\n\(sql);\n")
  }

  /// The row that applying a file made.
  static func row(
    _ migration: Migration, _ sequence: Int, name: String? = nil, checksum: String? = nil, at: String? = nil,
    replaces: String? = nil
  ) -> History.Row {
    History.Row(
      name: name ?? "\(migration.version)", sequence: sequence, description: migration.description,
      appliedAt: at, checksum: checksum ?? migration.checksum, replaces: replaces)
  }

  static func reconciliation(
    _ files: [Migration], _ rows: [History.Row], _ policy: Reconciliation.Policy = .follow,
    known: [Version: Version] = [:], dialect: String = "sqlite"
  ) throws -> Reconciliation {
    try Reconciliation(
      Catalog(files), History(rows: rows, hasTracker: true), policy: policy, dialect: self.dialect(dialect),
      known: known)
  }

  /// A table whose key was refused, or a row that is not there.
  struct Refused: Error { let name: String }
}

extension Reconciliation {
  /// What becomes of each name, such as `0002>0003`, in the order in which it is sent.
  var words: String { renames.map { "\($0.current)>\($0.name)" }.joined(separator: " ") }

  /// Does all of it on a table with a key, as the script does; returns the names by their places in the sequence.
  func replayed(on rows: [History.Row]) throws -> [Int: String] {
    var table = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.sequence ?? 0) })
    func rename(_ old: String, to name: String) throws {
      guard let row = table.removeValue(forKey: old) else { throw Fixture.Refused(name: old) }
      guard table.updateValue(row, forKey: name) == nil else { throw Fixture.Refused(name: name) }
    }
    for replacement in replacements {
      for row in replacement.rows.dropFirst() {
        guard table.removeValue(forKey: row.name) != nil else { throw Fixture.Refused(name: row.name) }
      }
      try rename(#require(replacement.rows.first).name, to: "\(replacement.migration.version)")
    }
    for step in renames { try rename(step.current, to: step.name) }
    return Dictionary(uniqueKeysWithValues: table.map { ($1, $0) })
  }
}

extension History {
  /// The names of the rows by their places in the sequence.
  var names: [Int: String] { Dictionary(uniqueKeysWithValues: rows.map { ($0.sequence ?? 0, $0.name) }) }
}
