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

  /// Gives every migration of the project's folder whose version is a time the next number of its series, in
  /// order.
  ///
  /// - Throws: ``RenumberingError`` where no number is left, ``PatternError`` when PCRE2 gives up.
  package init(_ catalog: Catalog, besides rows: [Version] = [], _ lexer: Lexer) throws {
    let late = catalog.migrations.filter { $0.version.kind == .timestamp && !$0.isVendored }
    try self.init(late, catalog, besides: rows, lexer)
  }

  /// Gives some migrations the next numbers of their series.
  ///
  /// - Parameters:
  ///   - migrations: the files.
  ///   - catalog: the others.
  ///   - rows: versions that a database has besides.
  ///   - lexer: tells where a file holds its version.
  /// - Throws: ``RenumberingError`` where no number is left, ``PatternError`` when PCRE2 gives up.
  package init(
    _ migrations: [Migration], _ catalog: Catalog, besides rows: [Version] = [], _ lexer: Lexer
  ) throws {
    let relabeller = try Relabeller(lexer)
    var last: [String?: Version] = [:]
    moves = try migrations.map { migration in
      let series = migration.version.series
      guard let version = last[series].map(\.successor) ?? catalog.next(in: series, besides: rows) else {
        throw RenumberingError(version: migration.version)
      }
      last[series] = version
      return Move(
        migration: migration, version: version, fileName: migration.name.fileName(as: version),
        text: try relabeller.text(of: migration, as: version))
    }
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

/// A series whose numbers have come to where times begin.
package struct RenumberingError: Diagnostic {
  let version: Version

  package init(version: Version) { self.version = version }

  package var message: String { "no number is left for '\(version)'" }
  package var cause: String? { "the next one has 14 digits, and would be read as a time" }
  package var status: ExitStatus { .failed }
}
