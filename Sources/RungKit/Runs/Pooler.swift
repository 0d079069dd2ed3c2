import Diagnostics
import Drivers
import Migrations
import SQLText

extension Run {
  /// Whether a pooler may send each transaction of this connection to another session of the server.
  func isPooled(_ driver: any Driver) throws -> Bool {
    guard project.dialect.has("session-identity") else { return false }
    return driver.sharesSessions(
      SessionProbe(
        identity: try project.dialect.sql("session-identity", [:]),
        begin: try project.dialect.sql("transaction-begin", [:]),
        end: try project.dialect.sql("transaction-rollback", [:])))
  }
}

/// The error that statements outside a transaction would go through a pooler.
///
/// Each could run in another session: in another schema, without the timeout, and without the lock.
struct PooledStatements: Diagnostic {
  private let section: Script.Section

  /// Throws for the first section of a script whose statements need one session.
  static func refuse(in script: Script) throws(PooledStatements) {
    let section = script.sections.first { section in
      !section.isTransactional && section.steps.contains { $0.kind == .migration }
    }
    if let section { throw PooledStatements(section: section) }
  }

  var message: String {
    let name = section.migration.map { "'\($0.version)'" } ?? section.title
    return "\(name) runs without a transaction, but this connection goes through a pooler"
  }
  var cause: String? {
    "the pooler may run each statement in another session, in another schema and without the lock"
  }
  var remedy: String? {
    "connect to the server itself, or to a pool in session mode with a free session; nothing has run"
  }
  var place: Place? { section.migration.map { .file($0.source.path) } }
  var status: ExitStatus { .unavailable }
}
