import Diagnostics
import SQLText

/// Finds what must not be sent, before anything is sent.
struct Preflight {
  private let lexer: Lexer
  private let control: Pattern
  /// Where changes of the schema cannot be rolled back: the statements that commit what was before them.
  private let commits: Pattern?
  /// Statements behind which the record would not be written, or somewhere else.
  private let straying: Pattern?
  /// Settings that change how the rest of the text is read, and what they are set to.
  private let reading: Pattern?
  let foreignKeys: ForeignKeyCheck?
  private let allowsClientCommands: Bool

  init(_ dialect: Dialect, enforcesForeignKeys: Bool = false) throws(PatternError) {
    lexer = dialect.lexer
    allowsClientCommands = dialect.allowsClientCommands
    foreignKeys =
      dialect.has("foreign-keys-set")
      ? try ForeignKeyCheck(dialect.syntax, isEnforced: enforcesForeignKeys) : nil
    // Savepoints stay inside the transaction; everything else here would end it or begin another.
    control = try Pattern(
      statement: #"""
        (?: (?: begin | end ) (?= (?&gap)?+ (?: ; | \z | transaction | tran | work | immediate | deferred
            | exclusive | isolation | read | not | and ) )
          | start (?&gap) transaction | commit | abort | prepare (?&gap) transaction
          | rollback (?! (?: (?&gap) (?: work | transaction ) )?+ (?&gap) to \b ) ) (?! [\w$\x80-\xff] )
        """#, dialect.syntax)
    commits =
      dialect.hasTransactionalDDL
      ? nil : try Pattern(statement: Preflight.commits(dialect.syntax), dialect.syntax)
    straying =
      [.mysql, .sqlserver].contains(dialect.syntax)
      ? try Pattern(
        statement: #"(?: /\*M?!\d* (?&gap)?+ )?+ (?: use | lock (?&gap) tables? ) (?! [\w$\x80-\xff] )"#,
        dialect.syntax)
      : nil
    reading =
      dialect.syntax == .postgresql
      ? try Pattern(
        statement: #"""
          set (?&gap) (?: (?: session | local ) (?&gap) )?
            (?: (?<text> client_encoding | names ) | (?<strings> standard_conforming_strings ) ) (?! \w )
            (?: (?&gap) | = | to \b )*+ '?(?<value> [\w-]* )
          """#, dialect.syntax) : nil
  }

  /// https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html; Oracle has the same for all DDL.
  private static func commits(_ syntax: Syntax) -> String {
    let own =
      switch syntax {
      case .mysql:
        #"""
        | flush | analyze | optimize | repair | check (?&gap) table | (?: cache | load ) (?&gap) index | reset
        | install | uninstall | set (?&gap) password
        """#
      case .oracle: "| analyze | audit | noaudit | purge | flashback"
      default: ""
      }
    return #"""
      (?: /\*M?!\d* (?&gap)?+ )?+
      (?: (?: create | drop ) (?! (?&gap) temporary \b ) | alter | truncate | rename | grant | revoke
        | comment \#(own) )
        (?! [\w$\x80-\xff] )
      """#
  }

  /// - Parameters:
  ///   - statements: what is to be sent.
  ///   - text: all of it.
  ///   - origin: where it stands in the user's file.
  ///   - isTransactional: whether it runs in a transaction of ours.
  ///   - keys: what the file says of foreign keys.
  /// - Returns: whether it switches foreign keys by itself, outside a transaction.
  /// - Throws: ``PreflightError`` for what must not be sent, ``Faults`` for several things.
  @discardableResult
  func check(
    _ statements: [Statement], of text: String, _ origin: Origin, isTransactional: Bool,
    keys: Bool? = nil
  ) throws -> Bool {
    var faults = Faults(try clientCommands(in: text, statements, origin))
    for statement in statements {
      try faults.collect { try refuseOtherReading(of: statement, in: text, origin) }
      if let words = try words(straying, statement, text) {
        faults.append(PreflightError.strayingRecord(words, origin.location(at: statement.start)))
      }
    }
    let switches = try faults.collect {
      try foreignKeys?.check(
        statements, of: text, origin, isTransactional: isTransactional, directive: keys)
    }
    for statement in isTransactional ? statements : [] {
      if let words = try words(commits, statement, text) {
        faults.append(PreflightError.implicitCommit(words, origin.location(at: statement.start)))
      } else if let words = try words(control, statement, text) {
        faults.append(PreflightError.transactionControl(words, origin.location(at: statement.start)))
      }
    }
    try faults.throwIfAny()
    return (switches ?? nil) ?? false
  }

  /// What a statement begins with, in capitals, where a pattern matches there.
  private func words(
    _ pattern: Pattern?, _ statement: Statement, _ text: String
  ) throws(PatternError) -> String? {
    try pattern?.firstMatch(in: text, from: statement.start).map { text[utf8Range: $0.range].uppercased() }
  }

  /// The text is UTF-8, and its strings are standard; a session that is told otherwise would store something
  /// else.
  private func refuseOtherReading(of statement: Statement, in text: String, _ origin: Origin) throws {
    guard let reading, let match = try reading.firstMatch(in: text, from: statement.start),
      let word = match.text("value")?.lowercased()
    else { return }
    let isEncoding = match["text"] != nil
    let allowed =
      isEncoding ? ["utf8", "utf-8", "unicode", "default"] : ["on", "true", "yes", "1", "default"]
    guard !allowed.contains(word) else { return }
    throw PreflightError.otherReading(
      String(text[utf8Range: match.range]), isEncoding: isEncoding, origin.location(at: statement.start))
  }

  private func clientCommands(
    in text: String, _ statements: [Statement], _ origin: Origin
  ) throws(PatternError) -> [PreflightError] {
    guard !allowsClientCommands, let kind = lexer.syntax.clientCommand else { return [] }
    var found: [PreflightError] = []
    let starts = Set(statements.map(\.start))
    var offset = 0
    while let token = try lexer.next(in: text, from: offset) {
      // A line that begins with a full stop may be part of a statement, but no statement begins so.
      if token.kind == .clientCommand, kind == .backslash || starts.contains(token.range.lowerBound) {
        let words =
          text[utf8Range: token.inner].split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        found.append(.clientCommand(words, origin.location(at: token.range.lowerBound)))
      }
      offset = token.range.upperBound
    }
    return found
  }
}
