import Diagnostics

extension String {
  /// Calls a function with the UTF-8 bytes of a range, without a copy where the text is in one piece.
  package func withBytes<Result>(
    in range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let slice = self[utf8Range: range].utf8
    return slice.withContiguousStorageIfAvailable(body) ?? Array(slice).withUnsafeBufferPointer(body)
  }

  /// Whether a byte is at a UTF-8 offset.
  package func hasByte(_ byte: UInt8, at offset: Int) -> Bool {
    let index = utf8.index(utf8.startIndex, offsetBy: offset, limitedBy: utf8.endIndex)
    return index.map { $0 < utf8.endIndex && utf8[$0] == byte } ?? false
  }

  /// Whether the UTF-8 bytes contain a byte.
  package func hasByte(_ byte: UInt8) -> Bool { withBytes(in: 0..<utf8.count) { $0.contains(byte) } }

  /// The text with each `\r\n` as `\n`, and optionally each lone `\r` too.
  ///
  /// - Parameter includingLone: whether a lone `\r` ends a line, as in Python's universal newlines.
  /// - Returns: the same text if nothing changes.
  package func withLineFeeds(includingLone: Bool) -> String {
    guard hasByte(UInt8(ascii: "\r")) else { return self }
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
