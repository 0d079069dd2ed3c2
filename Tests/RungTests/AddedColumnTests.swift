import Testing

/// A column that is set when an extension's tables are there already.
@Suite struct `An added column` {
  private static let accounts = """
    -- name: migrate-0001-up
    create table accounts (id integer primary key);
    -- name: migrate-0001-down
    drop table accounts;

    """

  private func project() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.sql", Self.accounts)
    try scratch.write("rung.toml", "[migration]\nversions = \"sequential\"\n[extension.adk]\n")
    return scratch
  }

  private func setOwner(_ scratch: Scratch) throws {
    try scratch.write(
      "rung.toml",
      scratch.read("rung.toml") + "owner_id_column = \"account_id integer references accounts (id)\"\n")
  }

  @Test(arguments: ["sqlite", "postgresql", "mariadb"])
  func `is missed, and added by a migration that new databases only record`(kind: String) throws {
    let scratch = try project()
    func make() throws -> any TestDatabase {
      switch kind {
      case "mariadb": try MariaDBTestDatabase(scratch: scratch)
      case "sqlite": SQLiteTestDatabase(scratch: scratch, name: "n\(UInt32.random(in: 0...UInt32.max))")
      default: try PostgreSQLTestDatabase(scratch: scratch)
      }
    }
    let (old, new) = (try make(), try make())
    #expect(try scratch.sh("rung upgrade -d '\(old.url)'").status == 0)
    let idle = try scratch.sh("rung extension add-column adk -d '\(old.url)'")
    #expect(idle.status == 0 && idle.errors.contains("nothing to add"), "\(idle.errors)")
    try setOwner(scratch)
    let told = "'adk_sessions' has no column 'account_id', which [extension.adk] sets"
    #expect(try scratch.sh("rung status -d '\(old.url)'").output.contains(told))
    #expect(try scratch.sh("rung upgrade -d '\(old.url)'").errors.contains("warning: \(told)\n"))

    let made = try scratch.sh("rung extension add-column adk -d '\(old.url)'")
    #expect(made.output == "migrations/0002_add_account_id_to_the_tables_of_adk.sql\n", "\(made.errors)")
    let ran = try scratch.sh(
      "rung upgrade -d '\(old.url)' && rung status --exit-code --strict -d '\(old.url)'")
    #expect(ran.status == 0 && !ran.errors.contains(told) && !ran.output.contains(told), "\(ran.errors)")
    #expect(try old.dump().contains("account_id"))

    let fresh = try scratch.sh("rung upgrade -d '\(new.url)'")
    #expect(
      fresh.status == 0
        && fresh.errors.contains("recorded 0002 without running it: what it creates already exists"),
      "\(fresh.errors)")
    #expect(try new.dump().contains("account_id"))
    #expect(try scratch.sh("rung downgrade base -d '\(new.url)'").status == 0)
    let printed = try scratch.sh("rung upgrade --dry-run -d '\(new.url)'")
    #expect(
      printed.status == 0 && printed.output.contains("what it creates already exists"), "\(printed.errors)")
    let verified = try scratch.sh("rung verify --all -d '\(new.url)'")
    #expect(verified.status == 0 && verified.errors.contains("only recorded"), "\(verified.errors)")
  }

  @Test func `may be any column of any table`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "migrations/0001_a.sql", "-- name: migrate-0001-up\ncreate table a (id integer, n integer);\n")
    func second(_ columns: String) throws {
      try scratch.write(
        "migrations/0002_b.sql",
        "-- unless: \(columns)\n-- name: migrate-0002-up\nalter table a add column m integer;\n")
    }
    try second("a.n")
    #expect(try scratch.sh("rung upgrade -d sqlite:a.db").errors.contains("recorded 0002"))
    try second("a.n, a.m")
    #expect(try scratch.sh("rung upgrade -d sqlite:b.db").errors.contains("applied 2 migrations"))
    try second("a")
    let wrong = try scratch.sh("rung upgrade -d sqlite:c.db")
    #expect(wrong.status == 65 && wrong.errors.contains("migrations/0002_b.sql:1:12"), "\(wrong.errors)")
  }
}

/// `rung stamp` where a database was made without Rung.
@Suite struct `A baseline that is recorded` {
  @Test(arguments: Kind.allCases) func `is tried in a new database first`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try scratch.write("setup.sql", "create table users (id integer primary key);\n")
    #expect(try scratch.sh("\(database.client) <setup.sql").status == 0)
    let before = try database.dump()
    try scratch.write(
      "migrations/0001_baseline.sql",
      "-- name: migrate-0001-up\ncreate table users (id integer primary key);\ncreate table sqlite_sequence(name,seq;\n"
    )
    let refused = try scratch.sh("rung stamp 0001 --strict -d \(database.url)")
    #expect(refused.status == 1)
    #expect(refused.errors.hasPrefix("migrations/0001_baseline.sql:3:"), "\(refused.errors)")
    #expect(refused.errors.contains("error: this fails in a new database"), "\(refused.errors)")
    try expectSame(database.dump(), before)
    let base = "rung stamp base -d \(database.url)"
    let told = try scratch.sh("rung stamp 0001 -d \(database.url) && \(base)")
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.errors.contains("warning: this fails in a new database"), "\(told.errors)")
    let untried = try scratch.sh("rung stamp 0001 --untried -d \(database.url) && \(base)")
    #expect(untried.status == 0 && !untried.errors.contains("warning"), "\(untried.errors)")
    try scratch.write(
      "migrations/0001_baseline.sql", "-- name: migrate-0001-up\n\(try scratch.read("setup.sql"))")
    #expect(try scratch.sh("rung stamp 0001 --strict -d \(database.url)").status == 0)
  }
}
