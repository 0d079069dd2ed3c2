extension String {
  /// The text with each `\r\n` as `\n`, and optionally each lone `\r` too.
  ///
  /// - Parameter includingLone: whether a lone `\r` ends a line, as in Python's universal newlines.
  /// - Returns: the same text if nothing changes.
  package func withLineFeeds(includingLone: Bool) -> String {
    guard utf8.contains(UInt8(ascii: "\r")) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var isPending = false
    for byte in utf8 {
      if isPending, byte != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: includingLone ? "\n" : "\r")) }
      isPending = byte == UInt8(ascii: "\r")
      if !isPending { bytes.append(byte) }
    }
    if isPending { bytes.append(UInt8(ascii: includingLone ? "\n" : "\r")) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
