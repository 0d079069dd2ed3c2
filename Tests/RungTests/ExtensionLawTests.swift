import Foundation
import Testing

/// What Rung ships, on each kind of database that is here for real, with names and columns of all sorts.
@Suite struct `Shipped extensions on real databases` {
  enum Server: String, CaseIterable {
    case sqlite, postgresql, mariadb, duckdb

    func database(in scratch: Scratch, _ name: String) throws -> any TestDatabase {
      switch self {
      case .sqlite: SQLiteTestDatabase(scratch: scratch, name: name)
      case .postgresql: try PostgreSQLTestDatabase(scratch: scratch)
      case .mariadb: try MariaDBTestDatabase(scratch: scratch)
      case .duckdb: DuckDBTestDatabase(scratch: scratch, name: name)
      }
    }
  }

  /// What a project says about the tables' names, and about the owner's column.
  enum Names: String, CaseIterable { case plain, qualified, long }

  struct Case: CustomTestStringConvertible {
    let server: Server
    let names: Names
    let hasOwner: Bool

    var testDescription: String { "\(server), \(names) names\(hasOwner ? ", with an owner" : "")" }

    /// SQLite has no schemas.
    static let all = Server.allCases.flatMap { server in
      Names.allCases.filter { server != .sqlite || $0 != .qualified }.flatMap { names in
        [false, true].map { Case(server: server, names: names, hasOwner: $0) }
      }
    }

    /// The name of a table, where it stands in `schema`.
    func table(_ name: String, in schema: String) -> String {
      switch names {
      case .plain: name
      case .qualified: "\(schema).\(name)"
      case .long: name + String(repeating: "x", count: 60 - name.utf8.count)
      }
    }
  }

  private static let tables = [
    "adk": ["session", "events", "app_state", "user_state", "metadata", "memory"],
    "litestar": ["session"], "events": ["queue"],
  ]

  /// Settings and a migration of the project's own, which all extensions come after.
  private func write(_ this: Case, _ database: any TestDatabase, to scratch: Scratch) throws {
    // To MariaDB a schema is a database.
    let schema = this.server == .mariadb ? String(database.url.split(separator: "/").last ?? "") : "tenant_a"
    // DuckDB has no foreign key from one schema to another.
    let users = this.names == .qualified ? "\(schema).users" : "users"
    var settings = ""
    for (name, tables) in Self.tables.sorted(by: { $0.key < $1.key }) {
      settings += "[extension.\(name)]\n"
      for table in tables {
        settings += "\(table)_table = \"\(this.table("\(name)_\(table)", in: schema))\"\n"
      }
      guard name == "adk" else { continue }
      settings += "contract = true\n"
      // Memory on PostgreSQL needs an extension of the server's.
      if this.server != .postgresql { settings += "enable_memory = true\n" }
      guard this.hasOwner else { continue }
      settings += "owner_id_column = \"account_id integer not null references \(users) (id)\"\n"
      settings += "owner_id_index = true\n"
    }
    try scratch.write("rung.toml", settings)
    let makesSchema = this.names == .qualified && this.server != .mariadb
    let made = makesSchema ? users : "users"
    try scratch.write(
      "migrations/0001_users.sql",
      """
      -- name: migrate-0001-up
      \(makesSchema ? "create schema tenant_a;" : "")
      create table \(made) (id integer primary key);
      -- name: migrate-0001-down
      drop table \(made);
      \(makesSchema ? "drop schema tenant_a;" : "")
      """)
  }

  /// Runs a line in which `rung` and the database's client stand.
  private func run(_ line: String, _ scratch: Scratch) throws {
    let ran = try scratch.sh(line)
    try #require(ran.status == 0, "\(line)\n\(ran.output)\(ran.errors)")
  }

  /// A dump in which a database that stands in the place of a schema has no name of its own.
  private func dump(_ database: any TestDatabase) throws -> String {
    let name = String(database.url.split(separator: "/").last ?? "")
    return try database.dump().replacing("`\(name)`", with: "`tenant_a`")
  }

  @Test(arguments: Case.all) func `go up, down and up, printed as they are run`(this: Case) throws {
    let scratch = try Scratch()
    let (ours, theirs) = (
      try this.server.database(in: scratch, "ours"), try this.server.database(in: scratch, "theirs")
    )
    var states: [String] = []
    for command in ["upgrade", "downgrade base", "upgrade"] {
      try write(this, theirs, to: scratch)
      // A pipe's status is its last part's, and a script that is cut short must not count.
      try run("rung \(command) --dry-run --database '\(theirs.url)' >script.sql", scratch)
      try run("\(theirs.client) <script.sql", scratch)
      try write(this, ours, to: scratch)
      try run("rung \(command) --database '\(ours.url)'", scratch)
      states.append(try dump(ours))
      try expectSame(dump(theirs), try #require(states.last), "after \(command)")
    }
    // Rows of the record keep their places, so that the second time is the first again.
    try expectSame(states[2], states[0], "the second time")
    for (name, tables) in Self.tables {
      for table in tables {
        let isMade = table != "memory" || this.server != .postgresql
        let made = this.names == .long ? this.table("\(name)_\(table)", in: "") : "\(name)_\(table)"
        #expect(states[0].contains(made) == isMade, "\(made)")
        #expect(!states[1].contains(made), "\(made)")
      }
    }
    #expect(states[0].contains("account_id") == this.hasOwner)
    try run("rung status --exit-code --strict --database '\(ours.url)'", scratch)
  }
}
