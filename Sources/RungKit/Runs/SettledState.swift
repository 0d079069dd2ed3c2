import Drivers
import Migrations

extension Run {
  /// The state of the database when no other run is active, because migrations of an active run are not
  /// interrupted.
  ///
  /// - Parameters:
  ///   - database: the database to read.
  ///   - driver: the connection.
  ///   - lock: the lock, if this run does not hold it while it reads.
  /// - Returns: a state that was read while no run held the lock.
  /// - Throws: ``StateError/locked(holder:waited:)`` if the other runs take too long.
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
