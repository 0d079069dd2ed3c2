import Diagnostics
import System

/// The file of an SQLite database, examined without SQLite.
package struct SQLiteFile {
  private let path: String

  package init(path: String) { self.path = path }

  /// Whether the file exists; a database in memory has none, and is always new.
  package var exists: Bool { path != ":memory:" && Path.exists(path) }

  /// Whether the database uses a write-ahead log that does not exist now because nobody has the database
  /// open.
  ///
  /// Bytes 18 and 19 of the header are 2 for such a database.
  /// https://www.sqlite.org/fileformat.html#the_database_header
  var isIdleWriteAheadLog: Bool {
    guard exists, !Path.exists(path + "-wal") else { return false }
    let header = Path.head(of: path, 20)
    return header.count == 20 && header[18] == 2 && header[19] == 2
  }

  /// The SQLite version that last wrote the file, as `3.53.4`, if it is newer than the given library.
  ///
  /// It is in bytes 96 to 99 of the header.
  /// https://www.sqlite.org/fileformat.html#write_library_version_number_and_version_valid_for_number
  func newerWriter(than library: Int32) -> String? {
    let header = exists ? Path.head(of: path, 100) : []
    guard header.count == 100 else { return nil }
    let number = header[96..<100].reduce(0) { $0 << 8 | Int($1) }
    guard number > Int(library) else { return nil }
    return "\(number / 1_000_000).\(number / 1_000 % 1_000).\(number % 1_000)"
  }

  /// The error for a database that must be recovered before reading, because a program died while writing to
  /// it.
  var recoveryError: DriverError {
    DriverError(
      .unavailable, "the database '\(path)' must be recovered before it can be read",
      cause:
        "a program was killed while it wrote, and a command that only reads must not undo its changes",
      remedy: "run 'rung upgrade', or: sqlite3 \(path) .tables")
  }

  private var isFolder: Bool { Path.isFolder(path) }

  /// The error for a file that exists but cannot be used as a database.
  func usingError(_ reason: String, _ position: DriverError.Position) -> DriverError {
    DriverError(
      .unavailable, "cannot use the database '\(path)'", cause: isFolder ? "it is a folder" : reason,
      position: position)
  }

  /// The error for a file that cannot be opened, with the reason as far as it can be found.
  func openingError(_ reason: String?) -> DriverError {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let (cause, remedy): (String?, String) =
      if !folder.isEmpty, !Path.exists(folder) {
        ("the folder '\(folder)' does not exist", "create the folder, or correct the path")
      } else if isFolder {
        ("it is a folder", "name a file in that folder")
      } else if !exists {
        (reason, "check that you may write to the folder '\(folder)'")
      } else {
        (reason, "check that you may read and write '\(path)'")
      }
    return DriverError(.unavailable, "cannot open the database '\(path)'", cause: cause, remedy: remedy)
  }
}
