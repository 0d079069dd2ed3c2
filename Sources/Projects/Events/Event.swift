import Configuration
import Diagnostics
import Migrations

/// An event of a run, which the run reports as soon as it has happened.
public enum Event {
  /// A warning before anything runs.
  case warning(any Diagnostic)
  /// The run waits for another run, or for another program that holds a lock of the database.
  case waiting(Waiting, holder: String?)
  /// A migration is about to be sent.
  case started(MigrationRun)
  /// Statements of the migration that was started last are done, of all that it has.
  case advanced(statements: Int, of: Int)
  /// A migration is done, and its row is written.
  case finished(MigrationRun, milliseconds: Int)
  /// A migration waited for a lock in vain, and is sent again after a pause.
  case again(Again)
  /// Something other than a migration was done.
  case note(String)
  /// A migration has failed, and the run continues with others.
  case failed(any Diagnostic)
  /// The database sent a notice.
  case notice(String)
  /// A hook printed a line.
  case said(Hook, String)

  /// One more attempt at a migration.
  public struct Again: Sendable {
    public let version: String
    /// The database's message.
    public let reason: String
    /// The number of the attempt, from 1, and how many there may be.
    public let number: Int
    public let limit: Int
    /// The seconds before it.
    public let pause: Int

    package init(version: String, reason: String, number: Int, limit: Int, pause: Int) {
      (self.version, self.reason) = (version, reason)
      (self.number, self.limit, self.pause) = (number, limit, pause)
    }
  }

  /// The party that a run waits for.
  public enum Waiting: String, Sendable {
    case run = "another run"
    case program = "another program"
    case server = "the database"
  }
}
