import Diagnostics
import SQLText

/// Finds what must not be sent, before anything is sent.
struct Preflight {
  private let lexer: Lexer
  private let control: Pattern

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
  }

  /// - Throws: ``PreflightError`` for the first thing that must not be sent.
  func check(_ statements: [Statement], of text: String, _ origin: Origin, isTransactional: Bool) throws {
    try refuseClientCommands(in: text, statements, origin)
    guard isTransactional else { return }
    for statement in statements {
      guard let match = try control.firstMatch(in: text, from: statement.start) else { continue }
      let words = text[utf8Range: match.range].uppercased()
      throw PreflightError.transactionControl(words, origin.location(at: statement.start))
    }
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
  /// `-- schema:` for a database that has none.
  case noSchemas(dialect: String, path: String)

  package var message: String {
    switch self {
    case .transactionControl(let words, _): "'\(words)' in a migration that already runs in a transaction"
    case .clientCommand(let word, _): "'\(word)' is a command of the database's shell, not SQL"
    case .noSchemas(let dialect, _): "'-- schema:' means nothing to \(dialect), which has no schemas"
    }
  }

  package var cause: String? {
    switch self {
    case .transactionControl: "it would end the transaction that keeps the migration and its record together"
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
    case .noSchemas: "take the directive out"
    }
  }

  package var place: Place? {
    switch self {
    case .transactionControl(_, let location), .clientCommand(_, let location): .source(location)
    case .noSchemas(_, let path): .file(path)
    }
  }

  package var status: ExitStatus { .badFile }
}
