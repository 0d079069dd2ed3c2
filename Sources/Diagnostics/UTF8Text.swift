extension Substring {
  /// The text between two UTF-8 offsets; takes constant time for native strings.
  package subscript(utf8Range range: Range<Int>) -> Substring {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return self[start..<utf8.index(start, offsetBy: range.count)]
  }
}

extension String {
  /// The text between two UTF-8 offsets; takes constant time for native strings.
  package subscript(utf8Range range: Range<Int>) -> Substring {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return self[start..<utf8.index(start, offsetBy: range.count)]
  }
}

extension String {
  /// The part after the last slash.
  package var lastPart: String {
    let slash = UInt8(ascii: "/")
    guard let end = utf8.lastIndex(where: { $0 != slash }) else { return self }
    let path = utf8[...end]
    let start = path.lastIndex(of: slash).map(path.index(after:)) ?? path.startIndex
    return String(Substring(path[start...]))
  }
}
