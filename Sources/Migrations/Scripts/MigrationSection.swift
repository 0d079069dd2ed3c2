import Diagnostics
import SQLText

/// Writes one migration as a section of a script.
extension ScriptWriter {
  func section(_ item: Plan.Item, isTracked: Bool = true) throws -> Script.Section {
    let (migration, direction) = (item.migration, item.direction)
    if item.isRecordOnly { return try record(item) }
    guard let block = migration.block(direction) else {
      throw PlanError.irreversible(migration.version, path: migration.source.path)
    }
    // A migration that began without a transaction continues without one, whatever its file says now.
    let isTransactional =
      item.resumes == nil && dialect.hasTransactions
      && (migration.directives.transactional ?? (options.transactional && dialect.hasTransactionalDDL))
    let body = try body(of: migration, block)
    let keys = migration.directives.foreignKeys
    let switches = try preflight.check(
      body.statements, of: body.text, body.origin, isTransactional: isTransactional, keys: keys
    )
    var steps =
      switch (isTracked, isTransactional) {
      case _ where migration.isRepeatable: try repeatedSteps(item, body, isTransactional: isTransactional)
      case (true, true): try transaction(transactionalSteps(item, body), at: isolation(of: migration, body))
      case (true, false): try separateSteps(item, body)
      case (false, true): try transaction(work(item, body), at: isolation(of: migration, body))
      case (false, false): try separateWork(item, body)
      }
    if let keys { steps.insert(try foreignKeysSet(keys, migration), at: 0) }
    if keys != nil || switches { steps.append(try foreignKeys(options.foreignKeys ?? false, .restore)) }
    let verb = direction == .up ? "" : "revert "
    return Script.Section(
      title: "\(verb)\(migration.title) (\(migration.source.path))", migration: migration,
      direction: direction, isTransactional: isTransactional, mayCommitEarly: dialect.recordsLast,
      steps: steps,
      withdrawal: isTracked && !isTransactional && !migration.isRepeatable ? try withdrawal(item) : nil,
      resumed: item.resumes?.finished, notes: notes(item, body))
  }

  /// What a migration's block sends, with its values.
  func body(of migration: Migration, _ block: Block) throws -> Body {
    guard migration.directives.values == true else { return try Body(block, dialect, splitter: splitter) }
    var body = try Body(
      options.values.filled(block, dialect, splitter: splitter), dialect, splitter: splitter)
    body.secrets = try options.values.secrets(in: body.text, dialect, splitter)
    return body
  }

