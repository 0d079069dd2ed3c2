import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// An executor that sends a script step by step.
struct Executor {
  let driver: any Driver
  let dialect: Dialect
  let table: [String]
  /// Whether the session is shared with other clients, and must be left as it is.
  var isPooled = false
  let tell: (Event) -> Void

  /// The error that another run has claimed a migration first, so that the plan is out of date.
  struct ClaimLost: Error {
    let failure: Failure
  }

  /// Runs all sections except the lock, which is held longer than the script runs.
  ///
  /// - Parameters:
  ///   - script: the script to send.
  ///   - hooks: the hooks, called outside of transactions.
  ///   - done: receives each section that is done, with its time.
  /// - Throws: ``ClaimLost``, ``HookFailure``, or ``Failure`` for the first step that is refused; its
  ///   transaction is rolled back.
  func run(_ script: Script, _ hooks: HookRunner, done: (Script.Section, Int) -> Void) throws {
    for group in script.groups {
      try hooks.before(group)
      // A section in a transaction is done only when the transaction is committed.
      let finished = try send(group)
      for (section, time) in finished { done(section, time) }
      try hooks.after(finished)
    }
  }

  /// Runs sections that are committed together, and measures them.
  private func send(_ group: [Script.Section]) throws -> [(section: Script.Section, milliseconds: Int)] {
    var isInTransaction = false
    return try group.map { section in
      let start = ContinuousClock.now
      if let work = Event.Work(section) { tell(.started(work)) }
      if section.migration != nil, !isInTransaction, !isPooled { prepareSession() }
      for step in section.steps where ![.client, .lock, .unlock].contains(step.kind) {
        do throws(DriverError) {
          try send(step)
        } catch {
          tellNotices()
          throw refused(error, at: step, of: section, isInTransaction: isInTransaction)
        }
        if step.kind == .begin { isInTransaction = true }
        if step.kind == .commit { isInTransaction = false }
        tellNotices()
      }
      return (section, start.duration(to: .now).milliseconds)
    }
  }

  /// Cleans up after a step that was refused, and returns the error.
  private func refused(
    _ error: DriverError, at step: Step, of section: Script.Section, isInTransaction: Bool
  ) -> any Error {
    let violations = step.kind == .check ? self.violations() : []
    // A function of a library may have ended the transaction. SQLite itself ends it only after some
    // constraint or disk errors.
    let isLost =
      isInTransaction && driver.isInTransaction == false && ![.constraint, .unavailable].contains(error.kind)
    if isInTransaction { rollBack() }
    // The session may be used again; if it is lost, so are its settings.
    for step in section.steps where step.kind == .restore { try? driver.run(step.sql) }
    let failure = Failure(
      error: error, section: section, step: step, violations: violations, lostTransaction: isLost)
    return step.kind == .claim && error.kind == .constraint ? ClaimLost(failure: failure) : failure
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

  /// Prepares the session if the dialect has SQL for that; the session can do without it, so errors are
  /// ignored.
  private func prepareSession() {
    guard let sql = try? dialect.sql("session-prepare", [:]) else { return }
    try? driver.run(sql)
  }

  private func tellNotices() {
    for notice in driver.takeNotices() { tell(.notice(notice)) }
  }

  /// Sends a step as one message, except that data is sent after the statement that reads it.
  private func send(_ step: Step) throws(DriverError) {
    guard step.statements.contains(where: { $0.data != nil }) else { return try driver.run(step.sql) }
    var start = 0
    var ordinal = 0
    for (index, statement) in step.statements.enumerated()
    where statement.data != nil || index == step.statements.count - 1 {
      let end = statement.data == nil ? step.sql.utf8.count : statement.terminator.upperBound
      do {
        let data = statement.data.map { String(step.sql[utf8Range: $0]) }
        try driver.run(String(step.sql[utf8Range: start..<end]), input: data)
      } catch {
        throw error.shifted(by: start, statements: ordinal, data: statement.data, in: step.sql)
      }
      start = statement.range.upperBound
      ordinal = index + 1
    }
  }

  /// Rolls back a failed transaction; if that fails too, the end of the connection does the same.
  private func rollBack() {
    guard let sql = try? dialect.sql("transaction-rollback", [:]) else { return }
    try? driver.run(sql)
  }
}

extension DriverError {
  /// The error of a part of a text, with its position in the whole text.
  fileprivate func shifted(by offset: Int, statements: Int, data: Range<Int>?, in sql: String) -> DriverError
  {
    var error = self
    switch position {
    case .offset(let own): error.position = .offset(own + offset)
    case .statementAt(let own): error.position = .statementAt(own + offset)
    case .statement(let own): error.position = .statement(own + statements)
    case .line: break
    case .inputLine(let number):
      let lines = data.map {
        sql[utf8Range: $0].utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      }
      let before = (lines ?? []).prefix(number - 1).reduce(0) { $0 + $1.count + 1 }
      error.position = .offset((data?.lowerBound ?? offset) + before)
    case nil: break
    }
    return error
  }
}

extension Duration {
  /// The duration, rounded to whole milliseconds.
  var milliseconds: Int { Int((self / .milliseconds(1)).rounded()) }
}
