import Drivers
import SQLText

/// The C libraries that Rung uses.
package enum Libraries {
  /// Their names and versions at run time; the version is nil if the library is missing.
  package static var versions: [(name: String, version: String?)] {
    [
      ("SQLite", SQLiteDriver.libraryVersion), ("libpq", PostgreSQLDriver.libraryVersion),
      ("PCRE2", Pattern.libraryVersion),
    ]
  }

  /// The schemes of URLs that a library serves.
  package static let schemes = [
    "SQLite": ["sqlite"], "libpq": ["postgresql", "cockroachdb", "redshift", "yugabytedb"],
  ]
}
