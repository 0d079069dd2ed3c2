import Diagnostics
import System

private import CPostgreSQL

/// The messages that the server sent unasked.
final class PostgreSQLNotices {
  var texts: [String] = []
}

/// The owner of one `PGconn`, which it always finishes when its lifetime ends.
struct PostgreSQLConnection: ~Copyable {
  private let handle: OpaquePointer

  /// Connects, and waits for at most some seconds if a timeout is given.
  init(_ url: String?, _ shown: DatabaseURL, timeout: Int? = nil) throws(DriverError) {
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
    if let timeout { words.append(("connect_timeout", "\(timeout)")) }
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

  /// The id of the session that the server, or a pooler in its place, gave when it accepted the connection.
  var announcedSession: String { "\(PQbackendPID(handle))" }

  /// The first value that a query returns; a pooler may keep the query waiting for a free session.
  ///
  /// - Parameters:
  ///   - sql: the query, perhaps after other statements.
  ///   - seconds: the time to wait for the answer.
  /// - Returns: nil if there is no answer in time, or no value in it.
  /// - Throws: ``DriverError`` for a refused statement or a lost connection.
  func answer(to sql: String, within seconds: Int) throws(DriverError) -> String? {
    guard PQsendQuery(handle, sql) == 1 else { throw lost(sql) }
    let end = ContinuousClock.now + .seconds(seconds)
    while PQisBusy(handle) == 1 {
      guard ContinuousClock.now < end else { return nil }
      if Clock.awaitInput(PQsocket(handle), milliseconds: 50), PQconsumeInput(handle) == 0 { throw lost(sql) }
    }
    var value: String?
    while let result = PostgreSQLResult(PQgetResult(handle)) {
      if result.status == PGRES_FATAL_ERROR { throw result.error(in: sql, after: 0, reading: false) }
      if result.columns > 0 { value = result.rows.first?.first ?? nil }
    }
    return value
  }

  /// Runs work whose statement a signal cancels.
  func cancellable(_ work: () throws(DriverError) -> Void) throws(DriverError) {
    let cancel = PQgetCancel(handle)
    defer { PQfreeCancel(cancel) }
    try Interruption.cancelling(
      with: {
        var reason = [CChar](repeating: 0, count: 256)
        _ = PQcancel(cancel, &reason, Int32(reason.count))
      }, work)
  }

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

  /// The host and the port that were found, if the parameters name several hosts.
  var server: [String: String] {
    let given = environment
    guard [given["PGHOST"], given["PGHOSTADDR"]].contains(where: { $0?.contains(",") == true }),
      let host = PQhost(handle), let port = PQport(handle)
    else { return [:] }
    return ["host": String(cString: host), "port": String(cString: port)]
  }

  private static func connectionError(_ reason: String, _ url: DatabaseURL) -> DriverError {
    DriverError(
      .unavailable, "cannot connect to '\(url)'", cause: url.withoutSecrets(reason),
      remedy: reason.saysThatDatabaseIsMissing
        ? "run 'rung db create' to create it"
        : "check that the server runs and accepts this user; try psql with the same URL")
  }

  func listen(to notices: PostgreSQLNotices) {
    let context = Unmanaged.passUnretained(notices).toOpaque()
    PQsetNoticeReceiver(
      handle,
      { context, result in
        guard let context, let result else { return }
        let notices = Unmanaged<PostgreSQLNotices>.fromOpaque(context).takeUnretainedValue()
        let severity = PQresultErrorField(result, rung_pg_severity).map { String(cString: $0) } ?? "NOTICE"
        let text = PQresultErrorField(result, rung_pg_message).map { String(cString: $0) } ?? ""
        notices.texts.append("\(severity.lowercased()): \(text)")
        let detail = PQresultErrorField(result, rung_pg_detail).map { String(cString: $0) } ?? ""
        for line in detail.split(separator: "\n") { notices.texts.append("detail: \(line)") }
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
          failure = result.error(in: sql, after: finished, reading: input != nil)
          // An error of the server's comes after the results of all that it has done.
          if !isAlive { failure = lost(sql, failure, at: result.isFromServer ? failure?.position : nil) }
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

  /// Whether a transaction has begun that the next statement would be a part of.
  var isInTransaction: Bool { PQtransactionStatus(handle) == PQTRANS_INTRANS }

  private var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

  /// The error for a lost connection; before the server ends one, it may say why.
  private func lost(
    _ sql: String, _ last: DriverError? = nil, at position: DriverError.Position? = nil
  ) -> DriverError {
    let reason = last?.message ?? PQerrorMessage(handle).map { String(cString: $0) } ?? ""
    return DriverError(
      .unavailable, "the connection to the database was lost",
      cause: reason.split(separator: "\n").joined(separator: "\n"), position: position)
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
struct PostgreSQLResult: ~Copyable {
  private let handle: OpaquePointer

  fileprivate init?(_ handle: OpaquePointer?) {
    guard let handle else { return nil }
    self.handle = handle
  }

  deinit { PQclear(handle) }

  fileprivate var status: ExecStatusType { PQresultStatus(handle) }
  /// Whether an error comes from the server, and not from libpq.
  fileprivate var isFromServer: Bool { field(rung_pg_sqlstate) != nil }
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
      case "40001", "40P01": .conflict
      case "23505", "23502": .constraint
      case "25006": .readOnly
      case "42501": .denied
      // The timeouts of a session, a transaction and an idle transaction end the connection.
      case "25P03", "25P04": .unavailable
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
