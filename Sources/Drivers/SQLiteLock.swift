#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Keeps runs on one SQLite database apart: an `flock` on the database's own file, gone with the process that holds it.
///
/// SQLite's locks are POSIX record locks, which do not see this one. Closing any descriptor of the file drops those,
/// so this one stays open for as long as the connection.
/// https://www.sqlite.org/howtocorrupt.html, section 2.2
final class SQLiteRunLock {
  let path: String
  private var descriptor: Int32 = -1

  init(path: String) { self.path = path }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// - Returns: false while another run holds it; a database in memory has nobody to share with.
  /// - Throws: ``DriverError`` when the file cannot be opened.
  func attempt() throws(DriverError) -> Bool {
    guard path != ":memory:" else { return true }
    // SQLite makes the file when it first writes; to be locked it has to be there.
    if descriptor < 0 { descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644) }
    guard descriptor >= 0 else { throw SQLiteFile(path: path).openingError(String(cString: strerror(errno))) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
    // Who waited may have a file that is gone: the run before it failed, and took away what it had made.
    var (mine, there) = (stat(), stat())
    guard fstat(descriptor, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino else {
      throw DriverError(
        .locked, "the database '\(path)' was taken away while this run waited for it", remedy: "run again")
    }
    return true
  }

  /// Takes a file away into which nothing was ever written; whoever holds the lock is alone with it.
  func removeEmptyFile() {
    var information = stat()
    if descriptor >= 0, fstat(descriptor, &information) == 0, information.st_size == 0 { unlink(path) }
  }
}

/// Waits while another program holds a lock of SQLite's. https://www.sqlite.org/c3ref/busy_handler.html
final class SQLiteWait {
  var onWait: ((_ holder: String?) -> Void)?
  private let path: String
  private let limit: Int
  private var start = ContinuousClock.now
  private var isTold = false

  /// - Parameters:
  ///   - path: the database's file.
  ///   - limit: how long to wait at most, in milliseconds.
  init(path: String, limit: Int) {
    self.path = path
    self.limit = limit
  }

  /// Pauses before the next attempt, from 1 ms to a tenth of a second.
  ///
  /// - Parameter attempts: how many there were for this lock before.
  /// - Returns: false when the time is up.
  func pause(after attempts: Int) -> Bool {
    if attempts == 0 { (start, isTold) = (.now, false) }
    let waited = Int(start.duration(to: .now) / .milliseconds(1))
    guard waited < limit else { return false }
    if waited > 1_000, !isTold {
      isTold = true
      onWait?(SQLiteLock.holder(of: path))
    }
    usleep(UInt32(min(1 << min(attempts, 7), 100, limit - waited)) * 1_000)
    return true
  }
}

/// Finds out who keeps an SQLite database from being written.
enum SQLiteLock {
  /// The process that holds a write lock on the database or on its write-ahead log, in words.
  ///
  /// Linux lists locks in `/proc/locks`, by inode: `1: POSIX ADVISORY WRITE PID MAJOR:MINOR:INODE START END`.
  static func holder(of path: String) -> String? {
    guard let locks = contents("/proc/locks") else { return nil }
    let inodes = [path, path + "-shm"].compactMap(inode)
    for line in locks.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 6, ["POSIX", "FLOCK"].contains(words[1]), words[3] == "WRITE",
        let process = Int(words[4]),
        let inode = words[5].split(separator: ":").last, inodes.contains(String(inode)), process != getpid()
      else { continue }
      let name = contents("/proc/\(process)/comm")
      let program = name?.split(separator: "\n").first.map { " (\($0))" } ?? ""
      return "process \(process)\(program)"
    }
    return nil
  }

  private static func inode(_ path: String) -> String? {
    var information = stat()
    return stat(path, &information) == 0 ? "\(information.st_ino)" : nil
  }

  private static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer.prefix(count) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