  private func notes(_ item: Plan.Item, _ body: Body) -> [String] {
    let (path, version) = (item.migration.source.path, item.migration.version)
    var notes = body.omitsRestrict ? [#"left out '\restrict' of \#(path), which is for psql"#] : []
    switch item.verdict {
    case .finished:
      let number = (item.resumes?.finished ?? 0) + 1
      notes.append("statement \(number) of '\(version)' had run before; it did not run again")
    case .clear(let removal):
      notes.append("removed what was left of '\(version)': \(removal.trimmingBlanks)")
    case .run, nil: break
    }
    return notes
  }

  /// The step that removes a migration's progress row; nil if more than its first statement may have run.
  private func withdrawal(_ item: Plan.Item) throws -> Step? {
    guard item.resumes == nil, options.hooks[.before] == nil else { return nil }
    return Step(.record, try sql("progress-remove", values(item)))
  }

  /// The section that only records a migration, because its tables or columns exist already.
  private func record(_ item: Plan.Item) throws -> Script.Section {
    let migration = item.migration
    let row = Step(.record, try sql("tracker-stamp", values(item)))
    return Script.Section(
      title: "record \(migration.title) (\(migration.source.path)): what it creates already exists",
      steps: try transaction([row] + replaces(migration)),
      notes: ["recorded \(migration.version) without running it: what it creates already exists"])
  }

  private func transactionalSteps(_ item: Plan.Item, _ body: Body) throws -> [Step] {
    let values = try values(item)
    // If a statement may commit by itself, nothing may be recorded before all of them are done.
    if dialect.recordsLast, item.direction == .down {
      let unchanged = try unchanged(item)
      return try (unchanged.isEmpty ? [] : [Step(.claim, unchanged)]) + work(item, body)
        + [Step(.record, sql("tracker-remove", values))] + noted(item)
    }
    let claim = try unchanged(item) + sql(item.direction == .up ? "tracker-claim" : "tracker-remove", values)
    let finish = item.direction == .up ? [Step(.record, try sql("tracker-finish", values))] : []
    return try [Step(.claim, claim)] + work(item, body) + finish + noted(item)
  }

  /// The isolation level that the file asks for, or that its first statement sets; nil for the database's
  /// own.
  func isolation(of migration: Migration, _ body: Body) throws -> String? {
    if let level = migration.directives.isolation {
      guard dialect.has("transaction-begin-isolated") else {
        throw PreflightError.noIsolation(dialect: dialect.name, path: migration.source.path)
      }
      return level
    }
    guard dialect.has("transaction-begin-isolated"), let first = body.statements.first,
      let level = try isolation.firstMatch(in: body.text, from: first.start)?.text("level")
    else { return nil }
    return level.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }

  /// The user's SQL, and what its session needs.
  func work(_ item: Plan.Item, _ body: Body) throws -> [Step] {
    try session(item.migration, scope: "local") + hook(.before, item) + [body.step(dialect.syntax)]
      + hook(.after, item) + reset()
  }

  /// The same without a transaction, one statement at a time, and without keeping its progress.
  func separateWork(_ item: Plan.Item, _ body: Body) throws -> [Step] {
    try session(item.migration, scope: "session") + separateHook(.before, item)
      + body.separate(dialect.syntax) + separateHook(.after, item) + reset()
  }

  /// The steps between the work and its commit: record the replaced versions, check that no row lost its
  /// parent.
  func noted(_ item: Plan.Item) throws -> [Step] {
    let replaces = item.direction == .up ? try replaces(item.migration) : []
    let isChecked = item.migration.directives.foreignKeys == false && dialect.has("foreign-keys-check")
    return try replaces + (isChecked ? [Step(.check, sql("foreign-keys-check"))] : [])
  }

  /// The step that switches foreign keys as a file asks.
  func foreignKeysSet(_ on: Bool, _ migration: Migration) throws -> Step {
    guard dialect.has("foreign-keys-set") else {
      throw PreflightError.noForeignKeys(dialect: dialect.name, path: migration.source.path)
    }
    return try foreignKeys(on, .session)
  }

  func foreignKeys(_ on: Bool, _ kind: Step.Kind) throws -> Step {
    Step(kind, try sql("foreign-keys-set", ["state": .text(on ? "on" : "off")]))
  }

  func session(_ migration: Migration, scope: String) throws -> [Step] {
    var steps: [Step] = []
    let timeouts = [
      ("timeout-set", "statement_timeout", migration.directives.statementTimeout, options.statementTimeout),
      ("lock-timeout-set", "lock_timeout", migration.directives.lockTimeout, options.statementLockTimeout),
    ]
    for (block, directive, own, general) in timeouts {
      guard let timeout = own?.text ?? general else { continue }
      guard dialect.has(block) else {
        throw PreflightError.noTimeout(
          directive, dialect: dialect.name, path: migration.source.path)
      }
      steps.append(Step(.session, try sql(block, ["scope": .text(scope), "timeout": .text(timeout)])))
    }
    if let schema = migration.directives.schema ?? options.schema {
      guard dialect.has("schema-set") else {
        throw PreflightError.noSchemas(dialect: dialect.name, path: migration.source.path)
      }
      steps.append(
        Step(
          .session,
          try sql(
            "schema-set", ["scope": .text(scope), "schema": .name([schema]), "schema_name": .text(schema)])))
    }
    return steps
  }

  func reset() throws -> [Step] {
    dialect.has("session-reset") ? [Step(.session, try sql("session-reset"))] : []
  }
}

/// The text and statements that a migration's block sends.
struct Body {
  let text: Substring
  let statements: [Statement]
  let origin: Origin
  /// Whether psql's commands that pg_dump writes around a dump have been left out.
  let omitsRestrict: Bool
  /// The secrets of the text, which has their holes.
  var secrets: [Secret] = []

