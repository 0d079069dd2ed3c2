import Diagnostics
import Glibc

/// A lock on a file or a folder, released when the process that holds it ends.
///
/// It is an `flock`, which does not interact with the record locks of other programs.
/// https://man7.org/linux/man-pages/man2/flock.2.html
package final class FileLock {
  private let descriptor: Int32

  /// Opens the file, without locking it yet.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - isMade: whether to create an empty file if there is none.
  /// - Throws: ``FileError`` when it cannot be opened.
  package init(_ path: String, isMade: Bool = false) throws(FileError) {
    descriptor = open(path, isMade ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw FileError(.read, path) }
  }

  deinit { close(descriptor) }

  /// Takes the lock unless another process holds it.
  ///
  /// - Returns: whether the lock is held.
  package func attempt() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Takes the lock, and waits for it without limit.
  package func wait() { while flock(descriptor, LOCK_EX) != 0, errno == EINTR {} }

  /// Whether a path still refers to the file that was opened.
  package func isFile(at path: String) -> Bool {
    var (mine, there) = (stat(), stat())
    return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0 && mine.st_dev == there.st_dev
      && mine.st_ino == there.st_ino
  }

  /// Whether the file has no content.
  package var isEmpty: Bool {
    var information = stat()
    return fstat(descriptor, &information) == 0 && information.st_size == 0
  }
}
