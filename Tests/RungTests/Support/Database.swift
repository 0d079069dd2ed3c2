import Foundation
import Testing

/// A database of a test's own, the same behaviour for each kind.
protocol TestDatabase: Sendable {
  var url: String { get }
  /// The command that runs SQL from standard input, stopping at the first error only if the script says so.
  var client: String { get }
  /// Schema, data and tracking rows as text, without what differs from run to run.
  func dump() throws -> String
}

enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgresql

  var testDescription: String { rawValue }

  /// A new, empty database.
  func database(in scratch: Scratch, _ name: String = "test") throws -> any TestDatabase {
    switch self {
    case .sqlite: SQLiteTestDatabase(scratch: scratch, name: name)
    case .postgresql: try PostgreSQLTestDatabase(scratch: scratch)
    }
  }
}

struct SQLiteTestDatabase: TestDatabase {
  let scratch: Scratch
  let name: String

  var url: String { "sqlite:\(scratch.path)/\(name).db" }
  var client: String { "sqlite3 \(scratch.path)/\(name).db" }

  func dump() throws -> String {
    // The statistics of ANALYZE count the rows of the tracking tables, too, where SQLite is 3.46 or newer.
    let tables = try scratch.sh("\(client) .dump | grep -v '^ANALYZE\\|^INSERT INTO sqlite_stat'").output
      .withoutTimes
    let objects = try scratch.sh(
      "\(client) 'select type, name, tbl_name, sql from sqlite_master order by 1, 2'"
    ).output
    return tables + objects
  }
}

/// A database on the server that `Tests/run` started, dropped with its owner.
final class PostgreSQLTestDatabase: TestDatabase {
  private let scratch: Scratch
  private let server: String
  let name: String

  /// The server; a test without one fails, it is never passed over.
  static func server() throws -> String {
    try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_POSTGRESQL"],
      "start the tests with Tests/run, which has a server")
  }

  init(scratch: Scratch) throws {
    self.scratch = scratch
    server = try PostgreSQLTestDatabase.server()
    name = "test_\(UUID().uuidString.prefix(8).lowercased())"
    let made = try scratch.sh(
      #"psql -X -q \#(server)/postgres -c "create database \#(name) encoding utf8 locale 'C' template template0""#
    )
    try #require(made.status == 0, "\(made.errors)")
  }

  deinit { _ = try? scratch.sh(#"psql -X -q \#(server)/postgres -c "drop database \#(name) with (force)""#) }

  /// Ends every session on this database.
  func endOtherSessions() throws {
    let query = "select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(name)'"
    _ = try scratch.sh(#"psql -X -q \#(server)/postgres -c "\#(query)""#)
  }

  var url: String { "\(server)/\(name)" }
  var client: String { "psql -X -q \(url)" }

  func dump() throws -> String {
    let dumped = try scratch.sh("pg_dump --no-sync -E UTF8 \(url)")
    try #require(dumped.status == 0, "\(dumped.errors)")
    let lines = dumped.output.withoutTimes.split(separator: "\n")
      .filter { !$0.hasPrefix(#"\restrict"#) && !$0.hasPrefix(#"\unrestrict"#) }
    // Where a row lies in its table's file is no part of the data.
    let groups = lines.split(separator: #"\."#, omittingEmptySubsequences: false).map { group in
      let data = group.firstIndex { $0.hasPrefix("COPY ") }.map { $0 + 1 } ?? group.endIndex
      return Array(group[..<data]) + group[data...].sorted()
    }
    return groups.joined(separator: [#"\."#]).joined(separator: "\n")
  }
}

extension String {
  /// The text with the times of the tracking table masked: when it was applied, and how long it took.
  var withoutTimes: String {
    replacing(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d)?/, with: "TIME")
      // In a row the time it took stands between the time of application and the checksum.
      .replacing(/(TIME'?,|TIME\t)\d+(,'|\t)(?=[0-9a-f]{32})/) { "\($0.1)N\($0.2)" }
  }
}
