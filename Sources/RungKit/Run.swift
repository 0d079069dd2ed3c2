import Diagnostics
import Drivers
import Migrations

/// A command that changes a database, or prints how it would.
package struct Run {
  package let project: Project
  private let options: Options
  private let author: String
  private let tell: (Event) -> Void

  /// How a run goes about it.
  package struct Options: Sendable {
    package var dryRun = false
    package var singleTransaction = false
    package var resume = false
    package var allowMissing = false

    package init(
      dryRun: Bool = false, singleTransaction: Bool = false, resume: Bool = false, allowMissing: Bool = false
    ) {
      self.dryRun = dryRun
      self.singleTransaction = singleTransaction
      self.resume = resume
      self.allowMissing = allowMissing
    }
  }

  /// What a command wants of a database, once it knows the history.
  private struct Decision {
    let script: Script
    let findings: [Finding]
    let isEmpty: Bool
  }

  /// Prepares a run.
  ///
  /// - Throws: ``SettingsError`` for an author that cannot be found out.
  package init(
    _ project: Project, _ options: Options, _ environment: Environment, tell: @escaping (Event) -> Void
  ) throws {
    self.project = project
    self.options = options
    self.tell = tell
    author = try Author.name(project.settings, environment)
  }

  /// Applies what is pending, up to a revision.
  package func upgrade(to revision: String) throws -> Outcome {
    let revision = try Revision(revision)
    return try move(.up) { history in try Plan.upgrade(project.catalog, history, to: revision, policy) }
  }

  /// Reverts what is applied, down to a revision.
  package func downgrade(to revision: String) throws -> Outcome {
    let revision = try Revision(revision)
    return try move(.down) { history in try Plan.downgrade(project.catalog, history, to: revision, policy) }
  }

  /// Writes the tracking table anew, as if everything up to a revision had been applied.
  package func stamp(_ revision: String) throws -> Outcome {
    let revision = try Revision(revision)
    return try perform(.up) { state in
      let stamp = try Stamp(project.catalog, state.history, at: revision)
      let script = try writer(state).script(stamp, state.history)
      return Decision(script: script, findings: stamp.settled.map(Finding.forgotten), isEmpty: stamp.isEmpty)
    }
  }

  /// Settles a migration that was interrupted.
  package func resolve(_ version: String, applied: Bool) throws -> Outcome {
    guard let version = Version(version) else { throw RevisionError.unreadable(version) }
    return try perform(.up) { state in
      guard let progress = state.history.interrupted.first(where: { $0.version == version }) else {
        throw PlanError.notInterrupted(version)
      }
      let script = try writer(state).script(
        resolving: progress, project.catalog[version], applied: applied, state.history)
      return Decision(script: script, findings: [], isEmpty: false)
    }
  }

  // MARK: - Deciding

  private var policy: Plan.Policy {
    Plan.Policy(
      strict: project.settings.strict,
      strictOrdering: project.settings.strictOrdering && !options.allowMissing,
      resume: options.resume)
  }

  private func move(_ direction: Direction, _ plan: (History) throws -> Plan) throws -> Outcome {
    try perform(direction) { state in
      let plan = try plan(state.history)
      let needsRepair = TrackerRepair(project.catalog, state.history) != nil
      let script = try writer(state).script(plan, state.history)
      return Decision(
        script: script, findings: plan.findings,
        isEmpty: plan.items.isEmpty && !(direction == .up && needsRepair))
    }
  }

  private func writer(_ state: Database.State) throws -> ScriptWriter {
    let settings = project.settings
    if settings.statementTimeout != nil, !project.dialect.has("timeout-set") {
      throw SettingsError.badValue(
        settings.origin(of: .statementTimeout),
        reason: "\(project.dialect.name) has no timeout for statements",
        remedy: "take 'statement_timeout' out")
    }
    return try ScriptWriter(
      project.dialect,
      ScriptWriter.Options(
        table: state.table, progressTable: state.progressTable, author: author,
        schema: settings.defaultSchema,
        statementTimeout: settings.statementTimeout?.text, lockTimeout: settings.lockTimeout.count,
        transactional: settings.transactional, singleTransaction: options.singleTransaction,
        target: project.url.clientTarget),
      repair: TrackerRepair(project.catalog, state.history))
  }

  // MARK: - Doing

  /// Reads, decides, and unless it is a dry run sends.
  ///
  /// The history is read again once the lock is held, and again whenever another run turns out to have been first:
  /// what is sent was always decided upon what is there.
  private func perform(
    _ direction: Direction, _ decide: (Database.State) throws -> Decision
  ) throws -> Outcome {
    let database = Database(project: project)
    var outcome = Outcome(project, dryRun: options.dryRun)
    let reader = try database.open(options.dryRun ? .look : .work)
    let state = try database.state(reader)
    outcome.before = state.history.revision
    outcome.after = outcome.before
    do {
      let decision = try decide(state)
      outcome.note(decision.findings, tell)
      if options.dryRun, !decision.isEmpty { outcome.script = decision.script.text }
      if options.dryRun || decision.isEmpty { return outcome }
    } catch PlanError.interrupted(_, _) where !options.dryRun {
      // What looks interrupted may be another run at work; with the lock in hand it will be known.
    }
    guard let driver = try reader ?? database.open(.make) else { return outcome }
    let lock = Lock(driver: driver, project: project, table: state.table, tell: tell)
    try lock.acquire()
    // Dying gives the lock back as well.
    defer { lock.release() }
    while try !send(direction, database, driver, decide, &outcome) {}
    return outcome
  }

  /// Decides upon what is there now and sends it.
  ///
  /// - Returns: false when another run was first, and it has to be decided anew.
  private func send(
    _ direction: Direction, _ database: Database, _ driver: any Driver,
    _ decide: (Database.State) throws -> Decision, _ outcome: inout Outcome
  ) throws -> Bool {
    let state = try database.state(driver)
    let decision = try decide(state)
    outcome.note(decision.findings, tell)
    outcome.after = state.history.revision
    if decision.isEmpty { return true }
    do {
      try Executor(driver: driver, dialect: project.dialect, direction: direction, tell: tell)
        .run(decision.script) { migration, time in outcome.done(migration, milliseconds: time) }
      outcome.isChanged = true
      outcome.after = try database.state(driver).history.revision
      return true
    } catch let lost as Executor.ClaimLost {
      // Whoever was first has changed the history; where nobody was, trying again would fail again.
      if try database.state(driver).history.rows == state.history.rows { throw lost.failure }
      return false
    } catch let failure as Failure where failure.error.kind == .locked && failure.step.kind != .migration {
      throw StateError.locked(holder: driver.lockHolder(nil), waited: project.settings.lockTimeout.text)
    }
  }
}

extension History {
  /// Where the database stands: the version applied last.
  package var revision: String? { rows.last?.name }
}
