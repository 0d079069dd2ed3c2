import Drivers
import Migrations

extension Run {
  /// What is there when nobody else is at work: what another run has under way is not interrupted.
  ///
  /// - Parameters:
  ///   - database: what is read.
  ///   - driver: the connection.
  ///   - lock: the lock, where this run does not hold it while it reads.
  /// - Returns: what a read shows that was made when nobody held the lock.
  /// - Throws: ``StateError/locked(holder:waited:)`` when the others take too long.
  func settledState(
    _ database: Database, _ driver: any Driver, _ lock: Lock?
  ) throws -> Database.State {
    var state = try database.state(driver)
    guard let lock else { return state }
    while !state.history.interrupted.isEmpty {
      try lock.awaitRelease()
      let later = try database.state(driver)
      if later.history == state.history { return later }
      state = later
    }
    return state
  }
}
