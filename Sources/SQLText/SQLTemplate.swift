import Diagnostics

/// SQL with holes as in psql: `:'x'` a quoted literal, `:"x"` a quoted identifier, `:x` raw.
///
/// As in psql, holes inside quotes, comments and dollar quotes are plain text. The file says how a value is
/// quoted, so that no caller can forget it.
/// https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION
package struct SQLTemplate: Sendable {
  /// The block with the template's text.
  package let block: Block
  private let pieces: [Piece]

  private enum Piece: Sendable {
    case text(String)
    case literal(String, offset: Int)
    case identifier(String, offset: Int)
    case raw(String, offset: Int)
    /// A raw hole alone on its line, perhaps with a comma; the line is omitted if the value is empty.
    case rawLine(String, before: String, after: String, offset: Int)
  }

  /// A value for a hole.
  package enum Value: Sendable, Equatable {
    /// A text: quoted in `:'x'`, unchanged in `:x`.
    case text(String)
    /// A whole number, written without quotes everywhere.
    case number(Int)
    /// No value: `null` in `:'x'`, nothing in `:x`.
    case null
    /// A name of one or more parts, each of them quoted in `:"x"`.
    case name([String])
  }

  /// Parses a template.
  ///
  /// - Parameters:
  ///   - block: the text with its holes.
  ///   - reader: finds the holes by the rules of the dialect's syntax.
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package init(_ block: Block, reader: HoleReader) throws(PatternError) {
    self.block = block
    let text = block.text
    var pieces: [Piece] = []
    var offset = 0
    for (kind, range, name) in try reader.holes(in: text) {
      pieces.append(.text(String(text[utf8Range: offset..<range.lowerBound])))
      let word = String(text[utf8Range: name])
      let place = block.range.lowerBound + name.lowerBound
      switch kind {
      case .literal: pieces.append(.literal(word, offset: place))
      case .identifier: pieces.append(.identifier(word, offset: place))
      case .raw: pieces.append(.raw(word, offset: place))
      case .rawLine:
        pieces.append(
          .rawLine(
            word, before: String(text[utf8Range: range.lowerBound..<name.lowerBound - 1]),
            after: String(text[utf8Range: name.upperBound..<range.upperBound]), offset: place))
      }
      offset = range.upperBound
    }
    pieces.append(.text(String(text[utf8Range: offset..<text.utf8.count])))
    self.pieces = pieces
  }

  /// The names of the holes.
  package var names: Set<String> {
    Set(
      pieces.compactMap { piece in
        switch piece {
        case .text: nil
        case .literal(let name, _), .identifier(let name, _), .raw(let name, _), .rawLine(let name, _, _, _):
          name
        }
      })
  }

  /// The SQL with every hole filled.
  ///
  /// - Parameters:
  ///   - values: the values by name; those without a hole are ignored.
  ///   - general: the values of holes that the others do not name.
  ///   - syntax: the quoting rules of the database.
  /// - Returns: the SQL to send.
  /// - Throws: ``TemplateError`` for a hole without a value, or with a value of the wrong kind.
  package func filled(
    with values: [String: Value], or general: [String: Value] = [:], _ syntax: Syntax
  ) throws(TemplateError) -> String {
    let values = Values(own: values, general: general)
    var sql = ""
    for piece in pieces { sql += try text(of: piece, values, syntax) }
    return sql
  }

  /// Two sets of values, which are looked up one after the other: merging them for each block costs more.
  private struct Values {
    let own: [String: Value]
    var general: [String: Value] = [:]

    var names: [String] { Set(own.keys).union(general.keys).sorted() }

    subscript(name: String) -> Value? { own[name] ?? general[name] }
  }

  /// The filled SQL as a source text, in which each line knows the template's line that it comes from.
  package func source(with values: [String: Value], _ syntax: Syntax) throws(TemplateError) -> SourceText {
    var (sql, lines, line) = ("", [1], 1)
    for piece in pieces {
      let part = try text(of: piece, Values(own: values), syntax)
      sql += part
      for byte in part.utf8 where byte == UInt8(ascii: "\n") {
        if case .text = piece { line += 1 }
        lines.append(line)
      }
      // Whether filled or omitted, it was one line in the template.
      if case .rawLine = piece {
        line += 1
        lines[lines.count - 1] = line
      }
    }
    return block.source.becoming(sql, lines: lines)
  }

  private func text(
    of piece: Piece, _ values: Values, _ syntax: Syntax
  ) throws(TemplateError) -> String {
    switch piece {
    case .text(let text): return text
    case .literal(let name, let offset):
      switch try value(of: name, in: values, at: offset) {
      case .text(let text): return syntax.literal(text)
      case .number(let number): return "\(number)"
      case .null: return "null"
      case .name(let parts): return syntax.literal(parts.joined(separator: "."))
      }
    case .identifier(let name, let offset):
      switch try value(of: name, in: values, at: offset) {
      case .name(let parts): return syntax.identifier(parts)
      case .text(let text): return syntax.identifier([text])
      case .number, .null: throw TemplateError.misfit(name, at: block.source.location(at: offset))
      }
    case .raw(let name, let offset):
      return try raw(name, in: values, at: offset)
    case .rawLine(let name, let before, let after, let offset):
      let text = try raw(name, in: values, at: offset)
      return text.isEmpty ? "" : before + text + after
    }
  }

  private func value(
    of name: String, in values: Values, at offset: Int
  ) throws(TemplateError) -> Value {
    guard let value = values[name] else {
      throw .unknownHole(name, known: values.names, at: block.source.location(at: offset))
    }
    return value
  }

  private func raw(_ name: String, in values: Values, at offset: Int) throws(TemplateError) -> String {
    switch try value(of: name, in: values, at: offset) {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .null: ""
    case .name: throw .misfit(name, at: block.source.location(at: offset))
    }
  }
}

