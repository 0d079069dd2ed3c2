import Diagnostics
import Drivers
import Migrations
import RungKit
import SQLText

/// Looks at a database before and after each statement of a run.
final class StatementWatch: StatementObserver {
  private let query: String
  /// The statements that ran, in order.
  private(set) var statements: [WatchedStatement] = []
  /// The error of the first look that failed.
  private(set) var problem: (any Error)?
  private var last = Look()
  private var start = ContinuousClock.now

  /// - Throws: ``DialectError`` if the dialect's block cannot be read.
  init(_ dialect: Dialect) throws { query = try dialect.sql("lint-look", [:]) }

  func finished(_ step: Step, before next: Step?, in section: Script.Section, _ driver: any Driver) {
    let time = start.duration(to: .now)
    let isUsers = step.kind == .migration
    guard let migration = section.migration, problem == nil, isUsers || next?.kind == .migration else {
      return
    }
    do {
      let look = Look(try driver.rows(query))
      if isUsers, let statement = step.statements.first, let place = step.location(at: statement.start) {
        statements.append(
          WatchedStatement(
            migration: migration, text: step.text(of: statement), place: place,
            lines: step.lines(of: statement, place),
            isInTransaction: section.isTransactional, before: last, after: look,
            milliseconds: Int((time / .milliseconds(1)).rounded())))
      }
      last = look
      start = .now
    } catch {
      problem = error
    }
  }
}
