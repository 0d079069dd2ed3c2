/// Where in a new file a field stands: what a value must not do there is end the comment or the string around
/// it.
package struct FieldContext {
  package enum Language: Sendable { case sql, python }

  private enum Surroundings: Equatable {
    case code, line, block
    /// Between two of these.
    case quotes(String)
  }

  private let language: Language
  private var surroundings = Surroundings.code

  package init(_ language: Language) { self.language = language }

  /// Takes notice of text that comes before the next field.
  package mutating func pass(_ text: some StringProtocol) {
    var rest = Substring(text)
    while !rest.isEmpty { rest = rest.dropFirst(step(rest)) }
  }

  /// How many characters the next mark takes, after the surroundings have become what it makes of them.
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

  /// A value as it can stand here.
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
  /// The text as one line: line ends, other control characters and several blanks become one blank.
  package var oneLine: String {
    split { character in
      character.isWhitespace
        || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }.joined(separator: " ")
  }
}
