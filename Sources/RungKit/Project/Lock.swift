import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// The lock that keeps runs on one database apart.
struct Lock {
  let driver: any Driver
  let project: Project
  let table: [String]
  let tell: (Event) -> Void

  /// Tries until it is obtained or the time is up; the pauses grow from 10 ms to a quarter of a second.
  ///
  /// - Throws: ``StateError/locked(holder:waited:)`` when the time is up.
  func acquire() throws {
    let sql = project.dialect.has("lock-acquire") ? try project.dialect.sql("lock-acquire", values) : nil
    try wait { try attempt(sql) }
  }

  /// Waits while somebody else holds it, where the database can tell.
  ///
  /// - Throws: ``StateError/locked(holder:waited:)`` when the time is up.
  func awaitRelease() throws { try wait { holder == nil } }

  private func wait(until isFree: () throws -> Bool) throws {
    let start = ContinuousClock.now
    let limit = project.settings.lockTimeout
    var pause = 10
    var isTold = false
    while try !isFree() {
      let waited = start.duration(to: .now).milliseconds
      guard waited < limit.count else { throw StateError.locked(holder: holder, waited: limit.text) }
      if waited > 1_000, !isTold {
        tell(.waiting(.run, holder: holder))
        isTold = true
      }
      Clock.pause(milliseconds: min(pause, limit.count - waited))
      pause = min(pause * 2, 250)
    }
  }

  /// Whether the lock was free; a database without SQL for it has a driver that knows another way.
  private func attempt(_ sql: String?) throws(DriverError) -> Bool {
    guard let sql else { return try driver.tryLock() }
    do {
      try driver.run(sql)
      return true
    } catch {
      if error.kind == .locked { return false }
      throw error
    }
  }

  /// Who holds it, in words, where that can be found out.
  var holder: String? { driver.lockHolder(try? project.dialect.sql("lock-holder", values)) }

  /// Gives it back; a connection that is gone has given it back already.
  func release() {
    guard let sql = try? project.dialect.sql("lock-release", values) else { return }
    try? driver.run(sql)
  }

  private var values: [String: SQLTemplate.Value] { ["lock": .text(table.joined(separator: "."))] }
}
