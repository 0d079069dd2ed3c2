import Drivers
import SQLText

/// The C libraries that Rung stands on.
package enum Libraries {
  /// Their names and versions, as they are at run time; no version for one that is not there.
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
