import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// The lock that keeps runs on one database apart.
package struct Lock {
  package let driver: any Driver
  let project: Project
  let table: [String]
  /// Whether the connection goes through a pooler, where a session and its lock belong to nobody.
  ///
  /// Runs are then kept apart by their first write in each transaction, the row of the migration.
  package let isPooled: Bool
  let tell: (Event) -> Void

  package init(
    driver: any Driver, project: Project, table: [String], isPooled: Bool = false,
    tell: @escaping (Event) -> Void
  ) {
    (self.driver, self.project, self.table) = (driver, project, table)
    (self.isPooled, self.tell) = (isPooled, tell)
  }

  /// Whether this run holds the lock; a script that is sent as a whole takes it itself.
  package var isHeld: Bool { !isPooled && (driver.keepsSession || project.dialect.locksFile) }

  /// Tries until it gets the lock or the time is up; the pauses grow from 10 ms to 250 ms.
  ///
  /// - Throws: ``StateError/locked(holder:waited:)`` if the time is up.
  package func acquire() throws {
    let sql = project.dialect.has("lock-acquire") ? try project.dialect.sql("lock-acquire", values) : nil
    try wait { try attempt(sql) }
  }

  /// Waits while another run holds the lock, if the database can report that.
  ///
  /// - Throws: ``StateError/locked(holder:waited:)`` if the time is up.
  package func awaitRelease() throws { try wait { holder == nil } }

  private func wait(until isFree: () throws -> Bool) throws {
    let start = ContinuousClock.now
    let limit = project.settings.lockTimeout
    var pause = 10
    var isTold = false
    while try !isFree() {
      if let interruption = DriverError.interruption { throw interruption }
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

  /// Whether the lock was free; without SQL for the lock, the driver takes it in another way.
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

  /// A description of the lock's holder, if that can be found out.
  package var holder: String? { driver.lockHolder(try? project.dialect.sql("lock-holder", values)) }

  /// Whether runs that are connected to other servers of the same database do not see the lock.
  ///
  /// - Throws: ``DriverError`` if the server cannot be asked.
  package var isLocal: Bool {
    get throws {
      guard project.dialect.has("lock-local") else { return false }
      return try !driver.rows(project.dialect.sql("lock-local", values)).isEmpty
    }
  }

  /// Releases the lock; a lost connection has released it already.
  package func release() {
    guard let sql = try? project.dialect.sql("lock-release", values) else { return }
    try? driver.run(sql)
  }

  private var values: [String: SQLTemplate.Value] { ["lock": .text(table.joined(separator: "."))] }
}
