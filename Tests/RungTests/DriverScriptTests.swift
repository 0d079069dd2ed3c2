import Foundation
import Testing

/// The programs `rung-driver-…`, each with its real client or a stand-in that plays one back.
@Suite struct `Driver programs` {
  private func run(
    _ script: String, _ variables: [String: String] = [:], python: String = "RUNG_TEST_PYTHON"
  ) throws {
    let environment = ProcessInfo.processInfo.environment
    let python = try #require(environment[python], "start the tests with Tests/run")
    let scratch = try Scratch()
    let clients = URL(filePath: python).deletingLastPathComponent().path()
    let path = "\(clients):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    let ran = try scratch.sh(
      "'\(python)' -B '\(Place.root.path())/Tests/\(script)'", variables.merging(["PATH": path]) { $1 },
      merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(6_000))")
  }

  @Test func `speak to MariaDB as the protocol says`() throws {
    var servers: [String: String] = [:]
    for name in ["RUNG_TEST_MARIADB", "RUNG_TEST_MARIADB_PLAIN"] {
      let url: String = try #require(
        ProcessInfo.processInfo.environment[name], "start the tests with Tests/run")
      servers[name] = url
    }
    try run("DriverScripts/mysql.py", servers)
  }

  @Test(arguments: ["duckdb", "psql", "sqlite3"]) func `hold to the protocol`(name: String) throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let server = try #require(URLComponents(string: database.url))
    try run(
      "DriverScripts/check.py' '\(name)",
      [
        "PGHOST": server.host ?? "", "PGPORT": "\(server.port ?? 0)", "PGUSER": server.user ?? "",
        "PGPASSWORD": "hunter2", "PGDATABASE": database.name,
      ])
  }

  @Test func `bring a database that Rung does not ship`() throws {
    try run("DriverScripts/firebird.py' '\(Place.rung)")
  }

  @Test func `bring ClickHouse's engine to migrations`() throws {
    try run("DriverScripts/clickhouse.py' '\(Place.rung)", python: "RUNG_TEST_PYTHON_CLICKHOUSE")
  }

  @Test func `understand what clients answer whose databases are not here`() throws {
    try run("Recordings/test.py")
  }

  @Test func `send what other parsers of their dialects read`() throws { try run("Recordings/parse.py") }

  @Test func `are sent extensions that other parsers read`() throws { try run("Extensions/parse.py") }
}
