/// A database connection that sends SQL and returns rows.
///
/// It uses one thread, never waits in the background, and installs no signal handlers. If the process dies,
/// its connection closes and the database rolls back the open transaction.
package protocol Driver: AnyObject {
  /// Runs one statement and returns its rows, with each value as text and nil for `null`.
  func rows(_ sql: String) throws(DriverError) -> [[String?]]

  /// Runs every statement of `sql` in order.
  ///
  /// - Throws: ``DriverError`` for the first statement that fails; those before it have run.
  func run(_ sql: String) throws(DriverError)

  /// Runs one message, and supplies its data to the statements that read some.
  ///
  /// - Throws: ``DriverError`` for the first statement that fails; its position is one in the message.
  func run(_ message: Message) throws(DriverError)

  /// Runs messages in order, in one session.
  ///
  /// - Parameters:
  ///   - messages: the messages; those of the lock are among them if the driver does not keep its session.
  ///   - finished: called with the number of each finished message.
  /// - Throws: ``DriverError`` for the message after the last finished one; its position is one in it.
  func send(_ messages: [Message], finished: (Int) -> Void) throws(DriverError)

  /// Whether all calls share a session; a driver program has a session for each call.
  var keepsSession: Bool { get }

  /// The schema as SQL, from the driver's dump program.
  ///
  /// - Parameters:
  ///   - hasData: whether to include the rows.
  ///   - isCompared: whether it is only compared, so that what says nothing of the schema may be left out.
  ///   - tables: the tables to leave out.
  /// - Returns: nil if the driver has no dump program.
  /// - Throws: ``DriverError`` if the database cannot be read.
  func dump(hasData: Bool, isCompared: Bool, without tables: [String]) throws(DriverError) -> String?

  /// Takes the lock that keeps runs apart, for databases without SQL for it; held as long as the driver
  /// exists.
  ///
  /// - Returns: false while another run holds it.
  /// - Throws: ``DriverError`` if the lock cannot be requested.
  func tryLock() throws(DriverError) -> Bool

  /// Whether a transaction is open; nil if the driver cannot know.
  var isInTransaction: Bool? { get }

  /// Removes the database file if this run created it and wrote nothing to it.
  func discardEmptyFile()

  /// The notices and warnings that the database has sent since the last call.
  func takeNotices() -> [String]

  /// The environment variables with which the database's own programs reach this database; may hold a
  /// password.
  var environment: [String: String] { get }

  /// The URL parameters that select this connection's server, if its URL names several.
  var server: [String: String] { get }

  /// The handler to call once a wait for another program's lock has lasted a second, with the holder if
  /// known.
  ///
  /// Drivers that cannot report while they wait never call it.
  var onWait: ((_ holder: String?) -> Void)? { get set }

  /// The handler to call with the number of statements of a message that are done, while others follow.
  ///
  /// Drivers that send a message as a whole, and hear of it at its end, never call it.
  var onStatement: ((_ done: Int) -> Void)? { get set }

  /// Whether a pooler may run each transaction of this connection in another session of the server.
  ///
  /// What belongs to a session, such as a lock or a setting, is then lost, and found by other clients.
  func sharesSessions(_ probe: SessionProbe) -> Bool

  /// The process or session that holds the lock, in words, if that is known.
  ///
  /// - Parameter sql: the dialect's query for it, for databases that can be asked.
  /// - Returns: nil if the holder is unknown.
  func lockHolder(_ sql: String?) -> String?
}

extension Driver {
  package var keepsSession: Bool { true }
  package func run(_ message: Message) throws(DriverError) { try run(String(message.sql)) }
  package func send(_ messages: [Message], finished: (Int) -> Void) throws(DriverError) {
    for (number, message) in messages.enumerated() {
      do throws(DriverError) {
        if let interruption = DriverError.interruption { throw interruption }
        try run(message)
      } catch {
        throw message.placed(error)
      }
      finished(number)
    }
  }
  package func sharesSessions(_ probe: SessionProbe) -> Bool { false }
  package func dump(
    hasData: Bool, isCompared: Bool, without tables: [String]
  ) throws(DriverError) -> String? { nil }
  package func takeNotices() -> [String] { [] }
  package func discardEmptyFile() {}
  package var isInTransaction: Bool? { nil }
  package var environment: [String: String] { [:] }
  package var server: [String: String] { [:] }
  package func tryLock() throws(DriverError) -> Bool { true }
  package var onWait: ((_ holder: String?) -> Void)? {
    get { nil }
    set {}
  }
  package var onStatement: ((_ done: Int) -> Void)? {
    get { nil }
    set {}
  }
}

/// The dialect's SQL to find out whether a pooler is between Rung and the server.
package struct SessionProbe {
  /// A query with one value, which is another one in each session.
  package let identity: String
  /// The statement that begins a transaction.
  package let begin: String
  /// The statement that ends it.
  package let end: String

  /// The seconds to wait for a pool that has no free session.
  static let patience = 2
  /// How often to compare sessions, because other clients of a pool may hide one exchange.
  static let rounds = 5

  package init(identity: String, begin: String, end: String) {
    self.identity = identity
    self.begin = begin
    self.end = end
  }
}
