import SQLText

/// What a file in another language begins with: comments from `#` to the end of the line, then Python's
/// docstring.
struct Prologue {
  /// `Description: …`, or another key, of a comment or of the docstring's first line, or that line as a
  /// whole, as SQLSpec has it.
  let description: String?

  /// - Parameters:
  ///   - text: the file's.
  ///   - keys: what a description stands behind.
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
