import Drivers
import SQLText

/// The C libraries that Rung stands on.
package enum Libraries {
  /// Their names and versions, as they are at run time.
  package static var versions: [(name: String, version: String)] {
    [
      ("SQLite", SQLiteDriver.libraryVersion), ("libpq", PostgreSQLDriver.libraryVersion),
      ("PCRE2", Pattern.libraryVersion),
    ]
  }
}
