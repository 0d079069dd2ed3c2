import Diagnostics
import System

private import CSQLite

/// A connection to SQLite within the process, through libsqlite3.
package final class SQLiteDriver: Driver {
  // Properties are destroyed in declaration order: the lock goes last, after SQLite has closed the file.
  private let connection: SQLiteConnection
  private let wait: SQLiteWait
  private let lock: SQLiteRunLock
  private let path: String
  package var onStatement: ((_ done: Int) -> Void)?

  package enum Mode: Sendable {
    /// Nothing is written, not even an empty file.
    case readOnly
    case readWrite
  }

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - path: the database file, or `:memory:`.
  ///   - mode: whether the database may be written.
  ///   - timeout: how long to wait for another process that is writing, in milliseconds.
  ///   - extensions: libraries for SQLite to load, as it finds them.
  /// - Throws: ``DriverError`` if it cannot be opened.
  package init(path: String, mode: Mode, timeout: Int, extensions: [String] = []) throws(DriverError) {
    self.path = path
    lock = SQLiteRunLock(path: path)
    connection = try SQLiteConnection(path: path, mode: mode)
    wait = SQLiteWait(path: path, limit: timeout)
    connection.wait(wait)
    for name in extensions { try connection.load(name) }
  }

  package func rows(_ sql: String) throws(DriverError) -> [[String?]] {
    var rows: [[String?]] = []
    try connection.run(sql) { row in rows.append(row) }
    return rows
  }

  package func run(_ sql: String) throws(DriverError) { try connection.run(sql, row: nil) }

  /// The size of the parts of a large migration: SQLite reads up to a zero byte, so that each is a copy.
  private static let partSize = 1 << 20

  package func run(_ message: Message) throws(DriverError) {
    var count = 0
    func send(_ sql: String) throws(DriverError) {
      try connection.run(sql, row: nil) {
        count += 1
        self.onStatement?(count)
      }
    }
    try connection.cancellable { () throws(DriverError) in
      // Nearly all messages are one part.
      if message.sql.utf8.count <= SQLiteDriver.partSize { return try send(String(message.sql)) }
      for part in message.parts(reaching: SQLiteDriver.partSize) {
        if count > 0, let interruption = DriverError.interruption { throw interruption }
        do throws(DriverError) {
          try send(part.sql)
        } catch {
          throw part.placed(error)
        }
      }
    }
  }

  package func tryLock() throws(DriverError) -> Bool { try lock.attempt() }

  package var isInTransaction: Bool? { connection.isInTransaction }

  package func discardEmptyFile() { lock.removeEmptyFile() }

  package var onWait: ((_ holder: String?) -> Void)? {
    get { wait.onWait }
    set { wait.onWait = newValue }
  }

  package func lockHolder(_ sql: String?) -> String? { SQLiteLock.holder(of: path) }
}

/// The owner of one `sqlite3`, which it always closes when its lifetime ends.
private struct SQLiteConnection: ~Copyable {
  private let handle: OpaquePointer
  private let path: String

  init(path: String, mode: SQLiteDriver.Mode) throws(DriverError) {
    var opened: OpaquePointer?
    var flags = mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    var name = path
    if mode == .readOnly, SQLiteFile(path: path).isIdleWriteAheadLog {
      // Reading such a file would create its -wal and -shm files. Nobody has it open, so it can be read as it
      // is. https://www.sqlite.org/wal.html#read_only_databases
      name = "file:" + path.percentEncoded + "?immutable=1"
      flags |= SQLITE_OPEN_URI
    }
    let code = sqlite3_open_v2(name, &opened, flags, nil)
    // sqlite3_open_v2 returns a handle that must be closed even when it fails.
    // https://www.sqlite.org/c3ref/open.html
    guard code == SQLITE_OK, let opened else {
      let reason = opened.map { String(cString: sqlite3_errmsg($0)) }
      sqlite3_close_v2(opened)
      throw SQLiteFile(path: path).openingError(reason)
    }
    sqlite3_extended_result_codes(opened, 1)
    handle = opened
    self.path = path
  }

  deinit { sqlite3_close_v2(handle) }

  /// Loads a library into this connection. https://www.sqlite.org/c3ref/load_extension.html
  func load(_ name: String) throws(DriverError) {
    sqlite3_enable_load_extension(handle, 1)
    var message: UnsafeMutablePointer<CChar>?
    let code = sqlite3_load_extension(handle, name, nil, &message)
    // SQL statements must not be able to load libraries.
    sqlite3_enable_load_extension(handle, 0)
    defer { sqlite3_free(message) }
    guard code != SQLITE_OK else { return }
    throw DriverError(
      .unavailable, "cannot load the extension '\(name)'", cause: message.map { String(cString: $0) },
      remedy: "install it, or correct 'extensions' under [sqlite]")
  }

