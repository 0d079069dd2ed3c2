import Diagnostics
import System

private import CPostgreSQL

/// A connection to PostgreSQL within the process, through libpq.
package final class PostgreSQLDriver: Driver {
  private let connection: PostgreSQLConnection
  private let notices = Notices()

  /// Connects to the server.
  ///
  /// - Parameter url: the server; its parameters are those of libpq, which also reads its environment,
  ///   service file and password file. https://www.postgresql.org/docs/current/libpq-connect.html
  /// - Throws: ``DriverError`` if the server cannot be reached or refuses the connection.
  package init(_ url: DatabaseURL) throws(DriverError) {
    guard case .postgresql(let text) = url.kind else {
      throw DriverError(.unavailable, "'\(url)' is not a PostgreSQL database")
    }
    connection = try PostgreSQLConnection(text, url)
    connection.listen(to: notices)
  }

  /// The reason why libpq cannot parse a URL, without any secret; nil if it can.
  package static func complaint(about url: DatabaseURL) -> String? {
    guard case .postgresql(let text?) = url.kind, rung_pg_is_there() != 0 else { return nil }
    var message: UnsafeMutablePointer<CChar>?
    let options = PQconninfoParse(text, &message)
    defer {
      PQconninfoFree(options)
      PQfreemem(message)
    }
    guard options == nil else { return nil }
    return url.withoutSecrets(message.map { String(cString: $0) } ?? "out of memory")
  }

  package func rows(_ sql: String) throws(DriverError) -> [[String?]] {
    var rows: [[String?]] = []
    try connection.run(sql, input: nil) { result in
      if result.columns > 0 { rows = result.rows }
    }
    return rows
  }

  package func run(_ sql: String, input: String?) throws(DriverError) {
    try connection.run(sql, input: input) { _ in }
  }

  package func takeNotices() -> [String] {
    defer { notices.texts = [] }
    return notices.texts
  }

  package var environment: [String: String] { connection.environment }

  package func lockHolder(_ sql: String?) -> String? {
    guard let sql, let row = try? rows(sql).first else { return nil }
    return row.compactMap { $0 }.first
  }
}

/// The messages that the server sent unasked.
private final class Notices {
  var texts: [String] = []
}

/// The owner of one `PGconn`, which it always finishes when its lifetime ends.
private struct PostgreSQLConnection: ~Copyable {
  private let handle: OpaquePointer

  init(_ url: String?, _ shown: DatabaseURL) throws(DriverError) {
    guard rung_pg_is_there() != 0 else {
      throw DriverError(
        .unavailable, "cannot connect to '\(shown)'", cause: "libpq is not installed",
        remedy: "install the package libpq5 (or libpq)")
    }
    // Later keywords override earlier ones; `dbname` is parsed as a URL.
    // https://www.postgresql.org/docs/current/libpq-connect.html
    var words = [("fallback_application_name", "rung")]
    if let url { words.append(("dbname", url)) }
    words.append(("client_encoding", "UTF8"))
    let names = CStrings(words.map(\.0))
    let values = CStrings(words.map(\.1))
    let opened = PQconnectdbParams(names.pointers, values.pointers, 1)
    guard let opened, PQstatus(opened) == CONNECTION_OK else {
      let reason = opened.flatMap { PQerrorMessage($0) }.map { String(cString: $0) }
      PQfinish(opened)
      throw PostgreSQLConnection.connectionError(reason ?? "out of memory", shown)
    }
    handle = opened
  }

  deinit { PQfinish(handle) }

  /// The parameters of the connection, as libpq's environment variables.
  var environment: [String: String] {
    guard let options = PQconninfo(handle) else { return [:] }
    defer { PQconninfoFree(options) }
    var variables: [String: String] = [:]
    var option = options
    while option.pointee.keyword != nil {
      if let name = option.pointee.envvar, let value = option.pointee.val {
        variables[String(cString: name)] = String(cString: value)
      }
      option += 1
    }
    return variables
  }

  private static func connectionError(_ reason: String, _ url: DatabaseURL) -> DriverError {
    DriverError(
      .unavailable, "cannot connect to '\(url)'", cause: url.withoutSecrets(reason),
      remedy: "check that the server runs and accepts this user; try psql with the same URL")
  }

  func listen(to notices: Notices) {
    let context = Unmanaged.passUnretained(notices).toOpaque()
    PQsetNoticeReceiver(
      handle,
      { context, result in
        guard let context, let result else { return }
        let notices = Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue()
        let severity = PQresultErrorField(result, rung_pg_severity).map { String(cString: $0) } ?? "NOTICE"
        let text = PQresultErrorField(result, rung_pg_message).map { String(cString: $0) } ?? ""
        notices.texts.append("\(severity.lowercased()): \(text)")
      }, context)
  }

