import SQLText

/// What a file in another language begins with: comments from `#` to the end of the line, then Python's docstring.
struct Prologue {
  /// `Description: …` of a comment or of the docstring's first line, or that line as a whole, as SQLSpec has it.
  let description: String?

  init(_ text: String) {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    while let line = lines.first?.trimmingBlanks, line.isEmpty || line.hasPrefix("#") {
      lines.removeFirst()
      guard let words = Prologue.described(String(line.drop { $0 == "#" })) else { continue }
      description = words
      return
    }
    description = Prologue.docstring(lines.joined(separator: "\n")).map { Prologue.described($0) ?? $0 }
  }

  /// The first line that is not blank of the string that the text begins with.
  private static func docstring(_ text: String) -> String? {
    let opening = text.drop { "rRuU".contains($0) }
    guard text.count - opening.count <= 1 else { return nil }
    for quote in ["\"\"\"", "'''", "\"", "'"] where opening.hasPrefix(quote) {
      let rest = opening.dropFirst(quote.count)
      let end = rest.firstRange(of: quote)?.lowerBound ?? rest.endIndex
      return rest[..<end].split(separator: "\n").map(\.trimmingBlanks).first { !$0.isEmpty }
    }
    return nil
  }

  /// What stands behind `Description:`.
  private static func described(_ line: String) -> String? {
    guard let colon = line.firstIndex(of: ":"), line[..<colon].trimmingBlanks == "Description" else {
      return nil
    }
    let value = line[line.index(after: colon)...].trimmingBlanks
    return value.isEmpty ? nil : value
  }
}
