import Diagnostics
import SQLText

/// A part of a script that is sent and reported as one.
package struct Step: Sendable {
  package let kind: Kind
  /// The SQL, every statement of it terminated, ending in a line feed.
  package let sql: String
  /// Where the SQL comes from, if a user wrote it.
  package let origin: Origin?
  /// How many bytes stand before what the user wrote.
  package let lead: Int
  /// The statements of the SQL, if a user wrote it: for places of errors, and for data that is sent apart.
  package let statements: [Statement]

  package enum Kind: Sendable, Equatable {
    /// Only printed: what the database's own client is told, such as to stop on errors.
    case client
    /// Takes the lock, or gives it back.
    case lock, unlock
    /// Makes a table of ours.
    case createTable
    /// Adds a column to a table of ours that an older version made.
    case alterTable
    /// Begins or commits a transaction.
    case begin, commit
    /// Sets the session up for a migration, or back to what it was.
    case session
    /// Claims a migration for this run; a run that comes too late fails here.
    case claim
    /// What a user wrote.
    case migration
    /// Records how far things have come.
    case record
    /// Finds out whether something is wrong, and fails if so.
    case check
    /// Puts the session back, after a failure as well.
    case restore
  }

  package init(
    _ kind: Kind, _ sql: String, origin: Origin? = nil, lead: Int = 0, statements: [Statement] = []
  ) {
    self.kind = kind
    self.sql = sql
    self.origin = origin
    self.lead = lead
    self.statements = statements
  }

  /// The place in the user's file of an offset into the SQL, in UTF-8 bytes.
  package func location(at offset: Int) -> SourceLocation? {
    origin.map { $0.location(at: offset) }
  }
}
