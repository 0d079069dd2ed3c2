import Diagnostics

/// A text with `{name}` fields as in SQLSpec; `{{` and `}}` stand for braces.
package struct FieldTemplate: Sendable {
  private let source: SourceText
  /// The place where the text is written, if it is not in a file of its own.
  private let place: Place?

  package init(_ source: SourceText, writtenAt place: Place? = nil) {
    self.source = source
    self.place = place
  }

  /// The text as it is written.
  package var text: String { source.text }

  /// The text with every field filled, and each value made safe for its surroundings.
  ///
  /// - Parameters:
  ///   - fields: the values by name.
  ///   - context: the surroundings at the start of the text; updated to those at its end.
  /// - Returns: the filled text.
  /// - Throws: ``FieldError`` for a field without a value, or an unpaired brace.
  package func filled(
    with fields: [String: String], _ context: inout FieldContext
  ) throws(FieldError) -> String {
    var result = ""
    var rest = source.text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      result += rest[..<brace]
      context.pass(rest[..<brace])
      let after = rest[rest.index(after: brace)...]
      if after.first == rest[brace] {
        result.append(rest[brace])
        rest = after.dropFirst()
        continue
      }
      guard rest[brace] == "{", let close = after.firstIndex(where: { !$0.isPartOfName }),
        close > after.startIndex
      else { throw error(.unbalanced, at: brace) }
      let name = String(after[..<close])
      guard after[close] == "}" else {
        // In Python, these would format the value or look up a part of it.
        let isFormat = ":!.[".contains(after[close])
        throw error(isFormat ? .format(name) : .unbalanced, at: brace)
      }
      guard let value = fields[name] else {
        throw error(.unknown(name, known: fields.keys.sorted()), at: brace)
      }
      result += context.protected(value)
      rest = after[after.index(after: close)...]
    }
    context.pass(rest)
    return result + rest
  }

  private func error(_ fault: FieldError.Fault, at index: String.Index) -> FieldError {
    let location = source.location(at: source.text.utf8.distance(from: source.text.startIndex, to: index))
    return FieldError(fault: fault, location: location, setting: place)
  }
}

extension Character {
  fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "_" }
}

/// An error in a template for new files.
package struct FieldError: Diagnostic {
  enum Fault {
    case unknown(String, known: [String])
    case format(String)
    case unbalanced
  }

  let fault: Fault
  let location: SourceLocation
  /// The settings key that contains the text, if it is not in a file of its own.
  let setting: Place?

  package var message: String {
    switch fault {
    case .unknown(let name, _): "'{\(name)}' is not a known field"
    case .format(let name): "the field '{\(name)}' has a format"
    case .unbalanced: "unbalanced brace"
    }
  }

  package var cause: String? {
    setting.map { _ in
      (["line \(location.line), column \(location.column) of the text:"] + location.excerpt).joined(
        separator: "\n")
    }
  }

  package var remedy: String? {
    switch fault {
    case .unknown(let name, let known):
      if let near = Phrase.nearest(to: name, among: known) {
        "did you mean '{\(near)}'?"
      } else {
        "write one of \(Phrase.list(known.map { "{\($0)}" }, "or")); for a plain brace write '{{' or '}}'"
      }
    case .format(let name): "write '{\(name)}' alone; for a plain brace write '{{' or '}}'"
    case .unbalanced: "for a plain brace write '{{' or '}}'"
    }
  }

  package var place: Place? { setting ?? .source(location) }

  package var status: ExitStatus { .badSettings }
}
