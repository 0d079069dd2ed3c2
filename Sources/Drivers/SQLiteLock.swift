import System

/// A lock that keeps runs on one SQLite database apart: an `flock` on the database file, released when the
/// process ends.
///
/// SQLite's locks are POSIX record locks, which do not interact with this one. Closing any descriptor of the
/// file drops the record locks, so this descriptor stays open as long as the connection.
/// https://www.sqlite.org/howtocorrupt.html, section 2.2
final class SQLiteRunLock {
  let path: String
  private var lock: FileLock?

  init(path: String) { self.path = path }

  /// - Returns: false while another run holds it; always true for a database in memory, which nobody shares.
  /// - Throws: ``DriverError`` if the file cannot be opened.
  func attempt() throws(DriverError) -> Bool {
    guard path != ":memory:" else { return true }
    // SQLite creates the file only when it first writes, but the lock needs the file.
    do throws(FileError) {
      if lock == nil { lock = try FileLock(path, isMade: true) }
    } catch {
      throw SQLiteFile(path: path).openingError(error.cause)
    }
    guard let lock, lock.attempt() else { return false }
    // After a wait the file may be gone: the previous run failed and removed the file that it had created.
    guard lock.isFile(at: path) else {
      throw DriverError(
        .locked, "the database '\(path)' was taken away while this run waited for it", remedy: "run again")
    }
    return true
  }

  /// Removes the file if it has no content; the lock ensures that no other run uses it.
  func removeEmptyFile() {
    if lock?.isEmpty == true { try? Path.remove(path) }
  }
}

/// A wait for a lock of SQLite's that another program holds. https://www.sqlite.org/c3ref/busy_handler.html
final class SQLiteWait {
  var onWait: ((_ holder: String?) -> Void)?
  private let path: String
  private let limit: Int
  private var start = ContinuousClock.now
  private var isTold = false

  /// - Parameters:
  ///   - path: the database file.
  ///   - limit: the longest wait, in milliseconds.
  init(path: String, limit: Int) {
    self.path = path
    self.limit = limit
  }

  /// Pauses before the next attempt, for 1 ms to a tenth of a second.
  ///
  /// - Parameter attempts: the number of earlier attempts to get this lock.
  /// - Returns: false when the time is up, or a signal asks Rung to stop.
  func pause(after attempts: Int) -> Bool {
    if attempts == 0 { (start, isTold) = (.now, false) }
    let waited = Int(start.duration(to: .now) / .milliseconds(1))
    guard waited < limit else { return false }
    if waited > 1_000, !isTold {
      isTold = true
      onWait?(SQLiteLock.holder(of: path))
    }
    Clock.pause(milliseconds: min(1 << min(attempts, 7), 100, limit - waited))
    return Interruption.signal == nil
  }
}

/// Finds out who prevents writing to an SQLite database.
enum SQLiteLock {
  /// The process that holds a write lock on the database or its write-ahead log, in words.
  ///
  /// Linux lists locks by inode in `/proc/locks`: `1: POSIX ADVISORY WRITE PID MAJOR:MINOR:INODE START END`.
  static func holder(of path: String) -> String? {
    guard let locks = Path.text(of: "/proc/locks") else { return nil }
    let inodes = [path, path + "-shm"].compactMap(inode)
    for line in locks.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 6, ["POSIX", "FLOCK"].contains(words[1]), words[3] == "WRITE",
        let process = Int(words[4]),
        let inode = words[5].split(separator: ":").last, inodes.contains(String(inode)),
        process != Int(Processes.own)
      else { continue }
      let name = Path.text(of: "/proc/\(process)/comm")
      let program = name?.split(separator: "\n").first.map { " (\($0))" } ?? ""
      return "process \(process)\(program)"
    }
    return nil
  }

  private static func inode(_ path: String) -> String? { Path.identity(path).map { "\($0.inode)" } }
}
