import Diagnostics

/// The error that statements outside a transaction would go through a pooler.
///
/// Each could run in another session: in another schema, without the timeout, and without the lock.
package struct PooledStatements: Diagnostic {
  private let section: Script.Section

  /// Throws for the first section of a script whose statements need one session.
  package static func refuse(in script: Script) throws(PooledStatements) {
    let section = script.sections.first { section in
      !section.isTransactional && section.steps.contains { $0.kind == .migration }
    }
    if let section { throw PooledStatements(section: section) }
  }

  package var message: String {
    let name = section.migration.map { "'\($0.version)'" } ?? section.title
    return "\(name) runs without a transaction, but this connection goes through a pooler"
  }
  package var cause: String? {
    "the pooler may run each statement in another session, in another schema and without the lock"
  }
  package var remedy: String? {
    "connect to the server itself, or to a pool in session mode with a free session; nothing has run"
  }
  package var place: Place? { section.migration.map { .file($0.source.path) } }
  package var status: ExitStatus { .unavailable }
}
