/// Owner of one connection: sends SQL and returns rows.
///
/// One thread, no waiting in the background, no signal handlers: a process that dies drops its connection,
/// and the database rolls back what was open.
package protocol Driver: AnyObject {
  /// Runs one statement and returns its rows, each value as text, nil for `null`.
  func rows(_ sql: String) throws(DriverError) -> [[String?]]

  /// Runs every statement of `sql` in order.
  ///
  /// - Parameters:
  ///   - sql: the statements, the last terminated or not.
  ///   - input: what the last statement reads, where it is one that reads, such as `COPY … FROM STDIN`.
  /// - Throws: ``DriverError`` for the first statement that fails; those before it have run.
  func run(_ sql: String, input: String?) throws(DriverError)

  /// Whether a script goes to it as a whole, with the statements for the lock in it.
  var takesScripts: Bool { get }

  /// Runs a whole script in one session.
  ///
  /// - Parameters:
  ///   - script: with the statements of `step-marker` in it.
  ///   - expected: the number of the last one; -1 for none.
  ///   - finished: told the number of each step that is done.
  /// - Throws: ``DriverError`` for the first statement that is refused; its place is a line of the script.
  func run(script: String, expecting expected: Int, finished: (Int) -> Void) throws(DriverError)

  /// The schema as SQL, by a program of the driver's.
  ///
  /// - Parameters:
  ///   - hasData: whether the rows come with it.
  ///   - tables: those that are left out.
  /// - Returns: nil where there is no such program.
  /// - Throws: ``DriverError`` where the database cannot be read.
  func dump(hasData: Bool, without tables: [String]) throws(DriverError) -> String?

  /// Takes the lock that keeps runs apart, for databases that have no SQL for it; held until the driver's
  /// end.
  ///
  /// - Returns: false while another run holds it.
  /// - Throws: ``DriverError`` when it cannot be asked for.
  func tryLock() throws(DriverError) -> Bool

  /// Whether a transaction is open; nil where the driver cannot tell.
  var isInTransaction: Bool? { get }

  /// Takes away a file of the database's that was made for a run which has written nothing into it.
  func discardEmptyFile()

  /// What the database said since the last call without being asked, such as notices and warnings.
  func takeNotices() -> [String]

  /// Variables with which the database's own programs reach the same database; there may be a password among
  /// them.
  var environment: [String: String] { get }

  /// Called once a wait for another program's lock has lasted a second, with its holder where that can be
  /// found.
  ///
  /// Drivers that cannot tell while they wait never call it.
  var onWait: ((_ holder: String?) -> Void)? { get set }

  /// The process or session that keeps others waiting, in words, where it can be found out.
  ///
  /// - Parameter sql: a query for it, from the dialect, for databases that can be asked.
  /// - Returns: nil where nobody knows.
  func lockHolder(_ sql: String?) -> String?
}

extension Driver {
  package func run(_ sql: String) throws(DriverError) { try run(sql, input: nil) }
  /// The same for a script that nobody counts the steps of.
  package func run(script: String, finished: (Int) -> Void) throws(DriverError) {
    try run(script: script, expecting: -1, finished: finished)
  }
  package var takesScripts: Bool { false }
  package func run(script: String, expecting: Int, finished: (Int) -> Void) throws(DriverError) {
    try run(script)
  }
  package func dump(hasData: Bool, without tables: [String]) throws(DriverError) -> String? { nil }
  package func takeNotices() -> [String] { [] }
  package func discardEmptyFile() {}
  package var isInTransaction: Bool? { nil }
  package var environment: [String: String] { [:] }
  package func tryLock() throws(DriverError) -> Bool { true }
  package var onWait: ((_ holder: String?) -> Void)? {
    get { nil }
    set {}
  }
}
