import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

extension Run {
  /// Sends what a command decides, or says what it would send.
  package func perform(_ decide: @escaping (Snapshot) throws -> Decision) throws -> Outcome {
    try options.dryRun ? preview(decide) : send(decide)
  }

  /// Reads the history and decides; the outcome has the script.
  private func preview(_ decide: (Snapshot) throws -> Decision) throws -> Outcome {
    let database = Database(project, tell: tell)
    let reader = try database.open(.look)
    let state = try database.state(reader)
    var outcome = outcome(at: state.history.revision)
    let attempts = Attempts(stopped: interrupted(state.history))
    let snapshot = try snapshot(state, reader, attempts: attempts, isFinal: true)
    let decision = try decide(snapshot)
    outcome.note(decision.findings, tell)
    if options.makesPlan || options.makesRollback {
      let signature = ReviewedPlan.Signature(author: author, client: clientTarget)
      let plan = try reviewedPlan(snapshot, decide, signed: signature)
      outcome.plan = Outcome.PlanFile(plan)
      if options.makesRollback { outcome.rollback = try rollback(of: decision, snapshot, plan) }
    }
    if let script = decision.script {
      outcome.plan(script)
      outcome.script = script.text
      outcome.sections = script.sections
    }
    return outcome
  }

  /// Reads the history, decides, and sends the script.
  ///
  /// The history is read again once the lock is held, and again whenever another run was first. Decisions are
  /// therefore always based on the current state.
  private func send(_ decide: @escaping (Snapshot) throws -> Decision) throws -> Outcome {
    let database = Database(project, tell: tell)
    let reader = try database.open(.work)
    reader?.onWait = { tell(.waiting(.program, holder: $0)) }
    let state = try database.state(reader)
    var outcome = outcome(at: state.history.revision)
    let decisions = Decisions(run: self, decide: decide)
    guard try isNeeded(state, reader, decisions: decisions, outcome: &outcome),
      let driver = try reader ?? database.open(.make)
    else { return outcome }
    driver.onWait = { tell(.waiting(.program, holder: $0)) }
    // A driver program stops its client itself.
    if options.endsOnSignals, driver.keepsSession { Interruption.watch() }
    let lock = Lock(
      driver: driver, project: project, table: state.table, isPooled: try isPooled(driver), tell: tell)
    if lock.isHeld { try lock.acquire() }
    // The lock is also released if the process dies.
    defer { if lock.isHeld { lock.release() } }
    var attempts = Attempts(stopped: noteInterrupted(state.history, &outcome))
    do {
      // Only under the lock does another look see more than the first.
      let current = try lock.isHeld ? database.state(driver) : undisturbed(state, lock)
      try sendAll(decisions, from: current, under: lock, attempts: &attempts, outcome: &outcome)
    } catch {
      if let state = try? database.state(driver) { outcome.after = state.history.revision }
      // The run ends with the error that stopped it, so a failed hook is only reported.
      if let failure = hooks.end(outcome, error) { tell(.failed(failure)) }
      if reader == nil { driver.discardEmptyFile() }
      guard let problem = error as? any Diagnostic else { throw error }
      throw Stopped(problem: problem, outcome: outcome)
    }
    if let failure = hooks.end(outcome) {
      outcome.hookFailed = true
      tell(.failed(failure))
    }
    return outcome
  }

  private func outcome(at revision: String?) -> Outcome {
    Outcome(
      database: "\(project.url)", dialect: project.dialect.name, at: revision, dryRun: options.dryRun)
  }

  /// Whether there is something to send, decided without the lock.
  private func isNeeded(
    _ state: Database.State, _ driver: (any Driver)?, decisions: Decisions, outcome: inout Outcome
  ) throws -> Bool {
    do {
      let decision = try decisions.first(
        state, driver, attempts: Attempts(stopped: interrupted(state.history)))
      outcome.note(decision.findings, tell)
      if let script = decision.script { outcome.plan(script) }
      // What is approved is compared under the lock.
      return decision.script != nil || options.approval != nil
    } catch PlanError.interrupted {
      // An apparently interrupted migration may belong to another active run; with the lock this becomes
      // certain.
      return true
    }
  }

  /// The series with an interrupted migration, in a run that continues without them.
  private func interrupted(_ history: History) -> Set<Series> {
    options.continueOnError && !options.resume ? Set(history.interrupted.map(\.version.series)) : []
  }

  /// Reports interrupted migrations as earlier failures.
  private func noteInterrupted(_ history: History, _ outcome: inout Outcome) -> Set<Series> {
    let stopped = interrupted(history)
    for progress in stopped.isEmpty ? [] : history.interrupted {
      outcome.failed("\(progress.version)")
      tell(.failed(PlanError.interrupted(progress, path: project.catalog[progress.version]?.source.path)))
    }
    return stopped
  }

  /// Decides and sends until nothing is left.
  private func sendAll(
    _ decisions: Decisions, from state: Database.State, under lock: Lock, attempts: inout Attempts,
    outcome: inout Outcome
  ) throws {
    var current = state
    while true {
      do {
        if try send(decisions, from: current, under: lock, attempts: &attempts, outcome: &outcome) { return }
        current = try Database(project).state(lock.driver)
      } catch let error as PlanError {
        // A migration that seems interrupted may belong to a run on another server.
        guard case .interrupted = error, !lock.isHeld, try lock.isLocal else { throw error }
        current = try advanced(current, lock)
      }
      current = try undisturbed(current, lock)
    }
  }

