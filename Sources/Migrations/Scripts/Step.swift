import Diagnostics
import SQLText

/// A part of a script that is sent and reported as one.
package struct Step: Sendable {
  package let kind: Kind
  /// The SQL, with every statement terminated, ending in a line feed; it has holes in place of secrets.
  package let sql: Substring
  /// The origin of the SQL, if a user wrote it.
  package let origin: Origin?
  /// The number of bytes before the user's text.
  package let lead: Int
  /// The statements of a user's SQL, for the locations of errors and for data that is sent separately.
  package let statements: [Statement]
  /// Whether it is a transaction of its own.
  package let isWhole: Bool
  /// The secrets of the user's text, which only ``sent`` has.
  package private(set) var secrets: [Secret] = []
  /// What to do if the statement is refused, in a migration without a transaction.
  package private(set) var recovery: Recovery?

  /// What tells whether a statement has run that is sent alone.
  package struct Recovery: Sendable {
    /// The question; nil if the database cannot be asked.
    package let inquiry: Inquiry?
    /// The SQL that notes that the statement was refused.
    package let refused: String
  }

  package enum Kind: Sendable, Equatable {
    /// Commands for the database's client, such as to stop on errors; only printed.
    case client
    /// Names a secret for the database's client; only printed, and not for a driver program's client.
    case variable
    /// Takes or releases the lock.
    case lock, unlock
    /// Creates one of Rung's tables.
    case createTable
    /// Adds a column to one of Rung's tables that an older version created.
    case alterTable
    /// Begins or commits a transaction.
    case begin, commit
    /// Prepares the session for a migration, or resets it.
    case session
    /// Claims a migration for this run; a run that comes too late fails here.
    case claim
    /// The user's SQL.
    case migration
    /// Records the progress in Rung's tables.
    case record
    /// Checks for a problem, and fails if there is one.
    case check
    /// Restores the session, even after a failure.
    case restore
  }

  package init(
    _ kind: Kind, _ sql: String, origin: Origin? = nil, lead: Int = 0, statements: [Statement] = [],
    isWhole: Bool = false
  ) {
    self.init(kind, sql[...], origin: origin, lead: lead, statements: statements, isWhole: isWhole)
  }

  package init(
    _ kind: Kind, _ sql: Substring, origin: Origin? = nil, lead: Int = 0, statements: [Statement] = [],
    isWhole: Bool = false
  ) {
    self.kind = kind
    self.sql = sql
    self.origin = origin
    self.lead = lead
    self.statements = statements
    self.isWhole = isWhole
  }

  /// The step, with what to do if its statement is refused.
  func recovering(_ recovery: Recovery) -> Step {
    var step = self
    step.recovery = recovery
    return step
  }

  /// The step with the secrets of the user's text.
  func hiding(_ secrets: [Secret]) -> Step {
    var step = self
    step.secrets = secrets
    return step
  }

  private var filling: Replacements {
    Replacements(secrets.map { Replacements.Part($0.range, with: $0.literal) })
  }

  /// The SQL as it is sent, with its secrets, and its statements.
  package var sent: (sql: Substring, statements: [Statement]) {
    if secrets.isEmpty { return (sql, statements) }
    let filling = filling
    let text = String(sql[utf8Range: lead..<sql.utf8.count])
    func moved(_ range: Range<Int>) -> Range<Int> {
      filling.moved(range.lowerBound)..<filling.moved(range.upperBound)
    }
    let statements = statements.map { statement in
      var statement = statement
      statement.range = moved(statement.range)
      statement.start = filling.moved(statement.start)
      statement.terminator = moved(statement.terminator)
      statement.data = statement.data.map(moved)
      return statement
    }
    return (sql[utf8Range: 0..<lead] + filling.applied(to: text), statements)
  }

  /// The offset into the SQL without its secrets, for one into what is sent.
  package func offset(ofSent offset: Int) -> Int { filling.origin(of: offset) }

  /// The location in the user's file for an offset into the SQL, in UTF-8 bytes.
  package func location(at offset: Int) -> SourceLocation? {
    origin.map { $0.location(at: offset) }
  }
}
