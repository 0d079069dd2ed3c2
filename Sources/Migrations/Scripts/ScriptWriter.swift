import Diagnostics
import SQLText

/// Turns plans into scripts for one database.
package struct ScriptWriter {
  let dialect: Dialect
  let splitter: StatementSplitter
  let preflight: Preflight
  let joining: JoinedStatements
  private let reader = LazyReader()
  /// Matches `SET TRANSACTION ISOLATION LEVEL …`, as the first statement of a migration.
  let isolation: Pattern
  let options: Options
  /// The values of every block.
  let general: [String: SQLTemplate.Value]
  private let repair: TrackerRepair?
  private let reconciliation: Reconciliation?

  /// Prepares to write scripts.
  ///
  /// - Parameters:
  ///   - dialect: the dialect of the database.
  ///   - options: the options of every script.
  ///   - repair: the changes that the tracking table needs before other writes.
  ///   - reconciliation: the rows to rename before anything depends on them.
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package init(
    _ dialect: Dialect, _ options: Options, repair: TrackerRepair? = nil,
    reconciliation: Reconciliation? = nil
  ) throws(PatternError) {
    self.dialect = dialect
    self.options = options
    general = [
      "table": .name(options.table), "progress": .name(options.progressTable),
      "lock": .text(options.table.joined(separator: ".")), "lock_timeout": .number(options.lockTimeout),
      "load": .text(options.sqliteExtensions.map { ".load '\($0)'" }.joined(separator: "\n")),
    ]
    self.repair = repair
    self.reconciliation = reconciliation
    splitter = try StatementSplitter(dialect.lexer)
    isolation = try Pattern(
      statement: #"""
        set (?&gap) (?: local (?&gap) )? transaction (?&gap) isolation (?&gap) level (?&gap)
          (?<level> serializable | repeatable \s++ read | read \s++ (?: un )? committed ) \b
        """#, dialect.syntax)
    preflight = try Preflight(dialect, enforcesForeignKeys: options.foreignKeys == true)
    joining = try JoinedStatements(dialect)
  }

  /// Reads what statements change; made when a statement is first sent alone, because few scripts have one.
  var effects: EffectReader {
    get throws {
      let known = try reader.value ?? EffectReader(dialect)
      reader.value = known
      return known
    }
  }

  private final class LazyReader { var value: EffectReader? }

  /// The script of an upgrade, a downgrade or a redo.
  ///
  /// - Throws: ``PreflightError`` for SQL that must not be sent, ``PlanError`` for a plan that cannot be one
  ///   transaction; ``Faults`` for several errors.
  package func script(_ plan: Plan, _ history: History) throws -> Script {
    var faults = Faults()
    let before = [nil] + plan.items.map { $0.direction == .up ? $0.migration.version : nil }
    var sections = try zip(plan.items, before).compactMap { item, previous in
      var item = item
      item.previous = previous
      item.lastSequence = item.direction == .down && plan.verb.isTracked ? history.lastSequence : nil
      return try faults.collect { try section(item, isTracked: plan.verb.isTracked) }
    }
    try faults.throwIfAny()
    if let first = try removal(of: plan.removedRows, plan.verb) { sections.insert(first, at: 0) }
    // A migration that is reverted only to be applied again must not be lost if that fails.
    let isWhole = plan.verb == .redo && sections.allSatisfy(\.canBeWhole)
    if options.singleTransaction || isWhole { sections = try single(sections) }
    let needsProgress =
      plan.verb.isTracked && !history.hasProgress && sections.contains(where: \.countsProgress)
    let count = plan.items.count { plan.verb != .redo || $0.direction == .down }
    return try script(
      plan.verb.rawValue, of: Phrase.count(count, "migration"), sections: sections, history: history,
      needsProgress: needsProgress,
      needsTracker: plan.verb.isTracked)
  }

  /// The errors that prevent sending migrations in either direction; other languages are not checked.
  package func faults(in migrations: [Migration]) throws -> Faults {
    var faults = Faults()
    for migration in migrations where !migration.isLoaded {
      if migration.isDraft { faults.append(MigrationError.emptyUpBlock(migration)) }
      for direction in [Direction.up, .down] where migration.block(direction) != nil {
        let item = Plan.Item(migration: migration, direction: direction, row: nil, resumes: nil)
        try faults.collect { try section(item) }
      }
    }
    return faults
  }

  /// The script that only reconciles rows with files.
  package func script(reconciling history: History, _ verb: String) throws -> Script {
    try script(verb, of: "the tracking table", sections: [], history: history, needsProgress: false)
  }

  /// The script that loads the output of `rung dump` into an empty database.
  ///
  /// - Throws: ``PreflightError`` for SQL that must not be sent.
  package func script(baseline source: SourceText, _ history: History) throws -> Script {
    let body = try Body(Block(whole: source), dialect, splitter: splitter)
    let isTransactional = dialect.hasTransactionalDDL
    try preflight.check(body.statements, of: body.text, body.origin, isTransactional: isTransactional)
    let author = Step(.record, try sql("tracker-sign", ["author": .text(options.author)]))
    var steps =
      isTransactional
      ? try transaction([body.step(dialect.syntax)] + reset() + [author])
      : try body.separate(dialect.syntax) + reset() + transaction([author])
    if options.foreignKeys == true, dialect.has("foreign-keys-set") {
      // A dump has the rows in the order of table names, so parents may come after their children.
      steps.insert(Step(.check, try sql("foreign-keys-check")), at: steps.count - 1)
      steps = try [foreignKeys(false, .session)] + steps + [foreignKeys(true, .restore)]
    }
    let section = Script.Section(
      title: "baseline (\(source.path))", isTransactional: isTransactional, steps: steps)
    // The file creates the tracking table; if it does not, or creates it elsewhere, writing the author fails.
    return try script(
      "baseline", of: source.path, sections: [section], history: history,
      needsProgress: !isTransactional && !history.hasProgress,
      needsTracker: false)
  }

  /// The script for a stamp, in one transaction.
  package func script(_ stamp: Stamp, _ history: History) throws -> Script {
    let removals = try stamp.removed.map { row in
      Step(.record, try sql("tracker-remove", ["version": .text(row.name)]))
    }
    let previous = [nil] + stamp.added.map(\.version)
    let additions = try zip(stamp.added, previous).flatMap { migration, previous -> [Step] in
      try [Step(.record, row(migration, stamp, after: previous))] + replaces(migration)
    }
    let resolutions = try stamp.resolved.map { progress in
      Step(.record, try sql("progress-remove", ["version": .text("\(progress.version)")]))
    }
    let steps = try transaction(removals + additions + resolutions)
    let rows = Phrase.count(stamp.removed.count + stamp.added.count, "row")
    let section = Script.Section(title: "\(rows) of the tracking table", steps: steps)
    return try script("stamp", of: rows, sections: [section], history: history, needsProgress: false)
  }

  /// The statement that inserts a row of a stamp.
  private func row(_ migration: Migration, _ stamp: Stamp, after previous: Version?) throws -> String {
    var values = try values(migration, after: previous)
    guard let origin = stamp.origins[migration.version] else { return try sql("tracker-stamp", values) }
    values["applied_at"] = origin.appliedAt.map { .text($0) } ?? .null
    values["author"] = .text(origin.appliedBy)
    return try sql("tracker-adopt", values)
  }

  /// The script that records how the user resolved an interrupted migration.
  ///
  /// - Throws: ``PlanError`` for a migration that needs a file and has none, or has fewer statements.
  package func script(
    resolving progress: History.Progress, of migration: Migration?, _ resolution: Resolution,
    history: History
  ) throws -> Script {
    let row = history.rows.first { $0.version == progress.version }
    let removal = Step(.record, try sql("progress-remove", ["version": .text("\(progress.version)")]))
    let steps: [Step]
    var notes: [String] = []
    switch resolution {
    case .finished(let count):
      let verb = progress.direction.verb
      notes = [
        "\(Phrase.count(count, "statement")) of '\(progress.version)' finished; run 'rung \(verb) --resume'"
      ]
      steps = [Step(.record, try sql("progress-advance", values(of: count, progress, migration)))]
    case .applied where row == nil:
      guard let migration else { throw PlanError.resolvedWithoutFile(progress.version) }
      steps =
        [removal, Step(.record, try sql("tracker-stamp", values(migration)))] + (try replaces(migration))
    case .reverted:
      steps =
        try [removal]
        + (row.map { [Step(.record, try sql("tracker-remove", ["version": .text($0.name)]))] } ?? [])
    case .applied: steps = [removal]
    }
    let section = Script.Section(
      title: migration?.title ?? "\(progress.version)", steps: try transaction(steps), notes: notes)
    return try script(
      "resolve", of: "\(progress.version)", sections: [section], history: history, needsProgress: false)
  }

  /// The values with which a migration counts some statements as finished.
  private func values(
    of count: Int, _ progress: History.Progress, _ migration: Migration?
  ) throws -> [String: SQLTemplate.Value] {
    guard let migration, let block = migration.block(progress.direction) else {
      throw PlanError.resolvedWithoutFile(progress.version)
    }
    let body = try body(of: migration, block)
    guard (0...body.statements.count).contains(count) else {
      throw PlanError.fewerStatements(progress.version, count: body.statements.count, path: block.source.path)
    }
    let chain = count == 0 ? "" : body.chains[count - 1]
    return ["version": .text("\(progress.version)"), "finished": .number(count), "chain": .text(chain)]
  }

  // MARK: - The frame

  private func script(
    _ verb: String, of amount: String, sections: [Script.Section], history: History, needsProgress: Bool,
    needsTracker: Bool = true
  ) throws -> Script {
    var opening: [Step] = []
    if dialect.has("client-prepare") { opening.append(Step(.client, try sql("client-prepare"))) }
    if dialect.has("lock-acquire") { opening.append(Step(.lock, try sql("lock-acquire"))) }
    if needsTracker, !history.hasTracker { opening.append(Step(.createTable, try sql("tracker-create"))) }
    if needsProgress { opening.append(Step(.createTable, try sql("progress-create"))) }
    let secrets = secrets(of: sections)
    opening += try secrets.compactMap(variable(forSecret:))
    if let on = options.foreignKeys, dialect.has("foreign-keys-set") {
      opening.append(try foreignKeys(on, .session))
    }
    var all = needsTracker ? try repair.map { [try section($0)] } ?? [] : []
    if needsTracker, let reconciliation, !reconciliation.isEmpty { all.append(try section(reconciliation)) }
    all += sections
    if !opening.isEmpty {
      all.insert(Script.Section(title: "before anything else", isTransactional: false, steps: opening), at: 0)
    }
    if dialect.has("lock-release") {
      let closing = [Step(.unlock, try sql("lock-release"))]
      all.append(Script.Section(title: "at the end", isTransactional: false, steps: closing))
    }
    let client = dialect.client.replacing("{target}", with: options.target)
    return Script(
      heading: ["rung \(verb): \(amount), \(dialect.name)", "run with: \(client)"]
        + options.heading(hasMigrations: sections.contains { $0.migration != nil })
        + secrets.map(heading(forSecret:)),
      verb: verb, sections: all)
  }

  // MARK: - Secrets

  private func secrets(of sections: [Script.Section]) -> [String] {
    Set(sections.flatMap(\.steps).flatMap(\.secrets).map(\.name)).sorted()
  }

  private func heading(forSecret name: String) -> String {
    dialect.has("client-variable")
      ? "secret: the client takes '\(name)' from the environment variable \(Values.variable(name))"
      : "secret: '\(name)' is left out, and the client refuses its hole; a run by rung has it"
  }

  /// The command with which the client takes a secret from the environment.
  private func variable(forSecret name: String) throws -> Step? {
    guard dialect.has("client-variable") else { return nil }
    return Step(
      .variable, try sql("client-variable", ["name": .text(name), "variable": .text(Values.variable(name))]))
  }

  /// Puts one transaction around all sections.
  private func single(_ sections: [Script.Section]) throws -> [Script.Section] {
    if let odd = sections.first(where: { !$0.canBeWhole }), let migration = odd.migration {
      throw PlanError.notTransactional(migration.version, path: migration.source.path)
    }
    return sections.enumerated().map { index, section in
      section.with(
        steps: section.steps.filter { step in
          switch step.kind {
          case .begin: index == 0
          case .commit: index == sections.count - 1
          default: true
          }
        })
    }
  }

  func transaction(_ steps: [Step], at level: String? = nil) throws -> [Step] {
    let begin =
      try level.map { try sql("transaction-begin-isolated", ["level": .text($0)]) }
      ?? sql("transaction-begin")
    return [Step(.begin, begin)] + steps + [Step(.commit, try sql("transaction-commit"))]
  }
}
