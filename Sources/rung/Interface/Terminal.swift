import System

/// A standard stream as people see it; the only place that knows escape sequences.
struct Terminal {
  private let stream: Stream
  let isTerminal: Bool
  /// Whether a line that stands there can be taken away.
  let canErase: Bool
  private let hasColour: Bool

  init(_ stream: Stream) {
    self.stream = stream
    isTerminal = stream.isTerminal
    let environment = Environment.process
    canErase = isTerminal && environment["TERM"] != "dumb"
    hasColour = canErase && environment["NO_COLOR"] == nil
  }

  /// The number of columns; nil if there is no limit.
  var columns: Int? { isTerminal ? stream.columns : nil }

  /// Takes away the line that the cursor is in.
  static let erasure = "\r\u{1B}[K"

  /// The text in a style, if the stream has colours.
  func painted(_ text: String, _ style: Style?) -> String {
    guard hasColour, let style, !text.isEmpty else { return text }
    return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }

  /// A line as the stream shows it, without what would steer a terminal.
  func shown(_ line: [Styled]) -> String { line.map { painted($0.text.visible, $0.style) }.joined() }
}

/// A style of text, by its numbers in the standard ECMA-48; the colours are those of the user's terminal.
enum Style: String {
  case head = "1"
  case faint = "2"
  case bad = "31"
  case good = "32"
  case waiting = "33"
  case changed = "35"
  case noted = "36"
  case error = "1;31"
  case warning = "1;33"
}

/// A part of a line, which has a style on a terminal.
struct Styled {
  let text: String
  let style: Style?

  init(_ text: String, _ style: Style? = nil) { (self.text, self.style) = (text, style) }
}

extension String {
  /// The columns of a terminal that the text takes: two for a character of East Asia or an emoji.
  ///
  /// https://www.unicode.org/reports/tr11/
  var columns: Int {
    reduce(0) { sum, character in
      switch character.unicodeScalars.first?.value ?? 0 {
      case 0x1100..<0x1160, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0xFE30..<0xFE70,
        0xFF00..<0xFF61, 0xFFE0..<0xFFE7, 0x1F300..<0x1FB00, 0x20000..<0x3FFFE:
        sum + 2
      default: sum + 1
      }
    }
  }

  /// The text in lines of so many columns, broken at double blanks, then at blanks, then within a long word.
  func wrapped(_ width: Int) -> [String] {
    if columns <= width { return [self] }
    return split(separator: "  ").flatMap { String($0).wrappedAtBlanks(width) }
  }

  private func wrappedAtBlanks(_ width: Int) -> [String] {
    var lines = [""]
    for word in split(separator: " ").map(String.init) {
      let last = lines[lines.count - 1]
      if last.isEmpty || (last + " " + word).columns <= width {
        lines[lines.count - 1] = last.isEmpty ? word : last + " " + word
      } else {
        lines.append(word)
      }
      while let rest = lines.last, rest.columns > width, width > 1 {
        let start = rest.cut(width)
        lines[lines.count - 1] = start
        lines.append(String(rest.dropFirst(start.count)))
      }
    }
    return lines
  }

  /// The start of the text that fits into so many columns.
  func cut(_ width: Int) -> String {
    var start = ""
    for character in self where (start + String(character)).columns <= width { start.append(character) }
    return start
  }
}
