#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds out who keeps an SQLite database from being written.
enum SQLiteLock {
  /// The process that holds a write lock on the database or on its write-ahead log, in words.
  ///
  /// Linux lists POSIX locks in `/proc/locks`, by inode: `1: POSIX ADVISORY WRITE PID MAJOR:MINOR:INODE START END`.
  /// Asking with `fcntl` instead would need a descriptor of our own, and closing it would drop our own locks.
  /// https://www.sqlite.org/howtocorrupt.html, section 2.2
  static func holder(of path: String) -> String? {
    guard let locks = contents("/proc/locks") else { return nil }
    let inodes = [path, path + "-shm"].compactMap(inode)
    for line in locks.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "POSIX", words[3] == "WRITE", let process = Int(words[4]),
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
