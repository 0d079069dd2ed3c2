/// The code, comment or string that surrounds a field in a new file, which a value must not end.
package struct FieldContext {
  package enum Language: Sendable { case sql, python }

  private enum Surroundings: Equatable {
    case code, line, block
    /// Between two of these quotes.
    case quotes(String)
  }

  private let language: Language
  private var surroundings = Surroundings.code

  package init(_ language: Language) { self.language = language }

  /// Reads text that comes before the next field.
  package mutating func pass(_ text: some StringProtocol) {
    var rest = Substring(text)
    while !rest.isEmpty { rest = rest.dropFirst(step(rest)) }
  }

  /// Updates the surroundings for the next mark, and returns the number of its characters.
  private mutating func step(_ rest: Substring) -> Int {
    switch surroundings {
    case .code:
      guard let (mark, inside) = openings.first(where: { rest.hasPrefix($0.mark) }) else { return 1 }
      surroundings = inside
      return mark.count
    case .line:
      if rest.first?.isNewline == true { surroundings = .code }
      return 1
    case .block:
      guard rest.hasPrefix("*/") else { return 1 }
      surroundings = .code
      return 2
    case .quotes(let mark):
      if language == .python, rest.hasPrefix("\\") { return 2 }
      guard rest.hasPrefix(mark) else { return 1 }
      surroundings = .code
      return mark.count
    }
  }

  private var openings: [(mark: String, inside: Surroundings)] {
    let quotes = ["\"\"\"", "'''", "\"", "'"].map { (mark: $0, inside: Surroundings.quotes($0)) }
    return switch language {
    case .sql: [("--", .line), ("/*", .block)] + quotes.suffix(2)
    case .python: [("#", .line)] + quotes
    }
  }

  /// The value, changed so that it does not end its surroundings.
  package func protected(_ value: String) -> String {
    switch (surroundings, language) {
    case (.code, _), (.line, _): value
    case (.block, _): value.replacing("*/", with: "* /").replacing("/*", with: "/ *")
    case (.quotes(let mark), .sql): value.replacing(mark, with: mark + mark)
    case (.quotes(let mark), .python):
      value.replacing("\\", with: "\\\\").replacing(mark.prefix(1), with: "\\" + mark.prefix(1))
    }
  }
}

extension String {
  /// The text as one line: each run of blanks, line ends and other control characters becomes one blank.
  package var oneLine: String {
    split { character in
      character.isWhitespace
        || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }.joined(separator: " ")
  }
}
