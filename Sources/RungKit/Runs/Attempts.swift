import Migrations

/// What a run has given up, and what it tries again.
struct Attempts {
  /// The series in which a migration has failed.
  var stopped: Set<Series>
  /// How often each migration was sent again, because another session held a lock.
  private(set) var retries: [Version: Int] = [:]

  init(stopped: Set<Series> = []) { self.stopped = stopped }

  /// The migrations that are sent again; one without a transaction continues where it was stopped.
  var retried: Set<Version> { Set(retries.keys) }

  /// Counts one more attempt.
  ///
  /// - Parameters:
  ///   - version: the migration.
  ///   - limit: how many attempts there may be after the first.
  /// - Returns: the number of the attempt, from 1, and the pause before it, which doubles from 1 to 30
  ///   seconds; nil if there were enough.
  mutating func next(_ version: Version, limit: Int) -> (number: Int, pause: Int)? {
    let number = retries[version, default: 0] + 1
    guard number <= limit else { return nil }
    retries[version] = number
    return (number, min(1 << min(number - 1, 5), 30))
  }
}