  /// Decides again on the current state, and sends the script.
  ///
  /// - Returns: false if it must decide again, because another run was first or a series is to be left out.
  private func send(
    _ decisions: Decisions, from state: Database.State, under lock: Lock, attempts: inout Attempts,
    outcome: inout Outcome
  ) throws -> Bool {
    let (database, driver) = (Database(project), lock.driver)
    let decision = try decisions.final(
      state, driver, attempts: attempts, count: outcome.migrations.count + outcome.failed.count)
    outcome.note(decision.findings, tell)
    outcome.after = state.history.revision
    try decisions.requireApproval(state, driver, attempts: attempts, outcome: outcome)
    guard let script = decision.script else { return true }
    if lock.isPooled { try PooledStatements.refuse(in: script) }
    outcome.plan(script)
    try hooks.begin(script, at: outcome.after)
    do {
      try executor(state, lock, decision: decision, outcome: outcome).run(script, hooks) { section, time in
        outcome.done(section, milliseconds: time, tell)
      }
      outcome.isChanged = true
      outcome.after = try database.revision(after: state, driver)
      return !decision.isPartial
    } catch let lost as Executor.ClaimLost {
      // If another run was first, the history has changed. If it has not, another attempt would fail too.
      if try database.state(driver).history == state.history { throw lost.failure }
      // The rest would not be what was approved.
      if options.approval != nil, !outcome.migrations.isEmpty { throw lost.failure }
      return false
    } catch let failure as Failure {
      // When two first runs happen at once, only one of them creates the tables.
      let isFirst = failure.step.kind == .createTable
      if isFirst, try database.state(driver).history != state.history { return false }
      let examined = examined(recovered(failure, database, driver: driver), database)
      if triesAgain(after: examined, driver, &attempts) { return false }
      try stopSeries(
        to: explained(examined, state, driver: driver), driver, table: state.table, attempts: &attempts,
        outcome: &outcome)
      return false
    }
  }

  private func executor(
    _ state: Database.State, _ lock: Lock, decision: Decision, outcome: Outcome
  ) -> Executor {
    Executor(
      driver: lock.driver, project: project, table: state.table, isPooled: lock.isPooled,
      // What follows a part is not known yet.
      place: (outcome.migrations.count, decision.isPartial ? 0 : outcome.planned.count), observer: observer,
      tell: tell)
  }

  /// Whether a pooler may send each transaction of this connection to another session of the server.
  private func isPooled(_ driver: any Driver) throws -> Bool {
    guard project.dialect.has("session-identity") else { return false }
    return driver.sharesSessions(
      SessionProbe(
        identity: try project.dialect.sql("session-identity", [:]),
        begin: try project.dialect.sql("transaction-begin", [:]),
        end: try project.dialect.sql("transaction-rollback", [:])))
  }

  /// The failure, after looking on a new connection whether a commit was done whose answer was lost.
  private func examined(_ failure: Failure, _ database: Database) -> Failure {
    guard failure.error.kind == .unavailable, failure.step.kind == .commit,
      let version = failure.section.migration?.version, let driver = try? database.open(.look),
      let history = try? database.state(driver).history
    else { return failure }
    var failure = failure
    failure.wasCommitted = history.contains(version) == (failure.section.direction == .up)
    return failure
  }

  /// Leaves the failed series out if the user allows that; otherwise ends the run.
  private func stopSeries(
    to failure: Failure, _ driver: any Driver, table: [String], attempts: inout Attempts,
    outcome: inout Outcome
  ) throws {
    if failure.error.kind == .locked, !failure.mayPass {
      let holder =
        Lock(driver: driver, project: project, table: table, tell: tell).holder ?? failure.error.cause
      let waited = project.settings.lockTimeout.text
      // After the lock step, this run holds Rung's lock, so it waits for another program's lock.
      throw failure.step.kind == .lock
        ? StateError.locked(holder: holder, waited: waited) : StateError.busy(holder: holder, waited: waited)
    }
    guard options.continueOnError, failure.error.kind != .unavailable,
      let migration = failure.section.migration
    else { throw failure }
    attempts.stopped.insert(migration.version.series)
    outcome.failed("\(migration.version)")
    tell(.failed(failure))
  }
}

/// The decisions of one run, which are made anew only where the facts have changed.
private final class Decisions {
  private let run: Run
  private let decide: (Run.Snapshot) throws -> Run.Decision
  /// The first decision with its facts, if it lasts as long as they do.
  private var whole: (history: History, stopped: Set<Series>, decision: Run.Decision)?

  init(run: Run, decide: @escaping (Run.Snapshot) throws -> Run.Decision) {
    (self.run, self.decide) = (run, decide)
  }

  /// The decision before the lock is held.
  func first(
    _ state: Database.State, _ driver: (any Driver)?, attempts: Attempts
  ) throws -> Run.Decision {
    let decision = try decide(run.snapshot(state, driver, attempts: attempts, isFinal: false))
    if decision.isLasting, !decision.isPartial { whole = (state.history, attempts.stopped, decision) }
    return decision
  }

  /// Compares the decision with what was approved.
  func requireApproval(
    _ state: Database.State, _ driver: any Driver, attempts: Attempts, outcome: Outcome
  ) throws {
    // What follows the first migration, or tries one again, continues what was compared.
    guard outcome.migrations.isEmpty, outcome.failed.isEmpty, attempts.retried.isEmpty else { return }
    try run.requireApproval(run.snapshot(state, driver, attempts: attempts, isFinal: true), decide)
  }

  /// The decision that is sent.
  func final(
    _ state: Database.State, _ driver: any Driver, attempts: Attempts, count: Int
  ) throws -> Run.Decision {
    defer { whole = nil }
    if let whole, whole.history == state.history, whole.stopped == attempts.stopped, count == 0 {
      return whole.decision
    }
    return try decide(run.snapshot(state, driver, attempts: attempts, count: count, isFinal: true))
  }
}
