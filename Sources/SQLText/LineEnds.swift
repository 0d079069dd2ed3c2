import Diagnostics

extension Substring {
  /// Calls a function with the UTF-8 bytes of a range, without a copy if the text is in one piece.
  package func withBytes<Result>(
    in range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let result = utf8.withContiguousStorageIfAvailable { body(UnsafeBufferPointer(rebasing: $0[range])) }
    return result ?? Array(self[utf8Range: range].utf8).withUnsafeBufferPointer(body)
  }

  /// The byte at a UTF-8 offset; nil at the end.
  package func byte(at offset: Int) -> UInt8? {
    withBytes(in: 0..<utf8.count) { $0.indices.contains(offset) ? $0[offset] : nil }
  }

  /// Whether the UTF-8 bytes contain a byte.
  package func hasByte(_ byte: UInt8) -> Bool {
    withBytes(in: 0..<utf8.count) { bytes in
      let whole = bytes.count - bytes.count % 32
      let wanted = SIMD32(repeating: byte)
      for index in stride(from: 0, to: whole, by: 32) {
        let part = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: SIMD32<UInt8>.self)
        if any(part .== wanted) { return true }
      }
      return bytes[whole...].contains(byte)
    }
  }
}

extension String {
  /// Calls a function with the UTF-8 bytes of a range, without a copy if the text is in one piece.
  package func withBytes<Result>(
    in range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result { self[...].withBytes(in: range, body) }

  /// The byte at a UTF-8 offset; nil at the end.
  package func byte(at offset: Int) -> UInt8? { self[...].byte(at: offset) }

  /// Whether the UTF-8 bytes contain a byte.
  package func hasByte(_ byte: UInt8) -> Bool { self[...].hasByte(byte) }

  /// Whether the UTF-8 bytes contain those of a text; `contains(_:)` compares characters, and is far slower.
  package func hasBytes(of text: String) -> Bool {
    withBytes(in: 0..<utf8.count) { bytes in
      text.withBytes(in: 0..<text.utf8.count) { wanted in
        bytes.indices.dropLast(max(0, wanted.count - 1)).contains { bytes[$0...].starts(with: wanted) }
      }
    }
  }

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
