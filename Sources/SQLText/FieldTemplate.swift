import Diagnostics

/// Text with `{name}` fields, as users of SQLSpec know them; `{{` and `}}` stand for braces.
package struct FieldTemplate {
  private let source: SourceText

  package init(_ source: SourceText) { self.source = source }

  /// The text with every field filled.
  ///
  /// - Throws: ``FieldError`` for a field that nothing fills or a brace without its partner.
  package func filled(with fields: [String: String]) throws(FieldError) -> String {
    var result = ""
    var rest = source.text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      result += rest[..<brace]
      let after = rest[rest.index(after: brace)...]
      if after.first == rest[brace] {
        result.append(rest[brace])
        rest = after.dropFirst()
        continue
      }
      let location = source.location(at: source.text.utf8.distance(from: source.text.startIndex, to: brace))
      guard rest[brace] == "{", let close = after.firstIndex(where: { !($0.isLetter || $0 == "_") }),
        after[close] == "}"
      else { throw .unbalanced(location) }
      let name = String(after[..<close])
      guard let value = fields[name] else { throw .unknownField(name, known: fields.keys.sorted(), location) }
      result += value
      rest = after[after.index(after: close)...]
    }
    return result + rest
  }
}

/// A template for new files that cannot be filled.
package enum FieldError: Diagnostic {
  case unknownField(String, known: [String], SourceLocation)
  case unbalanced(SourceLocation)

  package var message: String {
    switch self {
    case .unknownField(let name, _, _): "nothing is known to fill '{\(name)}'"
    case .unbalanced: "brace without its partner"
    }
  }

  package var remedy: String? {
    switch self {
    case .unknownField(let name, let known, _):
      if let near = Phrase.nearest(to: name, among: known) {
        "did you mean '{\(near)}'?"
      } else {
        "write one of \(Phrase.list(known.map { "{\($0)}" }, "or")); for a plain brace write '{{' or '}}'"
      }
    case .unbalanced: "for a plain brace write '{{' or '}}'"
    }
  }

  package var place: Place? {
    switch self {
    case .unknownField(_, _, let location), .unbalanced(let location): .source(location)
    }
  }

  package var status: ExitStatus { .badSettings }
}
