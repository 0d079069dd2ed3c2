/// The text of one of the user's files, with the path that the user knows it by.
package struct SourceText: Sendable, Equatable {
  /// The path as the user would write it, relative to the working directory where possible.
  package let path: String
  /// The whole text, byte for byte as in the file.
  package let text: String
  /// The line of the file, from 1, that each line of a derived text comes from; nil for the file's own text.
  private let lines: [Int]?
  /// The text in which parts were replaced to get this one; nil if none were.
  private var original: (text: String, replacements: Replacements)?

  package init(path: String, text: String) { self.init(path: path, text: text, lines: nil) }

  package static func == (left: SourceText, right: SourceText) -> Bool {
    left.path == right.path && left.text == right.text && left.lines == right.lines
  }

  /// Returns a text in which parts of this one are replaced; its locations are in this text, and show it.
  package func applying(_ replacements: Replacements) -> SourceText {
    var copy = SourceText(path: path, text: replacements.applied(to: text), lines: lines)
    copy.original = (text, replacements)
    return copy
  }

  /// Returns a text that is derived from this one.
  ///
  /// - Parameters:
  ///   - text: the derived text.
  ///   - lines: the line of this text, from 1, that each derived line comes from.
  /// - Returns: the derived text, with locations that point into the original file.
  package func becoming(_ text: String, lines: [Int]) -> SourceText {
    SourceText(
      path: path, text: text,
      lines: self.lines.map { own in lines.map { own.indices.contains($0 - 1) ? own[$0 - 1] : $0 } } ?? lines)
  }

  private init(path: String, text: String, lines: [Int]?) {
    self.path = path
    self.lines = lines
    // In native UTF-8 storage, finding an offset takes constant time.
    var text = text
    text.makeContiguousUTF8()
    self.text = text
  }

  /// Decodes the bytes of a file.
  ///
  /// - Throws: ``InvalidUTF8`` with the location of the first byte that is not valid.
  package init(path: String, bytes: [UInt8]) throws(InvalidUTF8) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let repaired = SourceText(path: path, text: String(decoding: bytes, as: UTF8.self))
      let common = zip(repaired.text.utf8, bytes).prefix { $0 == $1 }.count
      throw InvalidUTF8(location: repaired.location(at: common))
    }
    self.init(path: path, text: text)
  }

  /// Decodes the bytes of a file, for an error of the caller's own.
  package static func decoded(_ path: String, _ bytes: [UInt8]) -> Result<SourceText, InvalidUTF8> {
    Result { () throws(InvalidUTF8) in try SourceText(path: path, bytes: bytes) }
  }

  /// Bytes that are not UTF-8; each kind of file has its own error for it.
  package struct InvalidUTF8: Error { package let location: SourceLocation }

  /// The location of the first character on a line that is not a blank; lines count from 1.
  package func location(ofLine line: Int) -> SourceLocation {
    let before = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .prefix(line)
    let blanks = before.last?.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count ?? 0
    return location(at: before.dropLast().reduce(blanks) { $0 + $1.count + 1 })
  }

  /// The location of a 0-based UTF-8 offset; an offset beyond the end means the end.
  package func location(at offset: Int) -> SourceLocation {
    if let original {
      let file = SourceText(path: path, text: original.text, lines: lines)
      return file.location(at: original.replacements.origin(of: offset))
    }
    let utf8 = text.utf8
    let target = utf8.index(utf8.startIndex, offsetBy: min(max(offset, 0), utf8.count))
    var start = utf8.startIndex
    var line = 1
    var index = start
    while index < target {
      let next = utf8.index(after: index)
      if utf8[index] == UInt8(ascii: "\n") {
        line += 1
        start = next
      }
      index = next
    }
    let end =
      utf8[start...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? utf8.endIndex
    var before = String(text[start..<min(target, end)])
    if line == 1, before.unicodeScalars.first == "\u{FEFF}" { before.unicodeScalars.removeFirst() }
    if let lines, lines.indices.contains(line - 1) { line = lines[line - 1] }
    return SourceLocation(
      path: path, line: line, column: before.count + 1, lineText: String(text[start..<end]), before: before)
  }
}

/// A location in a text file, counted as editors count.
public struct SourceLocation: Sendable, Equatable, CustomStringConvertible {
  public let path: String
  /// The line, from 1.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int
  private let lineText: String
  private let before: String

  fileprivate init(path: String, line: Int, column: Int, lineText: String, before: String) {
    self.path = path
    self.line = line
    self.column = column
    self.lineText = lineText
    self.before = before
  }

  /// The location as compilers write it, `file:line:column`, so that editors can jump there.
  public var description: String { "\(path):\(line):\(column)" }

  /// The line, and a caret below it.
  ///
  /// A long line is cut around the caret. Tabs are repeated in the caret's line, so that the caret is in the
  /// right column at any tab width. East Asian wide characters take two columns.
  public var excerpt: [String] {
    let number = "\(line)"
    let margin = String(repeating: " ", count: number.count)
    let skipped = max(0, before.count - SourceLocation.reach)
    let whole = lineText.drop { $0 == "\u{FEFF}" }
    let visible = whole.dropFirst(skipped).prefix(2 * SourceLocation.reach)
      .map { $0.isControl ? "\u{FFFD}" : String($0) }
    let isCut = skipped + visible.count < whole.count
    let text = (skipped > 0 ? ["…"] + visible.dropFirst() : visible).joined() + (isCut ? "…" : "")
    let indent = before.dropFirst(skipped).map { $0 == "\t" ? "\t" : $0.isWide ? "  " : " " }.joined()
    return ["  \(number) | \(text)", "  \(margin) | \(indent)^"]
  }

  /// How many characters of a long line are shown on each side of the caret.
  private static let reach = 60
}

extension Character {
  /// Whether a terminal would act on the character instead of showing it; a tab counts as shown.
  fileprivate var isControl: Bool {
    unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\t" }
  }

  /// Whether terminals use two columns for the character: the blocks that Unicode's East Asian Width
  /// (https://www.unicode.org/reports/tr11/) lists as wide, by their outer bounds, and emoji.
  fileprivate var isWide: Bool {
    guard let scalar = unicodeScalars.first else { return false }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return true
    default:
      return false
    }
  }
}
