import Diagnostics
import SQLText

/// Reads the description of a migration.
extension MigrationReader {
  /// The value of `-- Description: …` in the comments at the start of the file, or the title in the file
  /// name.
  func description(of source: SourceText, _ name: FileName) -> String {
    var rest = source.text[...]
    while !rest.isEmpty {
      // Bytes are enough for most lines, and cheaper to read than characters.
      switch plainLine(rest.utf8) {
      case .comment(let next):
        rest = rest[next...]
        continue
      case .statement: return name.title
      case .description(let value):
        let description = rest[value].trimmingBlanks
        return description.isEmpty ? name.title : description
      case .other: break
      }
      // Only one line is taken at a time, because lines after the first comments are not needed.
      let end = rest.firstIndex(where: \.isNewline) ?? rest.endIndex
      let line = rest[..<end].drop { $0 == "\u{FEFF}" || $0.isWhitespace }
      rest = end == rest.endIndex ? "" : rest[rest.index(after: end)...]
      if line.isEmpty { continue }
      guard line.hasPrefix("--") else { break }
      let words = line.drop { $0 == "-" }
      guard let colon = words.firstIndex(of: ":"), descriptionKeys.contains(words[..<colon].trimmingBlanks)
      else { continue }
      let value = words[words.index(after: colon)...].trimmingBlanks
      return value.isEmpty ? name.title : value
    }
    return name.title
  }
}

extension MigrationReader {
  /// The kind of an ASCII line, in the search for a description.
  private enum PlainLine {
    /// A blank line, or a comment without a description key; with the start of the next line.
    case comment(next: String.Index)
    case statement
    case description(Range<String.Index>)
    /// A line that must be read as characters.
    case other
  }

  private func plainLine(_ bytes: Substring.UTF8View) -> PlainLine {
    var index = bytes.startIndex
    func skip(_ isSkipped: (UInt8) -> Bool) {
      while index < bytes.endIndex, isSkipped(bytes[index]) { bytes.formIndex(after: &index) }
    }
    skip { $0 == 0x20 || $0 == 0x09 }
    guard index < bytes.endIndex else { return .other }
    if bytes[index] == UInt8(ascii: "-") {
      let start = index
      skip { $0 == UInt8(ascii: "-") }
      guard bytes.distance(from: start, to: index) > 1 else { return .statement }
      let words = index
      skip { $0 != UInt8(ascii: ":") && (0x20..<0x80).contains($0) || $0 == 0x09 }
      if index < bytes.endIndex, bytes[index] == UInt8(ascii: ":") {
        let key = bytes[words..<index].drop { $0 == 0x20 || $0 == 0x09 }
        let mayBeKey = descriptionKeys.contains { key.starts(with: $0.utf8) }
        let value = bytes.index(after: index)
        index = value
        skip { (0x20..<0x80).contains($0) || $0 == 0x09 }
        if mayBeKey {
          let isKey = descriptionKeys.contains(Substring(key).trimmingBlanks)
          let isPlain = index == bytes.endIndex || bytes[index] == UInt8(ascii: "\n")
          return isKey && isPlain ? .description(value..<index) : .other
        }
      }
    } else if (0x21..<0x80).contains(bytes[index]) {
      return .statement
    }
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\n") else { return .other }
    return .comment(next: bytes.index(after: index))
  }
}
