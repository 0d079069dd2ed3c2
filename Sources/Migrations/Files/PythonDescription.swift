import SQLText

/// The description of a Python migration: the first line of its docstring.
package struct PythonDescription {
  /// The description of a file.
  ///
  /// - Parameters:
  ///   - source: the text of the file.
  ///   - keys: the keys that may come before a colon and are not part of the description.
  /// - Returns: nil if the file has no docstring, or a blank one.
  package static func of(_ source: String, keys: [String]) -> String? {
    guard let lines = docstring(of: source)?.split(whereSeparator: \.isNewline) else { return nil }
    guard let line = lines.map(\.trimmingBlanks).first(where: { !$0.isEmpty }) else { return nil }
    guard let colon = line.firstIndex(of: ":"), keys.contains(line[..<colon].trimmingBlanks) else {
      return line
    }
    let value = line[line.index(after: colon)...].trimmingBlanks
    return value.isEmpty ? nil : value
  }

  /// The docstring at the start of a file, after comments, as Python reads it.
  static func docstring(of source: String) -> String? {
    var rest = source[...].drop { $0 == "\u{FEFF}" || $0.isWhitespace }
    while rest.hasPrefix("#") { rest = rest.drop { !$0.isNewline }.drop(while: \.isWhitespace) }
    let prefix = rest.prefix { "rRuU".contains($0) }
    guard prefix.count <= 1 else { return nil }
    rest = rest.dropFirst(prefix.count)
    guard let mark = ["\"\"\"", "'''", "\"", "'"].first(where: rest.hasPrefix) else { return nil }
    return text(of: rest.dropFirst(mark.count), until: mark, isRaw: prefix.lowercased() == "r")
  }

  /// The text before the closing quotes; nil if there are none.
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

  /// The text that an escape stands for, and the escape's length; Python keeps an unknown escape as it is.
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
