import Diagnostics
import Glibc

extension SourceText {
  /// Reads a file straight into the memory of its text, because a copy would double what a large file takes.
  ///
  /// - Parameter path: the file, as the user knows it.
  /// - Returns: the text, or the error for bytes that are not UTF-8.
  /// - Throws: ``FileError`` if the file cannot be read.
  package static func file(_ path: String) throws(FileError) -> Result<SourceText, InvalidUTF8> {
    if let text = validText(of: path) { return .success(SourceText(path: path, text: text)) }
    return decoded(path, try Path.bytes(of: path))
  }

  /// The text of a regular file that is valid UTF-8 and not empty; nil for everything else.
  private static func validText(of path: String) -> String? {
    var information = stat()
    // A pipe can be read only once.
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG, information.st_size > 0
    else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let size = Int(information.st_size)
    var isValid = false
    // One byte more shows whether the file grows meanwhile.
    let text = String(unsafeUninitializedCapacity: size + 1) { buffer in
      var count = 0
      while count < buffer.count {
        let found = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        guard found > 0 else { break }
        count += found
      }
      // The initializer repairs an invalid text without a word.
      let bytes = UnsafeBufferPointer(rebasing: buffer[..<count])
      isValid = count == size && (try? UTF8Span(validating: bytes.span)) != nil
      return count
    }
    return isValid ? text : nil
  }
}
