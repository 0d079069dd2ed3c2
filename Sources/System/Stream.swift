import Glibc

/// One of the files that this process was started with.
package enum Stream: Int32, Sendable {
  case input, output, errors

  /// Whether a person is at the other end.
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all of a text.
  ///
  /// - Returns: why that failed, in the system's words; nil when it did not.
  package func write(_ text: String) -> String? {
    var text = text
    return text.withUTF8 { Descriptor(rawValue).write($0) }
      ? nil : String(cString: strerror(errno)).lowercased()
  }
}

/// An open file by its number.
struct Descriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// Writes all bytes; false where that fails, with the reason in `errno`.
  func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(number, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
