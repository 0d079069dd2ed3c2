import SQLText

/// The beginning of a file in another language: `#` comments, then Python's docstring.
struct Prologue {
  /// The description: the value of `Description: …`, or another key, in a comment or the docstring's first
  /// line; without a key, that whole line, as in SQLSpec.
  let description: String?

  /// - Parameters:
  ///   - text: the text of the file.
  ///   - keys: the keys that come before a description.
  init(_ text: String, keys: [String]) {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    while let line = lines.first?.trimmingBlanks, line.isEmpty || line.hasPrefix("#") {
      lines.removeFirst()
      let words = line.drop { $0 == "#" }
      guard let colon = words.firstIndex(of: ":"), keys.contains(words[..<colon].trimmingBlanks) else {
        continue
      }
      let value = words[words.index(after: colon)...].trimmingBlanks
      if value.isEmpty { continue }
      description = value
      return
    }
    description = PythonDescription.of(text, keys: keys)
  }
}
