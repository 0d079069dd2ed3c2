import Foundation
import Testing

/// SQL that nobody here wrote: what programs in Debian ship, turned into migrations by `Tests/RealInput`.
@Suite(.serialized) struct `Real input` {
  private static func folder() throws -> String {
    try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_REALINPUT"],
      "start the tests with Tests/run, which prepares it")
  }

  /// A database of the kind that the name of a case says.
  private func database(for name: String, in scratch: Scratch, _ label: String) throws -> any TestDatabase {
    if name.contains("mysql") { return try MariaDBTestDatabase(scratch: scratch) }
    return try (name.contains("sqlite") ? Kind.sqlite : .postgresql).database(in: scratch, label)
  }

  /// How the client is told to stop at the first error; `mariadb` does it by itself.
  private func stop(_ database: any TestDatabase) -> String {
    switch database {
    case is SQLiteTestDatabase: "-bail"
    case is PostgreSQLTestDatabase: "-v ON_ERROR_STOP=1"
    default: ""
    }
  }

  @Test(arguments: [
    "roundcube-sqlite", "roundcube-sqlite-initial", "roundcube-postgresql", "roundcube-postgresql-initial",
    "roundcube-mysql", "roundcube-mysql-initial", "icinga2-postgresql", "icinga2-mysql", "zabbix-postgresql",
  ])
  func `migrations leave what the database's client makes of the original files`(name: String) throws {
    let scratch = try Scratch()
    let folder = try Self.folder() + "/" + name
    let ours = try database(for: name, in: scratch, "ours")
    let theirs = try database(for: name, in: scratch, "theirs")
    let ran = try scratch.sh(
      "rung upgrade --database '\(ours.url)'", ["RUNG_SCRIPT_LOCATION": folder + "/migrations"])
    try #require(ran.status == 0, "\(ran.errors.suffix(2_000))")
    let client = try scratch.sh(
      "for f in \(folder)/original/*.sql; do \(theirs.client) \(stop(theirs)) <$f || exit 1; done")
    try #require(client.status == 0, "\(client.errors)")
    // Where a migration runs statement by statement, there is a table of progress, too.
    let tables = "ddl_migrations" + (ours is MariaDBTestDatabase ? ", ddl_migrations_progress" : "")
    let clear = try scratch.sh("echo 'drop table \(tables);' | \(ours.client)")
    try #require(clear.status == 0, "\(clear.errors)")
    try expectSame(ours.dump(), theirs.dump())
    #expect(try theirs.dump().count > 5_000)
  }

  @Test(arguments: ["roundcube-sqlserver", "roundcube-oracle"])
  func `clients whose databases are not here are sent the statements of the original files`(
    name: String
  ) throws {
    let variable = ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"]
    let python = try #require(variable, "start the tests with Tests/run, which installs a parser")
    let script = Place.root.appending(path: "Tests/RealInput/sent.py").path()
    let scratch = try Scratch()
    let ran = try scratch.sh(
      "'\(python)' -B '\(script)' '\(Place.rung)' '\(Self.folder())/\(name)'", merged: true)
    #expect(ran.status == 0, "\(ran.output.suffix(6_000))")
  }
}
