import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

/// The sender of a script, which calls hooks between migrations and reports each migration that is done.
struct Executor {
  let driver: any Driver
  let project: Project
  let table: [String]
  /// Whether the session is shared with other clients, and must be left as it is.
  var isPooled = false
  /// How many migrations the run has done before, and how many it has; 0 if that is not known.
  var place = (done: 0, count: 0)
  /// Who looks at the database between the statements; a driver that keeps no session cannot be watched.
  var observer: (any StatementObserver)?
  let tell: (Event) -> Void

  private var dialect: Dialect { project.dialect }

  /// The error that another run has claimed a migration first, so that the plan is out of date.
  struct ClaimLost: Error {
    let failure: Failure
  }

  /// Runs all sections; without those of the lock if the driver's session is the one that holds it.
  ///
  /// - Parameters:
  ///   - script: the script to send.
  ///   - hooks: the hooks, called outside of transactions.
  ///   - done: receives each section that is committed, with its time.
  /// - Throws: ``ClaimLost``, ``HookFailure``, or ``Failure`` for the first step that is refused; its
  ///   transaction is rolled back.
  func run(_ script: Script, _ hooks: HookRunner, done: (Script.Section, Int) -> Void) throws {
    var begun = place.done
    let whole = hooks.separatesMigrations ? script.parts.map(\.sections) : [script.sections]
    for part in driver.keepsSession ? script.groups : whole {
      try hooks.before(part)
      var finished: [(section: Script.Section, milliseconds: Int)] = []
      try send(part, at: (begun, place.count)) { section, time in
        if section.migration != nil { begun += 1 }
        finished.append((section, time))
        done(section, time)
      }
      try hooks.after(finished)
    }
  }

  private func send(
    _ sections: [Script.Section], at place: (done: Int, count: Int), done: (Script.Section, Int) -> Void
  ) throws {
    let observer = driver.keepsSession ? observer : nil
    let sent = observer == nil ? sections : sections.map { $0.separated(dialect.syntax) }
    let steps = Progress.steps(of: sent, preparation: try preparation) { kind in
      kind != .variable && (!driver.keepsSession || ![.client, .lock, .unlock].contains(kind))
    }
    let messages = try messages(for: steps)
    let beginning = ContinuousClock.now
    while true {
      var progress = Progress(steps, at: place, tell)
      driver.onStatement = { progress.advance($0) }
      defer { driver.onStatement = nil }
      do throws(DriverError) {
        progress.begin()
        try driver.send(messages) { number in
          tellNotices()
          observer?.finished(number, of: steps, driver)
          for (section, time) in progress.finish(number) { done(section, time) }
          progress.begin()
        }
        return tellNotices()
      } catch {
        tellNotices()
        let error = redaction.applied(to: error)
        guard let current = progress.current else { throw error }
        // Only the kind `locked` means that another run holds the lock; other errors of the statement do not.
        let isRepeatable = current.step.kind == .lock || !driver.keepsSession && progress.isAtStart
        if error.kind == .locked, isRepeatable, awaitLock(current.step, since: beginning) { continue }
        throw refused(error, at: current, isInTransaction: progress.isInTransaction)
      }
    }
  }

  /// Waits until the script may be sent again, because another run does not hold the lock any more.
  ///
  /// The lock is looked at by queries, for which a driver program may keep its client, while each try to take
  /// it starts another one.
  ///
  /// - Returns: false if the time is up.
  private func awaitLock(_ step: Step, since beginning: ContinuousClock.Instant) -> Bool {
    let lock = Lock(driver: driver, project: project, table: table, tell: tell)
    let limit = project.settings.lockTimeout.count
    repeat {
      guard beginning.duration(to: .now).milliseconds < limit else { return false }
      Clock.pause(milliseconds: 100)
    } while step.kind == .lock && lock.holder != nil
    return true
  }

  private func messages(for steps: [Progress.Step]) throws -> [Message] {
    try steps.enumerated().map { number, entry in
      let (sql, statements) = entry.step.sent
      return Message(
        sql, statements: statements, lead: entry.step.lead,
        joinsNext: observer == nil && entry.section.isTransactional && !entry.isLast,
        commits: entry.step.kind == .commit,
        marker: driver.keepsSession ? "" : try dialect.sql("step-marker", ["step": .number(number)]))
    }
  }

  /// The step before each migration that is never printed; a session that others use stays as it is.
  private var preparation: Step? {
    get throws {
      guard dialect.has("session-prepare"), !isPooled else { return nil }
      return Step(.session, try dialect.sql("session-prepare", [:]))
    }
  }

  /// Cleans up after a step that was refused, and returns the error.
  private func refused(
    _ error: DriverError, at current: Progress.Step, isInTransaction: Bool
  ) -> any Error {
    let (section, step) = (current.section, current.step)
    var error = error
    error.position = error.position.map(step.position(ofSent:))
    // The database only says that the statement was cancelled.
    if error.kind != .unavailable, var interruption = DriverError.interruption {
      interruption.position = error.position
      error = interruption
    }
    var failure = Failure(error: error, section: section, step: step)
    failure.lacksValues = lacksValues(failure)
    if driver.keepsSession {
      failure.violations = step.kind == .check ? violations() : []
      // A function of a library may have ended the transaction. SQLite itself ends it only after some
      // constraint or disk errors.
      failure.lostTransaction =
        isInTransaction && driver.isInTransaction == false
        && ![.constraint, .unavailable].contains(error.kind)
      // A migration without a transaction may have begun one itself.
      if isInTransaction || step.isWhole || !section.isTransactional { rollBack() }
      // The session may be used again; if it is lost, so are its settings.
      for step in section.steps where step.kind == .restore { try? driver.run(String(step.sql)) }
    }
    return step.kind == .claim && error.kind == .constraint ? ClaimLost(failure: failure) : failure
  }

  /// Whether a statement was refused for holes that the settings have values for, in a file without the
  /// directive.
  private func lacksValues(_ failure: Failure) -> Bool {
    guard let migration = failure.section.migration, migration.directives.values == nil,
      failure.step.kind == .migration, !migration.isLoaded, !migration.isVendored
    else { return false }
    return project.settings.values.haveHoles(in: failure.statement, dialect)
  }

  /// Descriptions of the rows that refer to missing rows.
  private func violations() -> [String] {
    guard let sql = try? dialect.sql("foreign-keys-violations", ["table": .name(table)]),
      let rows = try? driver.rows(sql)
    else { return [] }
    return rows.map { row in
      let words = row.map { $0 ?? "" }
      return
        "\(words[1].isEmpty ? "a row" : "row \(words[1])") of '\(words[0])' "
        + "refers to a row of '\(words[2])' that does not exist"
    }
  }

  private var redaction: Redaction { Redaction(project.settings.values, dialect.syntax) }

  private func tellNotices() {
    let notices = driver.takeNotices()
    if notices.isEmpty { return }
    let redaction = redaction
    for notice in notices { tell(.notice(redaction.applied(to: notice))) }
  }

  /// Rolls back a failed transaction; if that fails too, the end of the connection does the same.
  private func rollBack() {
    guard let sql = try? dialect.sql("transaction-rollback", [:]) else { return }
    try? driver.run(sql)
    // A server that has read no further than a syntax error says that there is no transaction.
    _ = driver.takeNotices()
  }
}

extension StatementObserver {
  fileprivate func finished(_ number: Int, of steps: [Progress.Step], _ driver: any Driver) {
    let entry = steps[number]
    finished(
      entry.step, before: entry.isLast ? nil : steps[number + 1].step, in: entry.section, driver)
  }
}