  init(_ block: Block, _ dialect: Dialect, splitter: StatementSplitter) throws(PatternError) {
    let whole = block.sent(dialect.syntax)
    let kept = dialect.allowsClientCommands ? nil : try whole.withoutRestrictions(dialect.lexer)
    text = kept.map { $0[...] } ?? whole
    omitsRestrict = kept != nil
    statements = try splitter.statements(of: text)
    origin = Origin(block, dialect.syntax)
  }

  /// The chain after each statement, which identifies the statements up to it.
  var chains: [String] {
    var chain = ""
    return statements.map { statement in
      chain = Checksum.chain(chain, String(text[utf8Range: statement.range]))
      return chain
    }
  }

  /// Each statement as a separate step.
  func separate(_ syntax: Syntax) -> [Step] { statements.map { step(of: $0, syntax) } }

  /// A statement as a separate step.
  func step(of statement: Statement, _ syntax: Syntax) -> Step {
    let step = Step(
      separate: statement, text: text[utf8Range: statement.range], origin: origin, syntax: syntax)
    return step.hiding(secrets(of: statement))
  }

  /// The secrets of a statement, in its own text.
  func secrets(of statement: Statement) -> [Secret] {
    secrets.filter { statement.range.contains($0.range.lowerBound) }
      .map { $0.moved(by: statement.range.lowerBound) }
  }

  /// The whole text as one step, after which statements end with semicolons again.
  func step(_ syntax: Syntax) -> Step {
    let last = statements.last
    let keepsDelimiter = last.map { $0.isTerminated && text[utf8Range: $0.terminator] != ";" } ?? false
    // A large text must not be copied only to add nothing.
    var sent = text.terminated(after: last, syntax)
    if syntax.hasDelimiterCommand && keepsDelimiter { sent += "DELIMITER ;\n" }
    return Step(.migration, sent, origin: origin, statements: statements).hiding(secrets)
  }
}

extension Step {
  /// Makes a step of one statement, which is sent alone.
  init(separate statement: Statement, text: Substring, origin: Origin, syntax: Syntax) {
    var own = statement
    let shift = statement.range.lowerBound
    own.range = 0..<statement.range.count
    own.start -= shift
    own.terminator = own.terminator.lowerBound - shift..<own.terminator.upperBound - shift
    own.data = own.data.map { $0.lowerBound - shift..<$0.upperBound - shift }
    // The client splits the text itself, and by default only at semicolons.
    let delimiter = String(text[utf8Range: own.terminator])
    let isWrapped = syntax.hasDelimiterCommand && own.isTerminated && delimiter != ";"
    let lead = isWrapped ? "DELIMITER \(delimiter)\n" : ""
    self.init(
      .migration, lead + text.terminated(after: own, syntax) + (isWrapped ? "DELIMITER ;\n" : ""),
      origin: origin.advanced(by: shift), lead: lead.utf8.count, statements: [own])
  }
}

extension Substring {
  /// The text with blanks in place of `\restrict` and `\unrestrict`; nil if it has none.
  ///
  /// With them, pg_dump keeps psql from running other commands.
  /// https://www.postgresql.org/docs/current/app-psql.html
  fileprivate func withoutRestrictions(_ lexer: Lexer) throws(PatternError) -> String? {
    guard lexer.syntax.clientCommand == .backslash, hasByte(UInt8(ascii: "\\")) else { return nil }
    let command = try Pattern(#"^ \\ (?: un )? restrict [ ] \w+ \r? $"#)
    guard try command.firstMatch(in: self, from: 0) != nil else { return nil }
    var bytes = Array(utf8)
    var offset = 0
    // Data of a COPY may have such a line, too.
    while let token = try lexer.next(in: self, from: offset) {
      offset = token.range.upperBound
      guard token.kind == .clientCommand,
        try command.firstMatch(in: self[utf8Range: token.range]) != nil
      else { continue }
      for index in token.range { bytes[index] = UInt8(ascii: " ") }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text with its last statement terminated, and a line feed at its end.
  package func terminated(after last: Statement?, _ syntax: Syntax) -> Substring {
    let ended = utf8.last == UInt8(ascii: "\n") ? self : self + "\n"
    guard let last, !last.isTerminated else { return ended }
    return ended + syntax.terminator + "\n"
  }
}
