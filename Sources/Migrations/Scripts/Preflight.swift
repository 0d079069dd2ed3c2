import Diagnostics
import SQLText

/// Finds SQL that must not be sent, before anything is sent.
struct Preflight {
  private let lexer: Lexer
  private let control: Pattern
  /// Matches statements that commit what came before them, where schema changes cannot be rolled back.
  private let commits: Pattern?
  /// Matches the statements that the dialect refuses: after them, a row would be missing or misplaced.
  private let refused: Pattern?
  /// Matches settings that change how the rest of the text is read, with their values.
  private let reading: Pattern?
  let foreignKeys: ForeignKeyCheck?
  private let allowsClientCommands: Bool

  init(_ dialect: Dialect, enforcesForeignKeys: Bool = false) throws(PatternError) {
    lexer = dialect.lexer
    allowsClientCommands = dialect.allowsClientCommands
    foreignKeys =
      dialect.has("foreign-keys-set")
      ? try ForeignKeyCheck(dialect.syntax, isEnforced: enforcesForeignKeys) : nil
    // Savepoints stay inside the transaction; the other statements would end it or begin another.
    control = try Pattern(
      statement: #"""
        (?: (?: begin | end ) (?= (?&gap)?+ (?: ; | \z | transaction | tran | work | immediate | deferred
            | exclusive | isolation | read | not | and ) )
          | start (?&gap) transaction | commit | abort | prepare (?&gap) transaction
          | rollback (?! (?: (?&gap) (?: work | transaction ) )?+ (?&gap) to \b ) ) (?! [\w$\x80-\xff] )
        """#, dialect.syntax)
    let usual = ["truncate", "alter", "rename", "grant", "revoke", "comment"]
    commits =
      dialect.hasTransactionalDDL
      ? nil
      : try Pattern(
        openings: usual + dialect.committing, or: #"(?: create | drop ) (?! (?&gap) temporary \b )"#,
        dialect.syntax)
    refused = dialect.refused.isEmpty ? nil : try Pattern(openings: dialect.refused, dialect.syntax)
    reading =
      dialect.syntax == .postgresql
      ? try Pattern(
        statement: #"""
          set (?&gap) (?: (?: session | local ) (?&gap) )?
            (?: (?<text> client_encoding | names ) | (?<strings> standard_conforming_strings ) ) (?! \w )
            (?: (?&gap) | = | to \b )*+ '?(?<value> [\w-]* )
          """#, dialect.syntax) : nil
  }

  /// Whether a statement begins or ends a transaction.
  func hasControl(_ statements: [Statement], of text: Substring) throws(PatternError) -> Bool {
    for statement in statements {
      if try control.firstMatch(in: text, from: statement.start) != nil { return true }
    }
    return false
  }

  /// Checks the statements of a text before they are sent.
  ///
  /// - Parameters:
  ///   - statements: the statements to send.
  ///   - text: the whole text.
  ///   - origin: the place of the text in the user's file.
  ///   - isTransactional: whether the text runs in a transaction that Rung begins.
  ///   - keys: the value of the file's `foreign_keys` directive.
  /// - Returns: whether the statements switch foreign keys themselves, outside a transaction.
  /// - Throws: ``PreflightError`` for SQL that must not be sent, ``Faults`` for several problems.
  @discardableResult
  func check(
    _ statements: [Statement], of text: Substring, _ origin: Origin, isTransactional: Bool,
    keys: Bool? = nil
  ) throws -> Bool {
    var faults = Faults(try clientCommands(in: text, statements, origin))
    for statement in statements {
      try faults.collect { try refuseOtherReading(of: statement, in: text, origin) }
      if let words = try words(matching: refused, of: statement, in: text) {
        faults.append(PreflightError.refused(words, at: origin.location(at: statement.start)))
      }
    }
    let switches = try faults.collect {
      try foreignKeys?.check(
        statements, of: text, origin, isTransactional: isTransactional, directive: keys)
    }
    for statement in isTransactional ? statements : [] {
      if let words = try words(matching: commits, of: statement, in: text) {
        faults.append(PreflightError.implicitCommit(words, at: origin.location(at: statement.start)))
      } else if let words = try words(matching: control, of: statement, in: text) {
        faults.append(PreflightError.transactionControl(words, at: origin.location(at: statement.start)))
      }
    }
    try faults.throwIfAny()
    return (switches ?? nil) ?? false
  }

  /// The first words of a statement in upper case, if a pattern matches them.
  private func words(
    matching pattern: Pattern?, of statement: Statement, in text: Substring
  ) throws(PatternError) -> String? {
    try pattern?.firstMatch(in: text, from: statement.start).map { text[utf8Range: $0.range].uppercased() }
  }

  /// Throws for a setting under which the database would misread the text: UTF-8 with standard strings.
  private func refuseOtherReading(of statement: Statement, in text: Substring, _ origin: Origin) throws {
    guard let reading, let match = try reading.firstMatch(in: text, from: statement.start),
      let word = match.text("value")?.lowercased()
    else { return }
    let isEncoding = match["text"] != nil
    let allowed =
      isEncoding ? ["utf8", "utf-8", "unicode", "default"] : ["on", "true", "yes", "1", "default"]
    guard !allowed.contains(word) else { return }
    throw PreflightError.otherReading(
      String(text[utf8Range: match.range]), isEncoding: isEncoding, at: origin.location(at: statement.start))
  }

  private func clientCommands(
    in text: Substring, _ statements: [Statement], _ origin: Origin
  ) throws(PatternError) -> [PreflightError] {
    guard !allowsClientCommands else { return [] }
    return try lexer.clientCommands(in: text, statements).map { token in
      let words = text[utf8Range: token.inner].split(whereSeparator: \.isWhitespace).first.map(String.init)
      return .clientCommand(words ?? "", at: origin.location(at: token.range.lowerBound))
    }
  }
}
