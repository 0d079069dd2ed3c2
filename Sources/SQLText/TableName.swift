/// The name of a table as a user writes it, `sessions`, `tenant_a.sessions` or `"Tenant A".sessions`, in its
/// parts.
package struct TableName: Sendable, Equatable {
  /// As the database stores them, the table's own name last.
  package let parts: [String]

  /// What a database does to the letters of names without quotes.
  package enum Folding: Sendable { case lower, upper, none }

  /// Reads a name.
  ///
  /// - Returns: nil for what is no name: nothing between two full stops, other characters outside quotes, an
  ///   open quote.
  package init?(_ text: String, _ syntax: Syntax, _ folding: Folding) {
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

  /// A name of parts that are known.
  package init(parts: [String]) { self.parts = parts }

  /// Whether two names may be of one table: their letters may differ in case, and one may lack its schema.
  package func isSame(as other: TableName) -> Bool {
    zip(parts.reversed(), other.parts.reversed()).allSatisfy { $0.lowercased() == $1.lowercased() }
  }

  /// The table's own name.
  package var table: String { parts.last ?? "" }
  /// What stands before it.
  package var schema: [String] { parts.dropLast() }

  /// Takes one part off the front.
  package static func part(of rest: inout Substring, _ syntax: Syntax, _ folding: Folding) -> String? {
    let quotes =
      [(syntax.quoting.open, syntax.quoting.close), ("\"", "\"")]
      + (syntax == .sqlite ? [("[", "]"), ("`", "`")] : [])
    if let (_, quote) = quotes.first(where: { rest.hasPrefix($0.0) }) {
      rest.removeFirst()
      var part = ""
      while let end = rest.firstRange(of: quote) {
        part += rest[..<end.lowerBound]
        rest = rest[end.upperBound...]
        guard rest.hasPrefix(quote) else { return part.isEmpty ? nil : part }
        part += quote
        rest = rest.dropFirst(quote.count)
      }
      return nil
    }
    let word = rest.prefix { $0 == "_" || $0 == "$" || $0.isLetter || $0.isNumber || $0 == "-" }
    guard let first = word.first, !first.isNumber, first != "$", first != "-" else { return nil }
    // A project of BigQuery has hyphens, and nothing else.
    guard !word.contains("-") || syntax == .googlesql else { return nil }
    rest = rest.dropFirst(word.count)
    return switch folding {
    case .lower: word.lowercased()
    case .upper: word.uppercased()
    case .none: String(word)
    }
  }
}
