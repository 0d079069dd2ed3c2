import Glibc

/// A standard stream of this process.
package enum Stream: Int32, Sendable {
  case input, output, errors

  /// Whether the stream is connected to a terminal.
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// The columns of the terminal; nil if the stream is not a terminal, or does not say.
  package var columns: Int? {
    var size = winsize()
    return ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }

  /// Writes the whole text.
  ///
  /// - Returns: the reason if it failed, in the system's words; otherwise nil.
  package func write(_ text: String) -> String? {
    var text = text
    return text.withUTF8 { Descriptor(rawValue).write($0) }
      ? nil : String(cString: strerror(errno)).lowercased()
  }
}

/// An open file, by its number.
struct Descriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// Writes all bytes; returns false on failure, with the reason in `errno`.
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
