/// Owner of one connection: sends SQL and returns rows.
///
/// One thread, no waiting in the background, no signal handlers: a process that dies drops its connection, and the
/// database rolls back what was open.
package protocol Driver: AnyObject {
  /// Runs SQL and returns the rows of its last statement that has any, each value as text, nil for `null`.
  func rows(_ sql: String) throws(DriverError) -> [[String?]]

  /// Runs every statement of `sql` in order.
  ///
  /// - Parameters:
  ///   - sql: the statements, the last terminated or not.
  ///   - input: what the last statement reads, where it is one that reads, such as `COPY … FROM STDIN`.
  /// - Throws: ``DriverError`` for the first statement that fails; those before it have run.
  func run(_ sql: String, input: String?) throws(DriverError)

  /// What the database said since the last call without being asked, such as notices and warnings.
  func takeNotices() -> [String]

  /// The process or session that keeps others waiting, in words, where it can be found out.
  ///
  /// - Parameter sql: a query for it, from the dialect, for databases that can be asked.
  /// - Returns: nil where nobody knows.
  func lockHolder(_ sql: String?) -> String?
}

extension Driver {
  package func run(_ sql: String) throws(DriverError) { try run(sql, input: nil) }
  package func takeNotices() -> [String] { [] }
}
