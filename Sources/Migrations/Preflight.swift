import Diagnostics
import SQLText

/// Finds what must not be sent, before anything is sent.
struct Preflight {
  private let lexer: Lexer
  private let control: Pattern
  /// Settings that change how the rest of the text is read, and what they are set to.
  private let reading: Pattern?

  init(_ dialect: Dialect) throws(PatternError) {
    lexer = dialect.lexer
    // Savepoints stay inside the transaction; everything else here would end it or begin another.
    control = try Pattern(
      statement: #"""
        (?: (?: begin | end ) (?= (?&gap)?+ (?: ; | \z | transaction | tran | work | immediate | deferred | exclusive
            | isolation | read | not | and ) )
          | start (?&gap) transaction | commit | abort | prepare (?&gap) transaction
          | rollback (?! (?: (?&gap) (?: work | transaction ) )?+ (?&gap) to \b ) ) (?! [\w$\x80-\xff] )
        """#, dialect.syntax)
    reading =
      dialect.syntax == .postgresql
      ? try Pattern(
        statement: #"""
          set (?&gap) (?: (?: session | local ) (?&gap) )?
            (?: (?<text> client_encoding | names ) | (?<strings> standard_conforming_strings ) ) (?! \w )
            (?: (?&gap) | = | to \b )*+ '?(?<value> [\w-]* )
          """#, dialect.syntax) : nil
  }

  /// - Throws: ``PreflightError`` for the first thing that must not be sent.
  func check(_ statements: [Statement], of text: String, _ origin: Origin, isTransactional: Bool) throws {
    try refuseClientCommands(in: text, statements, origin)
    for statement in statements { try refuseOtherReading(of: statement, in: text, origin) }
    guard isTransactional else { return }
    for statement in statements {
      guard let match = try control.firstMatch(in: text, from: statement.start) else { continue }
      let words = text[utf8Range: match.range].uppercased()
      throw PreflightError.transactionControl(words, origin.location(at: statement.start))
    }
  }

  /// The text is UTF-8, and its strings are standard; a session that is told otherwise would store something else.
  private func refuseOtherReading(of statement: Statement, in text: String, _ origin: Origin) throws {
    guard let reading, let match = try reading.firstMatch(in: text, from: statement.start),
      let value = reading.number(of: "value").flatMap({ match[$0] })
    else { return }
    let word = text[utf8Range: value].lowercased()
    let isEncoding = reading.number(of: "text").flatMap { match[$0] } != nil
    let allowed =
      isEncoding ? ["utf8", "utf-8", "unicode", "default"] : ["on", "true", "yes", "1", "default"]
    guard !allowed.contains(word) else { return }
    throw PreflightError.otherReading(
      String(text[utf8Range: match.range]), isEncoding: isEncoding, origin.location(at: statement.start))
  }

  private func refuseClientCommands(in text: String, _ statements: [Statement], _ origin: Origin) throws {
    guard let kind = lexer.syntax.clientCommand else { return }
    let starts = Set(statements.map(\.start))
    var offset = 0
    while let token = try lexer.next(in: text, from: offset) {
      // A line that begins with a full stop may be part of a statement, but no statement begins so.
      if token.kind == .clientCommand, kind == .backslash || starts.contains(token.range.lowerBound) {
        let words =
          text[utf8Range: token.inner].split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        throw PreflightError.clientCommand(words, origin.location(at: token.range.lowerBound))
      }
      offset = token.range.upperBound
    }
  }
}

/// SQL that must not be sent.
package enum PreflightError: Diagnostic {
  /// `COMMIT` and the like, in a migration that runs in a transaction of ours.
  case transactionControl(String, SourceLocation)
  /// A command of the database's own shell.
  case clientCommand(String, SourceLocation)
  /// A setting under which the rest of the file would mean something else.
  case otherReading(String, isEncoding: Bool, SourceLocation)
  /// `-- schema:` for a database that has none.
  case noSchemas(dialect: String, path: String)

  package var message: String {
    switch self {
    case .transactionControl(let words, _): "'\(words)' in a migration that already runs in a transaction"
    case .clientCommand(let word, _): "'\(word)' is a command of the database's shell, not SQL"
    case .otherReading(let words, _, _): "'\(words)' would have the rest of the file read in another way"
    case .noSchemas(let dialect, _): "'-- schema:' means nothing to \(dialect), which has no schemas"
    }
  }

  package var cause: String? {
    switch self {
    case .transactionControl: "it would end the transaction that keeps the migration and its record together"
    case .otherReading(_, let isEncoding, _):
      isEncoding
        ? "migrations are UTF-8, and are sent as such" : "a backslash in a plain string is a character here"
    case .clientCommand, .noSchemas: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .transactionControl: "take it out, or put '-- transactional: false' at the top of the file"
    case .clientCommand(let word, _) where word.hasPrefix(#"\copy"#):
      #"write 'COPY … FROM STDIN;' with the data under it and '\.' at its end"#
    case .clientCommand(#"\restrict"#, _), .clientCommand(#"\unrestrict"#, _):
      "take it out; pg_dump writes it for psql alone"
    case .clientCommand: "write it as SQL, or take it out"
    case .otherReading: "take it out"
    case .noSchemas: "take the directive out"
    }
  }

  package var place: Place? {
    switch self {
    case .transactionControl(_, let location), .clientCommand(_, let location),
      .otherReading(_, _, let location):
      .source(location)
    case .noSchemas(_, let path): .file(path)
    }
  }

  package var status: ExitStatus { .badFile }
}
