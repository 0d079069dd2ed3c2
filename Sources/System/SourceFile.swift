import Diagnostics
import Glibc

extension SourceText {
  /// Reads a file straight into the memory of its text, because a copy would double what a large file takes.
  ///
  /// - Parameter path: the file, as the user knows it.
  /// - Returns: the text, or the error for bytes that are not UTF-8.
  /// - Throws: ``FileError`` if the file cannot be read.
  package static func file(_ path: String) throws(FileError) -> Result<SourceText, InvalidUTF8> {
    // Opened once, because a pipe cannot be opened again.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.read, path) }
    defer { close(descriptor) }
    if let text = validText(descriptor) { return .success(SourceText(path: path, text: text)) }
    return decoded(path, try Path.bytes(descriptor, of: path))
  }

  /// The text of a regular file that is valid UTF-8, not empty and read at once; nil for everything else,
  /// with the descriptor at the start.
  private static func validText(_ descriptor: Int32) -> String? {
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
      information.st_size > 0
    else { return nil }
    let size = Int(information.st_size)
    var isValid = false
    // One byte more shows whether the file grows meanwhile.
    let text = String(unsafeUninitializedCapacity: size + 1) { buffer in
      let count = max(read(descriptor, buffer.baseAddress, buffer.count), 0)
      // The initializer repairs an invalid text without a word.
      let bytes = UnsafeBufferPointer(rebasing: buffer[..<count])
      isValid = count == size && (try? UTF8Span(validating: bytes.span)) != nil
      return count
    }
    if isValid { return text }
    lseek(descriptor, 0, SEEK_SET)
    return nil
  }
}
