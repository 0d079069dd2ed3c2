import Drivers
import Migrations

/// Someone who looks at the database between the statements of a run, on the run's own connection.
package protocol StatementObserver: AnyObject {
  /// Called when a step is done; each of the user's statements is a step of its own.
  ///
  /// - Parameters:
  ///   - step: the step that is done.
  ///   - next: the step after it in its section; nil if it is the last one.
  ///   - section: the section of both.
  ///   - driver: the connection, perhaps with an open transaction.
  func finished(_ step: Step, before next: Step?, in section: Script.Section, _ driver: any Driver)
}
