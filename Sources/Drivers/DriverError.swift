import Diagnostics
import System

/// An error from a database that refused something or could not be reached.
package struct DriverError: Diagnostic {
  package let kind: Kind
  package let message: String
  package var cause: String?
  package var remedy: String?
  /// The position in the SQL that was sent, if the database reports one.
  package var position: Position?

  package enum Kind: Sendable, Equatable {
    /// The database refused what was sent.
    case refused
    /// A key or a `not null` constraint was violated; for a claim, another run was first.
    case constraint
    /// The user lacks a right.
    case denied
    /// The statement cannot run inside a transaction.
    case insideTransaction
    /// Another session holds a lock.
    case locked
    /// The changes of another session came first: a deadlock, or a serialization failure.
    case conflict
    /// A signal asked Rung to stop.
    case interrupted
    /// The server, or this user's sessions, cannot write.
    case readOnly
    /// The database cannot be reached, or the connection was lost.
    case unavailable
  }

  /// A position in the SQL that was sent, as UTF-8 offsets from 0.
  package enum Position: Sendable, Equatable {
    /// Exactly at this offset.
    case offset(Int)
    /// Somewhere in the statement that contains this offset, at its beginning.
    case statementAt(Int)
    /// In the statement with this number, from 0.
    case statement(Int)
    /// On a line of the text, from 1.
    case line(Int)
    /// On a line of the last statement's input, from 1.
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

  /// The error if a signal has asked Rung to stop.
  package static var interruption: DriverError? {
    Interruption.signal.map { DriverError(.interrupted, "stopped by \($0)") }
  }

  package var status: ExitStatus {
    switch kind {
    case .unavailable, .readOnly: .unavailable
    case .locked, .conflict: .locked
    case .refused, .constraint, .denied, .insideTransaction, .interrupted: .failed
    }
  }
}

extension String {
  /// Whether a server's message says that there is no such database.
  var saysThatDatabaseIsMissing: Bool {
    if contains("Unknown database '") { return true }
    guard let end = firstRange(of: #"" does not exist"#)?.lowerBound,
      let start = self[..<end].lastIndex(of: "\"")
    else { return false }
    return self[..<start].hasSuffix("database ")
  }
}
