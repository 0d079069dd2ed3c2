import Configuration
import Drivers
import Migrations
import Projects
import SQLText
import System

extension Run {
  /// What became of the statement that was under way when a run was stopped; nil if none was.
  func verdict(on item: Plan.Item, _ writer: ScriptWriter, _ snapshot: Snapshot) throws -> Verdict? {
    switch try writer.interruption(of: item) {
    case nil: return nil
    case .known(let verdict): return verdict
    case .asked(let inquiry, let before):
      guard let driver = snapshot.driver else { return nil }
      return inquiry.verdict(before: before, now: try ask(inquiry, driver))
    }
  }

  /// The state of an object.
  private func ask(_ inquiry: Inquiry, _ driver: any Driver) throws -> String {
    let value = try driver.rows(inquiry.sql).last?.last
    if inquiry.changesSession, driver.keepsSession, project.dialect.has("session-reset") {
      try driver.run(project.dialect.sql("session-reset", [:]))
    }
    return (value ?? nil) ?? "unknown"
  }

  /// Notes that a statement of a migration without a transaction was refused, and removes what it has left.
  ///
  /// - Returns: the failure; a migration whose very first statement was refused is pending again.
  func recovered(_ failure: Failure, _ database: Database, driver: any Driver) -> Failure {
    guard failure.error.kind != .unavailable else { return failure }
    if let recovery = failure.step.recovery, let version = failure.section.migration?.version {
      if let inquiry = recovery.inquiry, inquiry.removal != nil,
        let history = try? database.state(driver).history,
        let begun = history.interrupted.first(where: { $0.version == version })?.begun,
        let now = try? ask(inquiry, driver),
        case .clear(let removal) = inquiry.verdict(before: begun.before, now: now)
      {
        try? driver.run(removal)
      }
      try? driver.run(recovery.refused)
    }
    guard let withdrawal = failure.section.withdrawal(after: failure.step) else { return failure }
    var failure = failure
    failure.isWithdrawn = (try? driver.run(String(withdrawal.sql))) != nil
    return failure
  }

  /// Pauses and reports, if a migration waited for a lock in vain and is to be sent again.
  func triesAgain(
    after failure: Failure, _ driver: any Driver, _ attempts: inout Attempts
  ) -> Bool {
    guard failure.mayPass, let version = failure.section.migration?.version,
      let (number, pause) = attempts.next(version, limit: project.settings.lockRetries)
    else { return false }
    let again = Event.Again(
      version: "\(version)", reason: failure.error.message, number: number,
      limit: project.settings.lockRetries, pause: pause)
    tell(.again(again))
    Clock.pause(milliseconds: pause * 1_000)
    return true
  }

  /// The failure, with what the database knows of its cause.
  func explained(_ failure: Failure, _ state: Database.State, driver: any Driver) -> Failure {
    failure.error.kind == .denied
      ? withRights(failure, state, rights: Rights(project.dialect, driver)) : blocked(failure, driver)
  }

  /// The failure, with the rights that the user lacks.
  private func withRights(_ failure: Failure, _ state: Database.State, rights: Rights) -> Failure {
    var failure = failure
    let progress = state.progressTable.last ?? ""
    switch failure.step.kind {
    // The database would be asked as another role than the one that was refused.
    case .migration where !takesRole(failure.section):
      failure.rights = rights.missing(for: failure.statement, refusedWith: failure.error.message)
    case .createTable:
      failure.rights = rights.missing(for: .create, table: state.table, progress: progress)
    case .claim, .record:
      failure.rights = rights.missing(for: .write, table: state.table, progress: progress)
    default: break
    }
    return failure
  }

  /// Whether a migration may run as another role than that of the session.
  private func takesRole(_ section: Script.Section) -> Bool {
    let ways = ["set role", "set local role", "set session role"]
    let words = ways + ["set session authorization", "set local session authorization"]
    guard let pattern = try? Pattern(openings: words, project.dialect.syntax) else { return true }
    return section.steps.contains { step in
      step.statements.contains { (try? pattern.firstMatch(in: step.sql, from: $0.start + step.lead)) != nil }
    }
  }

  /// The failure, with the sessions that hold what the statement waited for, as far as the database shows
  /// them.
  private func blocked(_ failure: Failure, _ driver: any Driver) -> Failure {
    guard failure.mayPass, failure.error.kind == .locked, project.dialect.has("lock-blockers"),
      let sql = try? project.dialect.sql("lock-blockers", ["statement": .text(failure.statement)])
    else { return failure }
    var failure = failure
    failure.blockers = ((try? driver.rows(sql)) ?? []).compactMap { $0.first ?? nil }
    return failure
  }
}
