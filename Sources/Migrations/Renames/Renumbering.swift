import Diagnostics
import SQLText

/// The files that get numbers instead of times, or get other numbers.
package struct Renumbering: Sendable {
  /// The files in the order of their old versions.
  package let moves: [Move]

  /// A file with its new version.
  package struct Move: Sendable {
    package let migration: Migration
    package let version: Version
    /// The last part of its new path.
    package let fileName: String
    package let text: String

    package var oldFileName: String { migration.source.path.lastPart }
  }

  /// Gives every project migration with a timestamp the next number of its series, in order.
  ///
  /// - Throws: ``RenumberingError`` if no number is left, ``PatternError`` if PCRE2 gives up.
  package init(_ catalog: Catalog, besides rows: [Version] = [], _ lexer: Lexer) throws {
    let late = catalog.migrations.filter { $0.version.kind == .timestamp && !$0.isVendored }
    try self.init(late, catalog, besides: rows, lexer: lexer)
  }

  /// Gives some migrations the next numbers of their series.
  ///
  /// - Parameters:
  ///   - migrations: the migrations to renumber.
  ///   - catalog: all migrations.
  ///   - rows: the other versions that a database has.
  ///   - lexer: finds where a file contains its version.
  /// - Throws: ``RenumberingError`` if no number is left, ``PatternError`` if PCRE2 gives up.
  package init(
    _ migrations: [Migration], _ catalog: Catalog, besides rows: [Version] = [], lexer: Lexer
  ) throws {
    let relabeller = try Relabeller(lexer)
    var last: [Series: Version] = [:]
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

  /// The new versions, by old version.
  package var versions: [Version: Version] {
    Dictionary(moves.map { ($0.migration.version, $0.version) }) { first, _ in first }
  }
}

/// An error for a series whose next number would be read as a time.
package struct RenumberingError: Diagnostic {
  let version: Version

  package init(version: Version) { self.version = version }

  package var message: String { "no number is left for '\(version)'" }
  package var cause: String? { "the next one has 14 digits, and would be read as a time" }
  package var status: ExitStatus { .failed }
}
