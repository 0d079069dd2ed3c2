import Foundation
import Testing

/// A database on the MariaDB server that `Tests/run` started, dropped with its owner.
final class MariaDBTestDatabase: TestDatabase {
  private let scratch: Scratch
  private let server: String
  /// What each of MariaDB's programs needs to get there; in front of its name, and behind it.
  private let login: (password: String, options: String)
  let name: String

  init(scratch: Scratch, server variable: String = "RUNG_TEST_MARIADB") throws {
    self.scratch = scratch
    server = try #require(
      ProcessInfo.processInfo.environment[variable],
      "start the tests with Tests/run, which has a server")
    let parts = try #require(URLComponents(string: server))
    let (host, port, user) = (parts.host ?? "", parts.port ?? 0, parts.user ?? "")
    let password = (parts.password ?? "").replacing("'", with: #"'\''"#)
    login = ("MYSQL_PWD='\(password)'", "--no-defaults --host=\(host) --port=\(port) --user=\(user)")
    name = "test_\(UUID().uuidString.prefix(8).lowercased())"
    let made = try run("mariadb", "--execute='create database \(name)'")
    try #require(made.status == 0, "\(made.errors)")
  }

  deinit { _ = try? run("mariadb", "--execute='drop database \(name)'") }

  private func run(_ program: String, _ arguments: String) throws -> Ending {
    try scratch.sh("\(login.password) \(program) \(login.options) \(arguments)")
  }

  var url: String { "\(server)/\(name)" }
  var client: String { "\(login.password) mariadb \(login.options) \(name)" }

  func dump() throws -> String {
    let plain = "--no-tablespaces --skip-dump-date --skip-comments --skip-extended-insert"
    let dumped = try run("mariadb-dump", "\(plain) --routines --triggers --events \(name)")
    try #require(dumped.status == 0, "\(dumped.errors)")
    return dumped.output.withoutTimes
  }
}
