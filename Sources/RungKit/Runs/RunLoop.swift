import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText

extension Run {
  /// Reads, decides, and unless it is a dry run sends.
  ///
  /// The history is read again once the lock is held, and again whenever another run turns out to have been
  /// first: what is sent was always decided upon what is there.
  package func perform(_ decide: (Snapshot) throws -> Decision) throws -> Outcome {
    let database = Database(project)
    var outcome = Outcome(
      database: "\(project.url)", dialect: project.dialect.name, dryRun: options.dryRun)
    let reader = try database.open(options.dryRun ? .look : .work)
    reader?.onWait = { tell(.waiting(.program, holder: $0)) }
    let state = try database.state(reader)
    outcome.before = state.history.revision
    outcome.after = outcome.before
    if try isOver(state, reader, decide, &outcome) { return outcome }
    guard let driver = try reader ?? database.open(.make) else { return outcome }
    driver.onWait = { tell(.waiting(.program, holder: $0)) }
    let lock = Lock(driver: driver, project: project, table: state.table, tell: tell)
    // A script that is sent as a whole takes the lock by itself.
    let isHeld = !driver.takesScripts || project.dialect.locksFile
    if isHeld { try lock.acquire() }
    // Dying gives the lock back as well.
    defer { if isHeld { lock.release() } }
    var stopped = noteInterrupted(state.history, &outcome)
    do {
      while try !send(database, driver, isHeld ? nil : lock, &stopped, decide, &outcome) {}
    } catch {
      if let state = try? database.state(driver) { outcome.after = state.history.revision }
      // What stopped the run is what it ends with.
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

  /// Decides for the first time, without the lock.
  ///
  /// - Returns: whether that was all: it is a dry run, or there is nothing to do.
  private func isOver(
    _ state: Database.State, _ driver: (any Driver)?, _ decide: (Snapshot) throws -> Decision,
    _ outcome: inout Outcome
  ) throws -> Bool {
    do {
      let decision = try decide(
        snapshot(state, driver, interrupted(state.history), isFinal: options.dryRun))
      outcome.note(decision.findings, tell)
      guard let script = decision.script else { return true }
      outcome.plan(script)
      if options.dryRun { outcome.script = script.text }
      return options.dryRun
    } catch PlanError.interrupted(_, _, _) where !options.dryRun {
      // What looks interrupted may be another run at work; with the lock in hand it will be known.
      return false
    }
  }

  /// The series in which something is interrupted, where the run goes on without them.
  private func interrupted(_ history: History) -> Set<String?> {
    options.continueOnError && !options.resume ? Set(history.interrupted.map(\.version.series)) : []
  }

  /// Tells of what is interrupted, as of failures that happened before.
  private func noteInterrupted(_ history: History, _ outcome: inout Outcome) -> Set<String?> {
    let stopped = interrupted(history)
    for progress in stopped.isEmpty ? [] : history.interrupted {
      outcome.failed("\(progress.version)")
      tell(.failed(PlanError.interrupted(progress, path: project.catalog[progress.version]?.source.path)))
    }
    return stopped
  }

  /// Decides upon what is there now and sends it.
  ///
  /// - Returns: false when it has to be decided anew: another run was first, or one series is to be left
  ///   alone.
  private func send(
    _ database: Database, _ driver: any Driver, _ lock: Lock?, _ stopped: inout Set<String?>,
    _ decide: (Snapshot) throws -> Decision, _ outcome: inout Outcome
  ) throws -> Bool {
    let state = try settledState(database, driver, lock)
    let decision = try decide(
      snapshot(
        state, driver, stopped, count: outcome.migrations.count + outcome.failed.count, isFinal: true))
    outcome.note(decision.findings, tell)
    outcome.after = state.history.revision
    guard let script = decision.script else { return true }
    outcome.plan(script)
    try hooks.begin(script, at: outcome.after)
    do {
      try execute(script, driver, state) { section, time in
        outcome.done(section, milliseconds: time, tell)
      }
      outcome.isChanged = true
      outcome.after = try database.revision(after: state, driver)
      return !decision.isPartial
    } catch let lost as Executor.ClaimLost {
      // Whoever was first has changed the history; where nobody was, trying again would fail again.
      if try database.state(driver).history == state.history { throw lost.failure }
      return false
    } catch let failure as Failure {
      // Two first runs at once: one of them makes the tables.
      let isFirst = failure.step.kind == .createTable
      if isFirst, try database.state(driver).history != state.history { return false }
      try stopSeries(to: withdrawn(failure, driver), driver, state.table, &stopped, &outcome)
      return false
    }
  }

  /// The failure once the progress of a migration has been taken back of which nothing has run.
  private func withdrawn(_ failure: Failure, _ driver: any Driver) -> Failure {
    guard failure.error.kind != .unavailable,
      let withdrawal = failure.section.withdrawal(after: failure.step)
    else { return failure }
    var failure = failure
    failure.isWithdrawn = (try? driver.run(withdrawal.sql)) != nil
    return failure
  }

  private func execute(
    _ script: Script, _ driver: any Driver, _ state: Database.State,
    done: (Script.Section, Int) -> Void
  ) throws {
    if driver.takesScripts {
      try ShellExecutor(
        driver: driver, dialect: project.dialect, patience: project.settings.lockTimeout.count, tell: tell
      ).run(script, hooks, done: done)
    } else {
      try Executor(driver: driver, dialect: project.dialect, table: state.table, tell: tell)
        .run(script, hooks, done: done)
    }
  }

  /// Leaves the series of a failure alone, where the user wants that; otherwise it ends the run.
  private func stopSeries(
    to failure: Failure, _ driver: any Driver, _ table: [String], _ stopped: inout Set<String?>,
    _ outcome: inout Outcome
  ) throws {
    if failure.error.kind == .locked, failure.step.kind != .migration {
      let holder =
        Lock(driver: driver, project: project, table: table, tell: tell).holder ?? failure.error.cause
      let waited = project.settings.lockTimeout.text
      // Who has the lock of runs in hand is waiting for something else.
      throw failure.step.kind == .lock
        ? StateError.locked(holder: holder, waited: waited) : StateError.busy(holder: holder, waited: waited)
    }
    guard options.continueOnError, failure.error.kind != .unavailable,
      let migration = failure.section.migration
    else { throw failure }
    stopped.insert(migration.version.series)
    outcome.failed("\(migration.version)")
    tell(.failed(failure))
  }
}
