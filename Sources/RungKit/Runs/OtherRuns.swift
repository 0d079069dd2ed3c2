import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import System

/// Waits for the runs of others.
extension Run {
  /// The state of the database when no other run is active, because migrations of an active run are not
  /// interrupted.
  ///
  /// - Parameters:
  ///   - state: the state that was read just now.
  ///   - lock: the lock.
  /// - Returns: a state that was read while no other run held the lock.
  /// - Throws: ``StateError/locked(holder:waited:)`` if the other runs take too long.
  func undisturbed(_ state: Database.State, _ lock: Lock) throws -> Database.State {
    var state = state
    while !lock.isHeld, !state.history.interrupted.isEmpty {
      try lock.awaitRelease()
      let later = try Database(project).state(lock.driver)
      if later.history == state.history { return later }
      state = later
    }
    return state
  }

  /// The state once a run on another server has gone on, of which only its progress can be seen.
  ///
  /// - Throws: ``StateError/elsewhere(_:waited:)`` if that has not gone on for the lock's timeout.
  func advanced(_ state: Database.State, _ lock: Lock) throws -> Database.State {
    let beginning = ContinuousClock.now
    let limit = project.settings.lockTimeout
    var isTold = false
    while true {
      if let interruption = DriverError.interruption { throw interruption }
      let left = limit.count - beginning.duration(to: .now).milliseconds
      if left <= 0, let progress = state.history.interrupted.first {
        throw StateError.elsewhere(progress, waited: limit.text)
      }
      if !isTold { tell(.waiting(.run, holder: nil)) }
      isTold = true
      Clock.pause(milliseconds: min(1_000, max(left, 1)))
      let later = try Database(project).state(lock.driver)
      if later.history != state.history { return later }
    }
  }
}
