import Diagnostics
import SQLText
import System

private import CPostgreSQL

/// A connection to PostgreSQL within the process, through libpq.
package final class PostgreSQLDriver: Driver {
  private let connection: PostgreSQLConnection
  private let url: DatabaseURL
  private let notices = PostgreSQLNotices()
  package var onStatement: ((_ done: Int) -> Void)?

  /// Connects to the server.
  ///
  /// - Parameter url: the server; its parameters are those of libpq, which also reads its environment,
  ///   service file and password file. https://www.postgresql.org/docs/current/libpq-connect.html
  /// - Throws: ``DriverError`` if the server cannot be reached or refuses the connection.
  package init(_ url: DatabaseURL) throws(DriverError) {
    guard case .postgresql(let text) = url.kind else {
      throw DriverError(.unavailable, "'\(url)' is not a PostgreSQL database")
    }
    // libpq would take the user's name, which is hardly ever meant.
    if PostgreSQLDriver.complaint(about: url) == nil, PostgreSQLDriver.namesNoDatabase(text) {
      throw DriverError(
        .unavailable, "'\(url)' names no database",
        remedy: "add its name at the end, as in postgresql://HOST/NAME, or set PGDATABASE")
    }
    self.url = url
    connection = try PostgreSQLConnection(text, url)
    connection.listen(to: notices)
  }

  /// Whether neither a URL nor libpq's environment names a database, or a service that may name one.
  private static func namesNoDatabase(_ url: String?) -> Bool {
    let isServed =
      !(Environment.process["PGSERVICE"] ?? "").isEmpty
      || url.map { parameter("service", of: $0) != nil } ?? false
    return rung_pg_is_there() != 0 && !isServed && databaseName(of: url) == nil
  }

  /// The database that a URL or libpq's environment names; nil for libpq's own default.
  static func databaseName(of url: String?) -> String? {
    url.flatMap { parameter("dbname", of: $0) } ?? Environment.process["PGDATABASE"]
  }

  /// The value of a parameter of a URL, as libpq reads it; nil if it has none, or is malformed.
  private static func parameter(_ name: String, of url: String) -> String? {
    guard rung_pg_is_there() != 0, let options = PQconninfoParse(url, nil) else { return nil }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if String(cString: keyword) == name { return option.pointee.val.map { String(cString: $0) } }
      option += 1
    }
    return nil
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

  package func run(_ sql: String) throws(DriverError) { try connection.run(sql, input: nil) { _ in } }

  /// The size of the parts in which a large migration is sent: libpq and the server keep a whole message.
  private static let partSize = 1 << 20

  /// Runs a message in parts, because data is sent after the statement that reads it.
  package func run(_ message: Message) throws(DriverError) {
    // Messages that were joined have no statements of their own to count.
    let done = message.statements.isEmpty ? nil : onStatement
    var count = 0
    try connection.cancellable { () throws(DriverError) in
      // Outside a transaction, what is sent as one is committed as one.
      let size = connection.isInTransaction ? PostgreSQLDriver.partSize : .max
      for part in message.parts(reaching: size) {
        if count > 0, let interruption = DriverError.interruption { throw interruption }
        do throws(DriverError) {
          try connection.run(part.sql, input: part.input) { _ in
            count += 1
            done?(count)
          }
        } catch {
          throw part.placed(error)
        }
      }
    }
  }

  /// Runs messages in order; those of one transaction share a round trip, as far as they are small.
  package func send(_ messages: [Message], finished: (Int) -> Void) throws(DriverError) {
    var next = 0
    while next < messages.count {
      var end = next + 1
      while end < messages.count, messages[end - 1].joinsNext, messages[end - 1...end].allSatisfy(\.isSmall) {
        end += 1
      }
      let group = messages[next..<end]
      if let interruption = DriverError.interruption { throw interruption }
      do throws(DriverError) {
        try run(group.count == 1 ? group[next] : Message(group.map(\.sql).joined()))
      } catch {
        let (failed, own) = PostgreSQLDriver.placed(error, in: group)
        for number in next..<failed { finished(number) }
        throw own
      }
      for number in group.indices { finished(number) }
      next = end
    }
  }

  /// The number of the message that an error belongs to, and the error with its position in that message.
  ///
  /// The results come together. If the connection was lost without an error from the server, the commit may
  /// have been done.
  private static func placed(_ error: DriverError, in group: ArraySlice<Message>) -> (Int, DriverError) {
    let last = group.endIndex - 1
    if error.position == nil { return (group[last].commits ? last : group.startIndex, error) }
    let splitter = try? StatementSplitter(Lexer(.postgresql))
    var error = error
    var written: (number: Int, length: Int)?
    for (number, message) in zip(group.indices, group) {
      let length = message.sql.utf8.count
      let count = message.statements.count
      if count > 0 {
        written = (number, length)
      } else if let written, case .offset = error.position, error.message.hasPrefix("syntax error") {
        // The user's SQL was not complete, so that the server read on in Rung's own.
        error.position = .offset(written.length)
        return (written.number, error)
      }
      switch error.position {
      case .offset(let at) where at >= length: error.position = .offset(at - length)
      case .statementAt(let at) where at >= length: error.position = .statementAt(at - length)
      case .statement(let finished):
        let own = count > 0 ? count : (try? splitter?.statements(of: message.sql).count) ?? 0
        if finished < own || group.count == 1 { return (number, error) }
        error.position = .statement(finished - own)
      default: return (number, message.placed(error))
      }
    }
    return (last, error)
  }

  package func takeNotices() -> [String] {
    defer { notices.texts = [] }
    return notices.texts
  }

  package var environment: [String: String] { connection.environment }

  package var server: [String: String] { connection.server }

  package func sharesSessions(_ probe: SessionProbe) -> Bool {
    guard case .postgresql(let text) = url.kind, let own = session(probe), own != connection.announcedSession
    else { return false }
    // There is a pooler. Unless it is seen to keep sessions apart, it may share them.
    do {
      let other = try PostgreSQLConnection(text, url, timeout: SessionProbe.patience)
      for _ in 0..<SessionProbe.rounds {
        // In a pool, the other client's transaction gets the session that this connection had last, unless
        // someone else's does; then this connection gets another one, during the transaction or after it.
        let taken = try other.answer(to: probe.begin + probe.identity, within: SessionProbe.patience)
        let during = session(probe)
        _ = try other.answer(to: probe.end, within: SessionProbe.patience)
        if taken == nil || taken == own || during != own || session(probe) != own { return true }
      }
      return false
    } catch {
      // A pool that gives each statement another session refuses transactions.
      return true
    }
  }

  /// The session of the server that answers now.
  private func session(_ probe: SessionProbe) -> String? { (try? rows(probe.identity).first)?.first ?? nil }

  package func lockHolder(_ sql: String?) -> String? {
    guard let sql, let row = try? rows(sql).first else { return nil }
    return row.compactMap { $0 }.first
  }
}