  /// Runs work whose statement a signal cancels.
  func cancellable(_ work: () throws(DriverError) -> Void) throws(DriverError) {
    let handle = handle
    try Interruption.cancelling(with: { sqlite3_interrupt(handle) }, work)
  }

  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Makes SQLite wait for another program's lock; `wait` must outlive the connection.
  func wait(_ wait: SQLiteWait) {
    let context = Unmanaged.passUnretained(wait).toOpaque()
    sqlite3_busy_handler(
      handle,
      { context, attempts in
        guard let context else { return 0 }
        let wait = Unmanaged<SQLiteWait>.fromOpaque(context).takeUnretainedValue()
        return wait.pause(after: Int(attempts)) ? 1 : 0
      }, context)
  }

  /// Prepares and runs one statement after another; the library itself finds where each one ends.
  func run(
    _ sql: String, row: (([String?]) -> Void)?, done: (() -> Void)? = nil
  ) throws(DriverError) {
    let failure = sql.withCString { start -> DriverError? in
      var next: UnsafePointer<CChar>? = start
      while let current = next, current.pointee != 0 {
        var statement: OpaquePointer?
        // A length of -1 reads up to the final zero. With a length, the library would copy the whole rest.
        // https://www.sqlite.org/c3ref/prepare.html
        var code = sqlite3_prepare_v2(handle, current, -1, &statement, &next)
        defer { sqlite3_finalize(statement) }
        guard code == SQLITE_OK else { return error(code, at: current - start) }
        guard let statement else { continue }
        repeat {
          code = sqlite3_step(statement)
          if code == SQLITE_ROW { row?(SQLiteConnection.values(of: statement)) }
        } while code == SQLITE_ROW
        guard code == SQLITE_DONE else { return error(code, at: current - start) }
        done?()
      }
      return nil
    }
    if let failure { throw failure }
  }

  private static func values(of statement: OpaquePointer) -> [String?] {
    (0..<sqlite3_column_count(statement)).map { column in
      sqlite3_column_text(statement, column).map { String(cString: $0) }
    }
  }

  /// Returns the connection's current error.
  ///
  /// - Parameters:
  ///   - code: the extended result code. https://www.sqlite.org/rescode.html
  ///   - start: the offset of the statement, including the blanks and comments before it.
  /// - Returns: the error with its position.
  private func error(_ code: Int32, at start: Int) -> DriverError {
    let message = String(cString: sqlite3_errmsg(handle))
    // A byte offset from 0; -1 if no token caused the error. https://www.sqlite.org/c3ref/errcode.html
    let offset = sqlite3_error_offset(handle)
    let position: DriverError.Position = offset >= 0 ? .offset(start + Int(offset)) : .statementAt(start)
    let kind: DriverError.Kind =
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: .locked
      case SQLITE_CONSTRAINT: .constraint
      case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_FULL, SQLITE_READONLY:
        .unavailable
      default: message.hasSuffix("from within a transaction") ? .insideTransaction : .refused
      }
    if code == SQLITE_READONLY | 3 << 8 || code == SQLITE_READONLY | 1 << 8 {
      // SQLITE_READONLY_ROLLBACK and SQLITE_READONLY_RECOVERY, macros that Swift does not import.
      return SQLiteFile(path: path).recoveryError
    }
    guard kind == .unavailable else {
      let isUnknown = ["no such function", "no such module", "malformed database schema"].contains(
        where: message.hasPrefix)
      let writer =
        isUnknown ? SQLiteFile(path: self.path).newerWriter(than: sqlite3_libversion_number()) : nil
      let cause = writer.map {
        "SQLite \($0) wrote the file; this is SQLite \(SQLiteDriver.libraryVersion)"
      }
      return DriverError(kind, message, cause: cause, position: position)
    }
    return SQLiteFile(path: path).usingError(message, position)
  }
}

extension String {
  /// The path with the characters escaped that have a meaning in a URI.
  fileprivate var percentEncoded: String {
    replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
  }
}

extension SQLiteDriver {
  /// The version of libsqlite3 at run time.
  package static var libraryVersion: String { String(cString: sqlite3_libversion()) }
}
