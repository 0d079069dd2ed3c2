import Configuration
import Diagnostics
import Migrations

/// What a run tells while it runs, each after the fact it speaks of.
public enum Event {
  /// Something to know before anything runs.
  case warning(any Diagnostic)
  /// Another run, or another program with a lock of the database's, is waited for.
  case waiting(Waiting, holder: String?)
  /// A migration is about to be sent.
  case started(Work)
  /// It is done, and recorded.
  case finished(Work, milliseconds: Int)
  /// Something was done that is no migration.
  case note(String)
  /// A migration has failed, and the run goes on with others.
  case failed(any Diagnostic)
  /// The database said something without being asked.
  case notice(String)
  /// A hook printed a line.
  case said(Hook, String)

  /// Whom a run waits for.
  public enum Waiting: String, Sendable {
    case run = "another run"
    case program = "another program"
  }

  /// One migration on its way.
  public struct Work: Sendable {
    public let version: String
    public let description: String
    /// Whether it is reverted rather than applied.
    public let isReverted: Bool
    public let file: String
    public let isTransactional: Bool

    init?(_ section: Script.Section) {
      guard let migration = section.migration else { return nil }
      version = "\(migration.version)"
      description = migration.description
      isReverted = section.direction == .down
      file = migration.source.path
      isTransactional = section.isTransactional
    }

    /// `0002: add users`, or the version alone.
    public var title: String { description.isEmpty ? version : "\(version): \(description)" }
  }
}
