/// The parts of a table's name as a user writes it: `sessions`, `tenant_a.sessions` or `"Tenant A".sessions`.
package struct TableName: Sendable, Equatable {
  /// The parts as the database stores them, the table's own name last.
  package let parts: [String]

  /// The case to which a database converts unquoted names.
  package enum Folding: Sendable { case lower, upper, none }

  /// Parses a name.
  ///
  /// - Returns: nil for an invalid name: with an empty part, with other characters outside quotes, or with an
  ///   unclosed quote.
  package init?(_ text: String, _ syntax: Syntax, folding: Folding) {
    var parts: [String] = []
    var rest = text.trimmingBlanks[...]
    while true {
      guard let part = TableName.part(of: &rest, syntax, folding) else { return nil }
      parts.append(part)
      if rest.isEmpty { break }
      guard rest.removeFirst() == "." else { return nil }
    }
    self.parts = parts
  }

  /// Makes a name of known parts.
  package init(parts: [String]) { self.parts = parts }

  /// Whether both names may mean the same table: case is ignored, and one of them may lack its schema.
  package func isSame(as other: TableName) -> Bool {
    zip(parts.reversed(), other.parts.reversed()).allSatisfy { $0.lowercased() == $1.lowercased() }
  }

  /// The table's own name.
  package var table: String { parts.last ?? "" }
  /// The parts before the table's own name.
  package var schema: [String] { parts.dropLast() }

  /// Removes and returns the first part.
  package static func part(of rest: inout Substring, _ syntax: Syntax, _ folding: Folding) -> String? {
    let hasDoubleQuotes = syntax.quotes.contains { $0.closed == Lexeme.identifier.closed }
    let quotes =
      [(syntax.quoting.open, syntax.quoting.close)] + (hasDoubleQuotes ? [("\"", "\"")] : [])
      + (syntax == .sqlite ? [("[", "]"), ("`", "`")] : [])
    // By Unicode scalars: an accent after a quote would make another character of it.
    if let quote = quotes.first(where: { rest.unicodeScalars.starts(with: $0.0.unicodeScalars) })?.1 {
      var scalars = rest.unicodeScalars.dropFirst()
      var part = String.UnicodeScalarView()
      while let end = scalars.firstRange(of: quote.unicodeScalars) {
        part += scalars[..<end.lowerBound]
        scalars = scalars[end.upperBound...]
        rest = Substring(scalars)
        guard scalars.starts(with: quote.unicodeScalars) else {
          // BigQuery and ClickHouse would read an escape.
          let isEscaped = syntax.quoting.literal == .escaped && part.contains("\\")
          return part.isEmpty || isEscaped ? nil : String(part)
        }
        part += quote.unicodeScalars
        scalars = scalars.dropFirst()
      }
      return nil
    }
    let scalars = rest.unicodeScalars.prefix(while: \.isPartOfName)
    guard let first = scalars.first, first == "_" || first.properties.isAlphabetic else { return nil }
    let word = Substring(scalars)
    // Only a BigQuery project may have hyphens in its name.
    guard !scalars.contains("-") || syntax == .googlesql else { return nil }
    rest = rest[word.endIndex...]
    return switch folding {
    case .lower: word.lowercased()
    case .upper: word.uppercased()
    case .none: String(word)
    }
  }
}

extension Unicode.Scalar {
  /// Whether a name without quotes may contain it.
  ///
  /// Not by characters: Swift takes a time that grows with the square of the accents on one to compare it.
  fileprivate var isPartOfName: Bool {
    switch self {
    case "_", "$", "-": true
    default:
      switch properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark, .format: true
      default: properties.isAlphabetic || properties.numericType != nil
      }
    }
  }
}