  /// Sends SQL as one simple query, supplies the data for a `COPY` in it, and passes on each result.
  ///
  /// https://www.postgresql.org/docs/current/libpq-async.html
  func run(_ sql: String, input: String?, each: (borrowing PostgreSQLResult) -> Void) throws(DriverError) {
    guard PQsendQuery(handle, sql) == 1 else { throw lost(sql) }
    var failure: DriverError?
    var finished = 0
    while let result = PostgreSQLResult(PQgetResult(handle)) {
      switch result.status {
      case PGRES_COPY_IN:
        copyIn(input)
        continue
      case PGRES_COPY_OUT:
        discardCopy()
        continue
      case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
        // Errors after the first are its consequences.
        if failure == nil {
          failure = isAlive ? result.error(in: sql, after: finished, reading: input != nil) : lost(sql)
        }
      default:
        finished += 1
        each(result)
      }
      // A lost connection returns errors forever.
      if !isAlive { break }
    }
    if let failure { throw failure }
  }

  private var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

  private func lost(_ sql: String) -> DriverError {
    let reason = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
    return DriverError(
      .unavailable, "the connection to the database was lost",
      cause: reason.split(separator: "\n").joined(separator: "\n"), position: .statementAt(0))
  }

  /// Sends the data that follows a `COPY`; without data, has the server report an error.
  private func copyIn(_ input: String?) {
    guard let input else {
      _ = PQputCopyEnd(handle, "no data follows the statement")
      return
    }
    var data = input
    data.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = rest.prefix(1 << 20)
        let sent = part.withMemoryRebound(to: CChar.self) {
          PQputCopyData(handle, $0.baseAddress, Int32($0.count))
        }
        guard sent == 1 else { return }
        rest = rest.dropFirst(part.count)
      }
    }
    _ = PQputCopyEnd(handle, nil)
  }

  /// Discards what `COPY … TO STDOUT` sends, because a migration has no use for it.
  private func discardCopy() {
    var row: UnsafeMutablePointer<CChar>?
    while PQgetCopyData(handle, &row, 0) > 0 { PQfreemem(row) }
  }
}

/// The owner of one `PGresult`, which it clears when its lifetime ends.
private struct PostgreSQLResult: ~Copyable {
  private let handle: OpaquePointer

  init?(_ handle: OpaquePointer?) {
    guard let handle else { return nil }
    self.handle = handle
  }

  deinit { PQclear(handle) }

  var status: ExecStatusType { PQresultStatus(handle) }
  var columns: Int32 { PQnfields(handle) }

  var rows: [[String?]] {
    (0..<PQntuples(handle)).map { row in
      (0..<columns).map { column in
        PQgetisnull(handle, row, column) == 1 ? nil : String(cString: PQgetvalue(handle, row, column))
      }
    }
  }

  private func field(_ code: Int32) -> String? {
    PQresultErrorField(handle, code).map { String(cString: $0) }
  }

  /// The line of `COPY` data that the server names in the context: `COPY users, line 3, column id: "x"`.
  private var inputLine: DriverError.Position? {
    guard let context = field(rung_pg_context), context.hasPrefix("COPY "),
      let mark = context.firstRange(of: ", line ")
    else { return nil }
    return Int(context[mark.upperBound...].prefix { $0.isNumber }).map { .inputLine($0) }
  }

  /// The server's error, with its position converted to a UTF-8 offset.
  func error(in sql: String, after finished: Int, reading hasInput: Bool) -> DriverError {
    let kind: DriverError.Kind =
      switch field(rung_pg_sqlstate) {
      case "25001": .insideTransaction
      case "55P03": .locked
      case "23505", "23502": .constraint
      case let state? where state.hasPrefix("57P"): .unavailable
      default: .refused
      }
    let message = field(rung_pg_message) ?? String(cString: PQresultErrorMessage(handle))
    let details = [field(rung_pg_detail), field(rung_pg_context)].compactMap { $0 }
    // The server counts characters, from 1.
    let position = field(rung_pg_position).flatMap { Int($0) }.map { characters in
      DriverError.Position.offset(sql.unicodeScalars.prefix(characters - 1).reduce(0) { $0 + UTF8.width($1) })
    }
    return DriverError(
      kind, message, cause: details.isEmpty ? nil : details.joined(separator: "\n"),
      remedy: field(rung_pg_hint),
      position: position ?? (hasInput ? inputLine : nil) ?? .statement(finished))
  }
}

extension UTF8 {
  /// The number of bytes that a character takes in UTF-8.
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x10000: 3
    default: 4
    }
  }
}

extension PostgreSQLDriver {
  /// The version of libpq at run time.
  package static var libraryVersion: String? {
    rung_pg_is_there() == 0 ? nil : "\(PQlibVersion() / 10_000).\(PQlibVersion() % 10_000)"
  }
}
