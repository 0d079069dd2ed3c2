import Diagnostics
import System

/// A database that is reached through a driver program, which wraps the database's command-line client.
///
/// The protocol is in docs/formats.md, section 13.
package final class ShellDriver: Driver {
  private let command: [String]
  private let url: DatabaseURL
  private let parts: [String: String]
  private let timeout: Int
  /// The lock on the database's file, for databases without a lock of their own.
  private let lock: SQLiteRunLock?
  private var notices: [String] = []
  /// Whether queries go to a client that is kept, as far as is known.
  private var keepsClient: Bool
  /// The client for queries, which ends before another client starts: there is one connection at a time.
  private var session: ClientSession?

  /// What a driver program reports about itself.
  package struct About: Sendable {
    package let client: String?
    package let version: String?
    package let dialect: String?
    /// The client's arguments to reach the same database by hand, quoted for a shell, without the password.
    package let target: String?
  }

  /// Prepares the driver, without connecting yet.
  ///
  /// - Parameters:
  ///   - command: the program and the words that come before the verb.
  ///   - url: the database.
  ///   - isReadOnly: whether nothing may be written, not even a new file.
  ///   - timeout: how long to retry while another process holds a lock, in milliseconds.
  ///   - locksFile: whether a run locks the database's file.
  ///   - extensions: libraries for the database to load.
  ///   - keepsClient: whether to keep a client for queries, if the program can.
  package init(
    command: [String], url: DatabaseURL, isReadOnly: Bool, timeout: Int, locksFile: Bool = false,
    extensions: [String] = [], keepsClient: Bool = true
  ) {
    self.keepsClient = keepsClient
    self.command = command
    self.url = url
    self.timeout = timeout
    var parts = ["RUNG_DB_ACCESS": isReadOnly ? "look" : "make"]
    parts["RUNG_DB_EXTENSIONS"] = extensions.isEmpty ? nil : extensions.joined(separator: "\n")
    var path: String?
    if case .shell(let shell) = url.kind {
      parts.merge(shell.environment) { $1 }
      path = locksFile ? shell.name : nil
    }
    self.parts = parts
    lock = path.map(SQLiteRunLock.init)
  }

  /// Asks a driver program about itself.
  ///
  /// - Parameters:
  ///   - command: the program and the words that come before the verb.
  ///   - url: the database to ask about, if any.
  /// - Returns: nil if the program cannot be run.
  package static func about(_ command: [String], _ url: DatabaseURL? = nil) -> About? {
    var parts: [String: String] = [:]
    if case .shell(let shell) = url?.kind { parts = shell.environment }
    // One program text may serve several schemes, each with a different client.
    let name = command.last?.split(separator: "-").last.map(String.init)
    parts["RUNG_DB_SCHEME"] = parts["RUNG_DB_SCHEME"] ?? name
    guard let ending = Program(command + ["about"], variables: parts).run() else { return nil }
    let lines = ending.output.split(separator: "\n").map { $0.split(separator: "\t", maxSplits: 1) }
    func value(_ key: String) -> String? {
      lines.first { $0.count == 2 && $0[0] == key }.map { String($0[1]) }
    }
    return About(
      client: value("client"), version: ending.status == 0 ? value("version") : nil,
      dialect: value("dialect"), target: value("target"))
  }

  package func rows(_ sql: String) throws(DriverError) -> [[String?]] {
    if let rows = try keptRows(sql) { return rows }
    return RowFormat.tabs.rows(in: Array(try call("rows", sql).output.utf8))
  }

  /// The rows of a query from the client that is kept.
  ///
  /// - Returns: nil if the program keeps none.
  private func keptRows(_ sql: String) throws(DriverError) -> [[String?]]? {
    let start = ContinuousClock.now
    while keepsClient {
      let isNew = session == nil
      if isNew { session = ClientSession(command, parts) }
      guard let client = session else {
        keepsClient = false
        break
      }
      if let rows = client.rows(sql) { return rows }
      session = nil
      guard let ending = client.close() else { break }
      var error = error(ending)
      // Its line is counted from the first query.
      error.position = nil
      // A client that was lost since its last query is replaced.
      if !isNew, error.kind == .unavailable || ending.status == 0 { continue }
      guard awaitsLock(ending, since: start) else { throw error }
    }
    return nil
  }

  package func run(_ sql: String) throws(DriverError) { try run(sql) { _ in } }

  package var keepsSession: Bool { false }

  package func send(_ messages: [Message], finished: (Int) -> Void) throws(DriverError) {
    let script = ClientScript(messages)
    var last = -1
    do throws(DriverError) {
      // The caller decides how long to wait for a lock.
      try withoutActuallyEscaping(finished) { finished throws(DriverError) in
        _ = try call("run", script.text, isPatient: false) { line in
          guard let number = ShellDriver.step(in: line), number > last else { return }
          last = number
          finished(number)
        }
      }
    } catch {
      throw script.placed(error, inMessage: last + 1)
    }
    guard last >= messages.count - 1 else {
      throw DriverError(.refused, "the client ended before the script did")
    }
  }

  /// Runs a script in one session.
  ///
  /// - Parameters:
  ///   - script: the SQL, with the statements of `step-marker` in it.
  ///   - finished: called with the number of each finished step.
  /// - Throws: ``DriverError`` for the first refused statement; its position is a line of the script.
  package func run(_ script: String, finished: (Int) -> Void) throws(DriverError) {
    try withoutActuallyEscaping(finished) { finished throws(DriverError) in
      _ = try call("run", script) { line in ShellDriver.step(in: line).map(finished) }
    }
  }

  /// Runs a script that the caller may stop or kill, in a separate process group and for a minute at most.
  ///
  /// - Parameters:
  ///   - script: the SQL, with the statements of `step-marker` in it.
  ///   - finished: called with the process that leads the group, and the number of each finished step.
  /// - Throws: ``DriverError`` if the program cannot be run, or does not end with status 0.
  package func run(apart script: String, finished: (ProcessNumber, Int) -> Void) throws(DriverError) {
    endSession()
    var head: ProcessNumber = 0
    // A process that has left the group may hold the output open, and must not be waited for.
    let program = Program(
      command + ["run"], variables: parts, input: script, limit: 60_000, endsWithProcess: true)
    let ending = program.run(
      line: { line in ShellDriver.step(in: line).map { finished(head, $0) } }, started: { head = $0 })
    guard let ending else {
      throw DriverError(.unavailable, "cannot run the driver '\(command.last ?? "")'")
    }
    guard ending.status == 0 else { throw error(ending) }
  }

  package func dump(
    hasData: Bool, isCompared: Bool, without tables: [String]
  ) throws(DriverError) -> String? {
    endSession()
    var variables = parts
    variables["RUNG_DUMP_PURPOSE"] = isCompared ? "compare" : nil
    variables["RUNG_DUMP_DATA"] = hasData ? "yes" : nil
    variables["RUNG_DUMP_WITHOUT"] = tables.joined(separator: "\n")
    guard let ending = Program(command + ["dump"], variables: variables).run() else {
      throw DriverError(.unavailable, "cannot run the driver '\(command.last ?? "")'")
    }
    if ending.status == 64 { return nil }
    guard ending.status == 0 else { throw error(ending) }
    return ending.output
  }

  /// The number of the step that a line reports as finished.
  private static func step(in line: String) -> Int? {
    line.firstRange(of: "rung step ").flatMap { Int(line[$0.upperBound...].prefix { $0.isNumber }) }
  }

  package func takeNotices() -> [String] {
    defer { notices = [] }
    return notices
  }

  package func tryLock() throws(DriverError) -> Bool { try lock?.attempt() ?? true }

  package func discardEmptyFile() { lock?.removeEmptyFile() }

  package func lockHolder(_ sql: String?) -> String? {
    if let lock { return SQLiteLock.holder(of: lock.path) }
    guard let sql, let row = try? rows(sql).first else { return nil }
    return row.compactMap { $0 }.first
  }

  /// Calls the program, and again while another process has locked the whole database.
  private func call(
    _ verb: String, _ input: String, isPatient: Bool = true, line: ((String) -> Void)? = nil
  ) throws(DriverError) -> Program.Ending {
    let start = ContinuousClock.now
    var isBegun = false
    endSession()
    while true {
      let ending = Program(command + [verb], variables: parts, input: input).run { text in
        isBegun = isBegun || text.contains("rung step ")
        line?(text)
      }
      guard let ending else {
        throw DriverError(.unavailable, "cannot run the driver '\(command.last ?? "")'")
      }
      if ending.status == 0 {
        notices += ending.errors.split(separator: "\n").map(String.init)
        return ending
      }
      guard isPatient, !isBegun, awaitsLock(ending, since: start) else { throw error(ending) }
    }
  }

  /// Pauses if a program ended because another process has locked something, and there is time for a new try.
  private func awaitsLock(_ ending: Program.Ending, since start: ContinuousClock.Instant) -> Bool {
    guard ending.status == 75, start.duration(to: .now) < .milliseconds(timeout) else { return false }
    Clock.pause(milliseconds: 100)
    return true
  }

  /// Whether a client for queries is running.
  package var hasSession: Bool { session != nil }

  /// Ends the client that is kept, as before another one connects.
  ///
  /// - Returns: false if it did not end when its input ended, and was killed.
  @discardableResult package func endSession() -> Bool {
    defer { session = nil }
    return session?.close()?.isLate != true
  }

  /// The database's file, if this user may not use it.
  private var forbiddenFile: String? {
    guard case .shell(let shell) = url.kind, shell.isFile, Path.exists(shell.name),
      !Path.isReadable(shell.name) || parts["RUNG_DB_ACCESS"] == "make" && !Path.isWritable(shell.name)
    else { return nil }
    return shell.name
  }

  /// The error that a program reported when it ended.
  private func error(_ ending: Program.Ending) -> DriverError {
    let kind: DriverError.Kind =
      switch ending.status {
      case 3: .constraint
      case 75: .locked
      case 77: .denied
      case 69, 126...: .unavailable
      default: .refused
      }
    let words = url.withoutSecrets(ending.errors, isConnecting: kind == .unavailable)
    var lines = words.split(separator: "\n").map(String.init)
    var position: DriverError.Position?
    if let first = lines.first, first.hasPrefix("line "), let colon = first.firstIndex(of: ":"),
      let number = Int(first[first.index(first.startIndex, offsetBy: 5)..<colon])
    {
      position = .line(number)
      lines[0] = String(first[first.index(after: colon)...].drop { $0 == " " })
    }
    let message = lines.isEmpty ? "the driver ended with status \(ending.status) without a message" : lines[0]
    let details = lines.dropFirst().joined(separator: "\n")
    guard kind == .unavailable else {
      return DriverError(kind, message, cause: details.isEmpty ? nil : details, position: position)
    }
    if let file = forbiddenFile { return SQLiteFile(path: file).openingError(message) }
    return DriverError(
      kind, "cannot reach '\(url)'", cause: details.isEmpty ? message : message + "\n" + details,
      remedy: message.saysThatDatabaseIsMissing
        ? "run 'rung db create' to create it"
        : "check the URL and the server; 'rung drivers' shows whether the client is installed",
      position: position)
  }
}
