import Diagnostics
import Migrations

/// What a run tells while it runs, each after the fact it speaks of.
package enum Event {
  /// Something to know before anything runs.
  case warning(any Diagnostic)
  /// Another run is waited for.
  case waiting(holder: String?)
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

  /// One migration on its way.
  package struct Work: Sendable {
    package let version: String
    package let description: String
    /// Whether it is reverted rather than applied.
    package let isReverted: Bool

    init(_ migration: Migration, _ direction: Direction) {
      version = "\(migration.version)"
      description = migration.description
      isReverted = direction == .down
    }

    /// `0002: add users`, or the version alone.
    package var title: String { description.isEmpty ? version : "\(version): \(description)" }
  }
}
