import Diagnostics
import Glibc

/// A lock on a file or a folder, which ends with the process that holds it.
///
/// It is an `flock`, which the record locks of other programs do not see.
/// https://man7.org/linux/man-pages/man2/flock.2.html
package final class FileLock {
  private let descriptor: Int32

  /// Opens the file; nothing is locked yet.
  ///
  /// - Parameters:
  ///   - path: the file, or a folder.
  ///   - isMade: whether an empty file is made where there is none.
  /// - Throws: ``FileError`` when it cannot be opened.
  package init(_ path: String, isMade: Bool = false) throws(FileError) {
    descriptor = open(path, isMade ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw FileError(.read, path) }
  }

  deinit { close(descriptor) }

  /// Takes the lock unless somebody else holds it.
  ///
  /// - Returns: whether it is held.
  package func attempt() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Takes the lock, however long that takes.
  package func wait() { while flock(descriptor, LOCK_EX) != 0, errno == EINTR {} }

  /// Whether a path still leads to the file that was opened.
  package func isFile(at path: String) -> Bool {
    var (mine, there) = (stat(), stat())
    return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino
  }

  /// Whether nothing was ever written into the file.
  package var isEmpty: Bool {
    var information = stat()
    return fstat(descriptor, &information) == 0 && information.st_size == 0
  }
}
