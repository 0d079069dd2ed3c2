import Drivers
import SQLText

/// The C libraries that Rung uses.
package enum Libraries {
  /// The names and run-time versions of those that every command has in memory.
  package static var linked: [(name: String, version: String?)] {
    [("SQLite", SQLiteDriver.libraryVersion), ("PCRE2", Pattern.libraryVersion)]
  }

  /// The same with those that are loaded only when needed; the version is nil if the library is missing.
  package static var all: [(name: String, version: String?)] {
    linked + [("libpq", PostgreSQLDriver.libraryVersion)]
  }

  /// The schemes of URLs that a library serves.
  package static let schemes = [
    "SQLite": ["sqlite"], "libpq": ["postgresql", "cockroachdb", "redshift", "yugabytedb"],
  ]
}
