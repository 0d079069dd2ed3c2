import Diagnostics
import SQLText

/// The values of the settings, which fill `:'name'` and `:"name"` in files that ask for them.
package struct Values: Sendable {
  private let values: [String: Value]
  /// What the script is for.
  package var purpose = Purpose.check

  package enum Value: Sendable {
    case text(String)
    /// A text that only the database may see.
    case secret(String)
    /// A value that cannot be had here, such as that of a variable that is not set, and why.
    case missing(any Diagnostic, isSecret: Bool)

    fileprivate var isSecret: Bool {
      switch self {
      case .text: false
      case .secret: true
      case .missing(_, let isSecret): isSecret
      }
    }
  }

  /// What a script is for: only a script that is sent has the secrets, and a check needs only the names.
  package enum Purpose: Sendable { case check, print, send }

  /// The beginning of the environment variables that hold values.
  package static let prefix = "RUNG_VALUES_"

  /// The environment variable that holds a value.
  package static func variable(_ name: String) -> String { prefix + name.uppercased() }

  package init(_ values: [String: Value] = [:]) { self.values = values }

  /// A value by its name; nil if the settings have none.
  package subscript(name: String) -> Value? { values[name] }

  /// The values that only the database may see, as far as they can be had.
  package var secrets: [String] {
    values.values.compactMap { if case .secret(let text) = $0 { text } else { nil } }
  }

  /// Whether a statement has a hole for one of the values.
  package func haveHoles(in statement: String, _ dialect: Dialect) -> Bool {
    let holes = try? Hole.all(in: statement[...], dialect, StatementSplitter(dialect.lexer))
    return (holes ?? []).contains { values[$0.name] != nil }
  }

  /// The block with all its holes filled, except those of secrets; locations in it are those of the file.
  ///
  /// - Throws: ``ValueError`` for a hole that cannot be filled, ``Faults`` for several.
  func filled(_ block: Block, _ dialect: Dialect, splitter: StatementSplitter) throws -> Block {
    var faults = Faults()
    var parts: [Replacements.Part] = []
    for hole in try Hole.all(in: block.text, dialect, splitter) {
      var place: SourceLocation { block.source.location(at: block.range.lowerBound + hole.range.lowerBound) }
      switch values[hole.name] {
      case nil: faults.append(ValueError.unknown(hole.name, known: values.keys.sorted(), at: place))
      case let value? where value.isSecret:
        if hole.isName { faults.append(ValueError.secretName(hole.name, at: place)) }
      case .missing(let problem, _): if purpose != .check { faults.append(problem) }
      case .text(let text), .secret(let text):
        let start = block.range.lowerBound
        parts.append(
          Replacements.Part(
            hole.range.lowerBound + start..<hole.range.upperBound + start,
            with: hole.filled(with: text, dialect.syntax)))
      }
    }
    try faults.throwIfAny()
    return block.applying(Replacements(parts))
  }

  /// The secrets in a text that is filled otherwise.
  ///
  /// - Throws: the problem of a secret that cannot be had, if the text is to be sent.
  func secrets(in text: Substring, _ dialect: Dialect, _ splitter: StatementSplitter) throws -> [Secret] {
    if purpose == .check { return [] }
    return try Hole.all(in: text, dialect, splitter).compactMap { hole in
      guard let value = values[hole.name], value.isSecret else { return nil }
      guard purpose == .send else { return Secret(hole.name, hole.range, value: "", literal: "") }
      switch value {
      case .text(let text), .secret(let text):
        return Secret(hole.name, hole.range, value: text, literal: hole.filled(with: text, dialect.syntax))
      case .missing(let problem, _): throw problem
      }
    }
  }
}

/// A secret in SQL, which is in the text only when it is sent.
package struct Secret: Sendable {
  package let name: String
  /// Its hole, as UTF-8 offsets into the text.
  private(set) var range: Range<Int>
  /// The value; empty in a script that is only printed.
  package let value: String
  /// The value as the database reads it.
  package let literal: String

  fileprivate init(_ name: String, _ range: Range<Int>, value: String, literal: String) {
    (self.name, self.range, self.value, self.literal) = (name, range, value, literal)
  }

  /// The same in a text that begins later.
  func moved(by offset: Int) -> Secret {
    var copy = self
    copy.range = range.lowerBound - offset..<range.upperBound - offset
    return copy
  }
}

/// A place in a migration that a value fills.
private struct Hole {
  let name: String
  let range: Range<Int>
  /// Whether it is an identifier.
  let isName: Bool

  /// The holes of a text, outside of quotes, comments and data.
  static func all(
    in text: Substring, _ dialect: Dialect, _ splitter: StatementSplitter
  ) throws(PatternError) -> [Hole] {
    var holes: [Hole] = []
    for statement in try splitter.statements(of: text) {
      let start = statement.start
      let part = text[utf8Range: start..<max(start, statement.terminator.upperBound)]
      for hole in try dialect.holes.holes(in: part) where [.literal, .identifier].contains(hole.kind) {
        holes.append(
          Hole(
            name: String(part[utf8Range: hole.name]),
            range: hole.range.lowerBound + start..<hole.range.upperBound + start,
            isName: hole.kind == .identifier))
      }
    }
    return holes
  }

  func filled(with value: String, _ syntax: Syntax) -> String {
    isName ? syntax.identifier([value]) : syntax.literal(value)
  }
}

/// A hole that the settings cannot fill.
package enum ValueError: Diagnostic {
  case unknown(String, known: [String], at: SourceLocation)
  /// A secret as an identifier, which the database shows to everybody.
  case secretName(String, at: SourceLocation)

  package var message: String {
    switch self {
    case .unknown(let name, _, _): "the settings have no value '\(name)'"
    case .secretName(let name, _): "the secret '\(name)' cannot be an identifier"
    }
  }

  package var cause: String? {
    if case .secretName = self {
      "the database shows its identifiers in messages and in its catalog"
    } else {
      nil
    }
  }

  package var remedy: String? {
    guard case .unknown(let name, let known, _) = self else {
      return "write the value as a text, without 'secret', or use :'…'"
    }
    if let near = Phrase.nearest(to: name, among: known) { return "did you mean '\(near)'?" }
    let key = name.lowercased()
    return "write \(key) = \"…\" under [values] in rung.toml, or set \(Values.variable(name)); "
      + "if no value is meant, write a blank after the colon"
  }

  package var place: Place? {
    switch self {
    case .unknown(_, _, let location), .secretName(_, let location): .source(location)
    }
  }

  package var status: ExitStatus { .badFile }
}
