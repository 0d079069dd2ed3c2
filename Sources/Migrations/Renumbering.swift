import Diagnostics
import SQLText

/// Files that get numbers instead of times, or other numbers.
package struct Renumbering: Sendable {
  /// In the order of their old versions.
  package let moves: [Move]

  /// One file under its new version.
  package struct Move: Sendable {
    package let migration: Migration
    package let version: Version
    /// The last part of its new path.
    package let fileName: String
    package let text: String

    package var oldFileName: String { migration.source.path.lastPart }
  }

  /// Gives every migration whose version is a time the next number of its series, in order.
  ///
  /// - Throws: ``PatternError`` when PCRE2 gives up.
  package init(_ catalog: Catalog, _ lexer: Lexer) throws(PatternError) {
    let late = catalog.migrations.filter { $0.version.kind == .timestamp }
    try self.init(late, catalog, lexer)
  }

  /// Gives some migrations the next numbers of their series.
  package init(_ migrations: [Migration], _ catalog: Catalog, _ lexer: Lexer) throws(PatternError) {
    let relabeller = try Relabeller(lexer)
    var next: [String?: Int] = [:]
    var moves: [Move] = []
    for migration in migrations {
      let series = migration.version.series
      let number = next[series] ?? catalog.nextNumber(in: series)
      next[series] = number + 1
      guard let version = Version(number, in: series) else { continue }
      moves.append(
        Move(
          migration: migration, version: version, fileName: migration.name.fileName(as: version),
          text: try relabeller.text(of: migration, as: version)))
    }
    self.moves = moves
  }

  /// New versions by old ones.
  package var versions: [Version: Version] {
    Dictionary(moves.map { ($0.migration.version, $0.version) }) { first, _ in first }
  }
}

extension String {
  /// What stands behind the last slash.
  package var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
