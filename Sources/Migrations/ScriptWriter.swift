import Diagnostics
import SQLText

/// Turns plans into scripts for one database.
package struct ScriptWriter {
  private let dialect: Dialect
  private let splitter: StatementSplitter
  private let preflight: Preflight
  private let options: Options
  private let repair: TrackerRepair?

  /// Prepares to write.
  ///
  /// - Parameters:
  ///   - dialect: how the database is spoken to.
  ///   - options: what every script needs to know.
  ///   - repair: what the tracking table needs before anything is written into it.
  /// - Throws: ``PatternError``, for a fault of our own.
  package init(_ dialect: Dialect, _ options: Options, repair: TrackerRepair? = nil) throws(PatternError) {
    self.dialect = dialect
    self.options = options
    self.repair = repair
    splitter = try StatementSplitter(dialect.lexer)
    preflight = try Preflight(dialect)
  }

  /// The script of an upgrade or a downgrade.
  ///
  /// - Throws: ``PreflightError`` for SQL that must not be sent, ``PlanError`` for a plan that cannot be one transaction.
  package func script(_ plan: Plan, _ history: History) throws -> Script {
    let verb = plan.direction == .up ? "upgrade" : "downgrade"
    var sections = try plan.items.map { try section($0, plan.direction) }
    if options.singleTransaction { sections = try single(sections) }
    let needsProgress =
      !history.hasProgress && sections.contains { $0.migration != nil && !$0.isTransactional }
    return try script(
      verb, Phrase.count(plan.items.count, "migration"), sections, history, needsProgress: needsProgress)
  }

  /// The script of a stamp: one transaction.
  package func script(_ stamp: Stamp, _ history: History) throws -> Script {
    let removals = try stamp.removed.map { row in
      Step(.record, try sql("tracker-remove", ["version": .text(row.name)]))
    }
    let additions = try stamp.added.map { migration in
      Step(.record, try sql("tracker-stamp", values(migration, description: migration.description)))
    }
    let settlements = try stamp.settled.map { progress in
      Step(.record, try sql("progress-remove", ["version": .text("\(progress.version)")]))
    }
    let steps = try transaction(removals + additions + settlements)
    let rows = Phrase.count(stamp.removed.count + stamp.added.count, "row")
    let section = Script.Section(
      title: "\(rows) of the tracking table", migration: nil, isTransactional: true, steps: steps)
    return try script("stamp", rows, [section], history, needsProgress: false)
  }

  /// The script that settles an interrupted migration by hand.
  ///
  /// - Throws: ``PlanError`` when it is to be recorded and has no file that says what.
  package func script(
    resolving progress: History.Progress, _ migration: Migration?, applied: Bool, _ history: History
  ) throws -> Script {
    let row = history.rows.first { $0.version == progress.version }
    var steps = [Step(.record, try sql("progress-remove", ["version": .text("\(progress.version)")]))]
    if applied, row == nil {
      guard let migration else { throw PlanError.resolvedWithoutFile(progress.version) }
      steps.append(
        Step(.record, try sql("tracker-stamp", values(migration, description: migration.description))))
    } else if !applied, let row {
      steps.append(Step(.record, try sql("tracker-remove", ["version": .text(row.name)])))
    }
    let section = Script.Section(
      title: migration?.title ?? "\(progress.version)", migration: nil, isTransactional: true,
      steps: try transaction(steps))
    return try script("resolve", "\(progress.version)", [section], history, needsProgress: false)
  }

  // MARK: - The frame

  private func script(
    _ verb: String, _ amount: String, _ sections: [Script.Section], _ history: History, needsProgress: Bool
  ) throws -> Script {
    var opening: [Step] = []
    if dialect.has("client-prepare") { opening.append(Step(.client, try sql("client-prepare"))) }
    if dialect.has("lock-acquire") { opening.append(Step(.lock, try sql("lock-acquire"))) }
    if !history.hasTracker { opening.append(Step(.createTable, try sql("tracker-create"))) }
    if needsProgress { opening.append(Step(.createTable, try sql("progress-create"))) }
    var all = try repair.map { [try section($0)] } ?? []
    all += sections
    if !opening.isEmpty {
      all.insert(
        Script.Section(title: "before anything else", migration: nil, isTransactional: false, steps: opening),
        at: 0)
    }
    if dialect.has("lock-release") {
      let closing = [Step(.unlock, try sql("lock-release"))]
      all.append(Script.Section(title: "at the end", migration: nil, isTransactional: false, steps: closing))
    }
    let client = dialect.client.replacing("{target}", with: options.target)
    return Script(
      heading: ["rung \(verb): \(amount), \(dialect.name)", "run with: \(client)"], sections: all)
  }

  private func section(_ repair: TrackerRepair) throws -> Script.Section {
    let additions = try repair.columns.map { Step(.record, try sql("tracker-add-\($0)")) }
    let rows = try repair.rows.map { row in
      Step(
        .record,
        try sql(
          "tracker-backfill",
          [
            "version": .text(row.name), "sequence": .number(row.sequence),
            "type": row.type.map { .text($0.rawValue) } ?? .null,
            "checksum": row.checksum.map { .text($0) } ?? .null,
          ]))
    }
    return Script.Section(
      title: "the tracking table is of an older version", migration: nil, isTransactional: true,
      steps: try transaction(additions + rows))
  }

  /// One transaction around all sections.
  private func single(_ sections: [Script.Section]) throws -> [Script.Section] {
    if let odd = sections.first(where: { !$0.isTransactional }), let migration = odd.migration {
      throw PlanError.notTransactional(migration.version, path: migration.source.path)
    }
    return sections.enumerated().map { index, section in
      let steps = section.steps.filter { step in
        switch step.kind {
        case .begin: index == 0
        case .commit: index == sections.count - 1
        default: true
        }
      }
      return Script.Section(
        title: section.title, migration: section.migration, isTransactional: true, steps: steps)
    }
  }

  private func transaction(_ steps: [Step]) throws -> [Step] {
    [Step(.begin, try sql("transaction-begin"))] + steps + [Step(.commit, try sql("transaction-commit"))]
  }

  // MARK: - One migration

  private func section(_ item: Plan.Item, _ direction: Direction) throws -> Script.Section {
    let migration = item.migration
    guard let block = migration.block(direction) else {
      throw PlanError.irreversible(migration.version, path: migration.source.path)
    }
    // What was begun without a transaction goes on without one, whatever its file says now.
    let isTransactional =
      item.resumes == nil
      && (migration.transactional ?? (options.transactional && dialect.hasTransactionalDDL))
    let body = try Body(block, dialect.syntax, splitter)
    try preflight.check(body.statements, of: body.text, body.origin, isTransactional: isTransactional)
    let steps =
      isTransactional
      ? try transaction(transactionalSteps(item, direction, body)) : try separateSteps(item, direction, body)
    let verb = direction == .up ? "" : "revert "
    return Script.Section(
      title: "\(verb)\(migration.title) (\(migration.source.path))", migration: migration,
      isTransactional: isTransactional, steps: steps)
  }

  private func transactionalSteps(
    _ item: Plan.Item, _ direction: Direction, _ body: Body
  ) throws -> [Step] {
    let values = values(item)
    let work = Step(
      .migration, body.text.terminated(after: body.statements.last, dialect.syntax), origin: body.origin,
      statements: body.statements)
    let claim = try sql(direction == .up ? "tracker-claim" : "tracker-remove", values)
    let finish = direction == .up ? [Step(.record, try sql("tracker-finish", values))] : []
    return try [Step(.claim, claim)] + session(item.migration, scope: "local") + [work] + reset() + finish
  }

  /// Statements one at a time, each followed by a note of how far it has come.
  private func separateSteps(
    _ item: Plan.Item, _ direction: Direction, _ body: Body
  ) throws -> [Step] {
    var values = values(item)
    values["direction"] = .text(direction.rawValue)
    values["expected"] = .number(direction == .up ? 0 : 1)
    values["finished"] = .number(item.resumes?.finished ?? 0)
    if let resumes = item.resumes, resumes.finished > body.statements.count {
      throw PlanError.changedWhileInterrupted(resumes, path: item.migration.source.path)
    }
    var steps = [Step(.claim, try sql(item.resumes == nil ? "progress-claim" : "progress-resume", values))]
    steps += try session(item.migration, scope: "session")
    var chain = ""
    for (index, statement) in body.statements.enumerated() {
      let text = String(body.text[utf8Range: statement.range])
      chain = Checksum.chain(chain, text)
      if let resumes = item.resumes, index < resumes.finished {
        if index + 1 == resumes.finished, chain != resumes.checksum {
          throw PlanError.changedWhileInterrupted(resumes, path: item.migration.source.path)
        }
        continue
      }
      values["finished"] = .number(index + 1)
      values["chain"] = .text(chain)
      steps.append(Step(separate: statement, text, body.origin, dialect.syntax))
      steps.append(Step(.record, try sql("progress-advance", values)))
    }
    let record = try sql(direction == .up ? "tracker-record" : "tracker-remove", values)
    let closing = [Step(.record, record), Step(.record, try sql("progress-remove", values))]
    return try steps + reset() + transaction(closing)
  }

  private func session(_ migration: Migration, scope: String) throws -> [Step] {
    var steps: [Step] = []
    if let timeout = options.statementTimeout {
      steps.append(
        Step(.session, try sql("timeout-set", ["scope": .text(scope), "timeout": .text(timeout)])))
    }
    if let schema = migration.schema ?? options.schema {
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

  private func reset() throws -> [Step] {
    dialect.has("session-reset") ? [Step(.session, try sql("session-reset"))] : []
  }

  // MARK: - Values

  private func sql(_ block: String, _ values: [String: SQLTemplate.Value] = [:]) throws -> String {
    let general: [String: SQLTemplate.Value] = [
      "table": .name(options.table), "progress": .name(options.progressTable),
      "lock": .text(options.table.joined(separator: ".")), "lock_timeout": .number(options.lockTimeout),
    ]
    return try dialect.sql(block, general.merging(values) { _, given in given })
  }

  private func values(_ item: Plan.Item) -> [String: SQLTemplate.Value] {
    var values = values(item.migration, description: item.migration.description)
    // A row may spell its version in another way than the file; it is the row that has to go.
    if let row = item.row { values["version"] = .text(row.name) }
    return values
  }

  private func values(_ migration: Migration, description: String) -> [String: SQLTemplate.Value] {
    [
      "version": .text("\(migration.version)"), "type": .text(migration.version.kind.rawValue),
      "description": .text(description), "checksum": .text(migration.checksum),
      "author": .text(options.author),
    ]
  }
}

/// What a migration's block sends.
private struct Body {
  let text: String
  let statements: [Statement]
  let origin: Origin

  init(_ block: Block, _ syntax: Syntax, _ splitter: StatementSplitter) throws(PatternError) {
    text = block.sent(syntax)
    statements = try splitter.statements(of: text)
    origin = Origin(block, syntax)
  }
}

extension Step {
  /// A statement that is sent on its own.
  fileprivate init(separate statement: Statement, _ text: String, _ origin: Origin, _ syntax: Syntax) {
    var own = statement
    let shift = statement.range.lowerBound
    own.range = 0..<statement.range.count
    own.start -= shift
    own.terminator = own.terminator.lowerBound - shift..<own.terminator.upperBound - shift
    own.data = own.data.map { $0.lowerBound - shift..<$0.upperBound - shift }
    self.init(
      .migration, text.terminated(after: own, syntax), origin: origin.advanced(by: shift), statements: [own])
  }
}

extension String {
  /// The text with its last statement terminated, and a line feed at its end.
  fileprivate func terminated(after last: Statement?, _ syntax: Syntax) -> String {
    let ended = utf8.last == UInt8(ascii: "\n") ? self : self + "\n"
    guard let last, !last.isTerminated else { return ended }
    return ended + syntax.terminator + "\n"
  }
}
