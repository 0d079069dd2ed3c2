import SQLText

/// What a migration in Python says of itself: the first line of its docstring.
package struct PythonDescription {
  /// The description of a file.
  ///
  /// - Parameters:
  ///   - source: the text of the file.
  ///   - keys: what may stand before a colon and is no part of the description.
  /// - Returns: nil where it has no docstring, or one of blanks.
  package static func of(_ source: String, keys: [String]) -> String? {
    guard let lines = docstring(of: source)?.split(whereSeparator: \.isNewline) else { return nil }
    guard let line = lines.map(\.trimmingBlanks).first(where: { !$0.isEmpty }) else { return nil }
    guard let colon = line.firstIndex(of: ":"), keys.contains(line[..<colon].trimmingBlanks) else {
      return line
    }
    let value = line[line.index(after: colon)...].trimmingBlanks
    return value.isEmpty ? nil : value
  }

  /// The text that a file begins with, behind comments, as Python reads it.
  static func docstring(of source: String) -> String? {
    var rest = source[...].drop { $0 == "\u{FEFF}" || $0.isWhitespace }
    while rest.hasPrefix("#") { rest = rest.drop { !$0.isNewline }.drop(while: \.isWhitespace) }
    let prefix = rest.prefix { "rRuU".contains($0) }
    guard prefix.count <= 1 else { return nil }
    rest = rest.dropFirst(prefix.count)
    guard let mark = ["\"\"\"", "'''", "\"", "'"].first(where: rest.hasPrefix) else { return nil }
    return text(of: rest.dropFirst(mark.count), until: mark, isRaw: prefix.lowercased() == "r")
  }

  /// What stands before the closing mark; nil without one.
  private static func text(of quoted: Substring, until mark: String, isRaw: Bool) -> String? {
    var rest = quoted
    var text = ""
    while let character = rest.first {
      if rest.hasPrefix(mark) { return text }
      if character.isNewline, mark.count == 1 { return nil }
      guard character == "\\" else {
        text.append(character)
        rest = rest.dropFirst()
        continue
      }
      let (value, length) = isRaw ? (String(rest.prefix(2)), 2) : escape(rest)
      text += value
      rest = rest.dropFirst(length)
    }
    return nil
  }

  private static let escapes: [Character: String] = [
    "\n": "", "\r\n": "", "\\": "\\", "'": "'", "\"": "\"", "n": "\n", "r": "\r", "t": "\t",
  ]
  private static let digits: [Character: Int] = ["x": 2, "u": 4, "U": 8]

  /// What an escape stands for, and its length; one that Python does not know stands for itself.
  private static func escape(_ rest: Substring) -> (text: String, length: Int) {
    guard let kind = rest.dropFirst().first else { return ("\\", 1) }
    if let text = escapes[kind] { return (text, 2) }
    if let count = digits[kind], let number = UInt32(rest.dropFirst(2).prefix(count), radix: 16),
      let scalar = Unicode.Scalar(number)
    {
      return (String(Character(scalar)), 2 + count)
    }
    return (String(rest.prefix(2)), 2)
  }
}