/// Finds the holes of templates by the rules of one syntax.
package final class HoleReader {
  private let pattern: Pattern

  /// What fills a hole.
  package enum Kind: String, CaseIterable, Sendable { case literal, identifier, raw, rawLine }

  /// Compiles the pattern.
  package init(_ syntax: Syntax) throws(PatternError) {
    pattern = try Pattern(
      #"""
      ^ [\x20\t]*+ : (?<rawLine> [a-z_]\w*+ ) [\x20\t]*+ ,?+ [\x20\t\r]*+ \n
      | (?: :: | : (?: new | old ) \. ) (*SKIP)(*FAIL)
      | :'(?<literal> \w++ )' | :"(?<identifier> \w++ )" | : (?<raw> [a-z_]\w*+ )
      | (?: \#(syntax.hiddenPattern) ) (*SKIP)(*FAIL)
      """#, .caseless)
  }

  /// The holes of a text, as UTF-8 offsets.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func holes(
    in text: Substring
  ) throws(PatternError) -> [(kind: Kind, range: Range<Int>, name: Range<Int>)] {
    let numbers = Kind.allCases.compactMap { kind in pattern.number(of: kind.rawValue).map { ($0, kind) } }
    return try pattern.matches(in: text).compactMap { match in
      for (number, kind) in numbers {
        if let name = match[number] { return (kind, match.range, name) }
      }
      return nil
    }
  }
}

/// A template that cannot be filled.
package enum TemplateError: Diagnostic {
  case unknownHole(String, known: [String], at: SourceLocation)
  case misfit(String, at: SourceLocation)

  package var message: String {
    switch self {
    case .unknownHole(let name, _, _): "':\(name)' is not a known placeholder"
    case .misfit(let name, _): "':\(name)' does not fit its value"
    }
  }

  package var remedy: String? {
    guard case .unknownHole(let name, let known, _) = self else { return nil }
    if let near = Phrase.nearest(to: name, among: known) { return "did you mean ':\(near)'?" }
    return "write one of \(Phrase.list(known, "or"))"
  }

  package var place: Place? {
    switch self {
    case .unknownHole(_, _, let location), .misfit(_, let location): .source(location)
    }
  }

  package var status: ExitStatus { .badFile }
}
