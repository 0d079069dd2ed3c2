import Diagnostics

/// A database that said no, or could not be reached.
package struct DriverError: Diagnostic {
  package let kind: Kind
  package let message: String
  package var cause: String?
  package var remedy: String?
  /// Where in the SQL that was sent, as far as the database tells.
  package var position: Position?

  package enum Kind: Sendable, Equatable {
    /// The database refused what it was sent.
    case refused
    /// A key or a `not null` of a table said no: for a claim, that another run was first.
    case constraint
    /// What was sent cannot run inside a transaction.
    case insideTransaction
    /// Another session holds a lock.
    case locked
    /// The database cannot be reached, or is gone.
    case unavailable
  }

  /// Places in SQL, as UTF-8 offsets from 0 into the text that was sent.
  package enum Position: Sendable, Equatable {
    /// Exactly there.
    case offset(Int)
    /// Somewhere at the beginning of the statement that this offset is part of.
    case statementAt(Int)
    /// In the statement with this number, from 0.
    case statement(Int)
    /// In a line of the text, from 1.
    case line(Int)
    /// In a line of what the last statement read, from 1.
    case inputLine(Int)
  }

  package init(
    _ kind: Kind, _ message: String, cause: String? = nil, remedy: String? = nil, position: Position? = nil
  ) {
    self.kind = kind
    self.message = message
    self.cause = cause
    self.remedy = remedy
    self.position = position
  }

  package var status: ExitStatus {
    switch kind {
    case .unavailable: .unavailable
    case .locked: .locked
    case .refused, .constraint, .insideTransaction: .failed
    }
  }
}
