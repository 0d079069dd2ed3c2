import Foundation
import Testing

/// `examples/tenants`: each tenant goes up and down by itself.
@Suite struct `Tenants` {
  private func example(_ folder: String) throws -> Scratch {
    let scratch = try Scratch()
    let copied = try scratch.sh("cp -R '\(Place.root.path())examples/tenants/\(folder)/.' .")
    try #require(copied.status == 0, "\(copied.errors)")
    return scratch
  }

  private func make(
    _ goal: String, _ database: any TestDatabase, _ scratch: Scratch, status: Int32 = 0
  ) throws {
    let ran = try scratch.sh("make -s \(goal)", ["DATABASE_URL": database.url])
    try #require(ran.status == status, "\(goal)\n\(ran.output)\(ran.errors)")
  }

  private func run(_ sql: String, _ database: any TestDatabase) throws -> String {
    let scratch = try Scratch()
    try scratch.write("run.sql", sql)
    let ran = try scratch.sh("\(database.client) <run.sql")
    try #require(ran.status == 0 && ran.errors.isEmpty, "\(ran.errors)")
    return ran.output
  }

  @Test func `with schemas of their own leave each other whole`() throws {
    let scratch = try example("by-schema")
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try make("-j2 migrate", database, scratch)
    for tenant in ["acme", "globex"] {
      _ = try run(
        """
        insert into \(tenant).accounts (email) values ('ada@\(tenant)');
        insert into \(tenant).sessions (id, app_name, user_id, account_id) values ('s1', 'app', 'ada', 1);
        insert into \(tenant).events (id, session_id, app_name, user_id, event_data)
        values ('e1', 's1', 'app', 'ada', '{"of": "\(tenant)"}');
        """, database)
    }
    func dump(_ schema: String) throws -> String {
      try scratch.sh("pg_dump -n \(schema) \(database.url) | grep -v restrict").output
    }
    let (acme, globex) = (try dump("acme"), try dump("globex"))
    #expect(globex.contains("ada@globex") && globex.contains(#"{"of": "globex"}"#))

    try make("revert-acme", database, scratch)
    try expectSame(dump("globex"), globex)
    let left = try dump("acme")
    #expect(left.contains("acme.ddl_migrations"))
    #expect(!left.contains("acme.sessions") && !left.contains("acme.accounts"))
    try make("status-globex", database, scratch)

    // The schemas stay as long as one of them holds something.
    try make("revert-shared", database, scratch, status: 2)
    try expectSame(dump("globex"), globex)

    try make("migrate-acme", database, scratch)
    #expect(try dump("acme").split(separator: "\n").count < acme.split(separator: "\n").count)
    try expectSame(dump("globex"), globex)
    try make("revert-acme revert-globex", database, scratch)
    try make("revert-shared", database, scratch)
    let schemas = "select nspname from pg_namespace where nspname in ('acme', 'globex')"
    #expect(try run(schemas, database).contains("0 rows"))
  }

  @Test(arguments: Kind.allCases) func `with names of their own leave each other whole`(kind: Kind) throws {
    let scratch = try example("by-name")
    let database = try kind.database(in: scratch)
    let time = kind == .sqlite ? "2461000.25" : "timestamptz '2025-11-21 18:00:00+00'"
    func write(_ tenant: String) throws {
      _ = try run(
        """
        insert into \(tenant)_sessions (id, app_name, user_id, state, create_time, update_time)
        values ('s1', 'app', 'ada', '{"of":"\(tenant)"}', \(time), \(time));
        insert into \(tenant)_events (id, session_id, app_name, user_id, timestamp, event_data)
        values ('e1', 's1', 'app', 'ada', \(time), '{}');
        """, database)
    }
    func rung(_ arguments: String) throws {
      let ran = try scratch.sh("rung \(arguments) --database \(database.url)")
      try #require(ran.status == 0, "\(arguments)\n\(ran.errors)")
    }
    // Acme's record stays when acme has gone, and is there from the start for the sake of the comparison.
    try rung("upgrade --target acme")
    try rung("downgrade base --target acme")
    try rung("upgrade --target globex")
    try write("globex")
    let before = try database.dump()
    try rung("upgrade --target acme")
    try write("acme")
    #expect(try database.dump().contains(#"acme_events"#))
    try rung("downgrade base --target acme")
    try expectSame(database.dump(), before)
    try rung("status --exit-code --strict --target globex")
  }

  @Test func `of one SQLite file are brought up at once by make`() throws {
    let scratch = try example("by-name")
    let database = SQLiteTestDatabase(scratch: scratch, name: "tenants")
    let made = try scratch.sh("make -s -j2 migrate")
    #expect(made.status == 0, "\(made.errors)")
    for tenant in ["acme", "globex"] {
      #expect(
        try run("select count(*), max(version_num) from \(tenant)_migrations;", database)
          == "2|ext_adk_0002\n")
    }
    #expect(try scratch.sh("make -s").output.contains("migrate "))
  }

  @Test func `that are told to share a record are refused`() throws {
    let scratch = try example("by-name")
    try scratch.write(
      "rung.toml",
      scratch.read("rung.toml").replacing(/version_table_name = .*/, with: "version_table_name = \"ours\""))
    let ran = try scratch.sh("rung upgrade --target globex")
    #expect(ran.status == 78)
    #expect(
      ran.errors == """
        rung.toml: target.globex.extension.adk.app_state_table: error: the target 'acme' says 'acme_app_state' and \
        uses the same tracking table
          remedy: give each target its own 'version_table_name' or database

        """)
    #expect(!scratch.exists("tenants.db"))
  }

  @Test(arguments: Kind.allCases) func `need no settings but the names of two tables`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    func settings(_ tenants: String...) throws {
      let targets = tenants.map {
        "[target.\($0).extension.adk]\nsession_table = \"tenant_\($0)_sessions\"\nevents_table = \"tenant_\($0)_events\"\n"
      }
      try scratch.write("rung.toml", "database = \"\(database.url)\"\n" + targets.joined())
    }
    try settings("a", "b")
    #expect(try scratch.sh("rung upgrade --target a").status == 0)
    let alone = try database.dump()
    #expect(try scratch.sh("rung upgrade --target b").status == 0)
    let both = try database.dump()
    for table in ["tenant_b_events", "tenant_b_app_state", "tenant_b_internal_metadata", "ddl_migrations_b"] {
      #expect(both.contains(table) && !alone.contains(table))
    }
    #expect(!both.contains("adk_app_state"))
    #expect(
      try scratch.sh("rung downgrade base --target b && rung status --exit-code --target a").status == 0)
  }

  @Test func `that come later leave the first one's tables as they are`() throws {
    let scratch = try Scratch()
    let database = SQLiteTestDatabase(scratch: scratch, name: "app")
    func target(_ name: String, _ own: String = "") -> String {
      own
        + "[target.\(name).extension.adk]\nsession_table = \"\(name)_sessions\"\nevents_table = \"\(name)_events\"\n"
    }
    let head = "database = \"\(database.url)\"\n"
    try scratch.write("rung.toml", head + target("a"))
    #expect(try scratch.sh("rung upgrade --target a").status == 0)
    let before = try database.dump()
    try scratch.write("rung.toml", head + target("a") + target("b"))
    for name in ["a", "b"] {
      let ran = try scratch.sh("rung upgrade --target \(name)")
      #expect(ran.status == 78)
      #expect(ran.errors.contains("'ext_adk_0001' is in 'ddl_migrations'"), "\(ran.errors)")
    }
    try expectSame(database.dump(), before)
    let named = "[target.a.migration]\nversion_table_name = \"ddl_migrations\"\n"
    try scratch.write("rung.toml", head + target("a", named) + target("b"))
    #expect(try scratch.sh("rung status --exit-code --target a").status == 0)
    #expect(try scratch.sh("rung upgrade --target b").status == 0)
    #expect(try database.dump().contains("b_app_state"))
  }

  @Test func `in schemas have all their tables there`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let targets = ["a", "b"].map {
      "[target.\($0).extension.adk]\nsession_table = \"tenant_\($0).sessions\"\nevents_table = \"tenant_\($0).events\"\n"
    }
    try scratch.write("rung.toml", "database = \"\(database.url)\"\n" + targets.joined())
    _ = try run("create schema tenant_a; create schema tenant_b;", database)
    for name in ["a", "b"] { #expect(try scratch.sh("rung upgrade --target \(name)").status == 0) }
    let tables = "select count(*) from pg_tables where schemaname = 'tenant_b'"
    #expect(try run(tables, database).contains(" 5\n"))
    #expect(
      try run("select tablename from pg_tables where schemaname = 'public' order by 1", database)
        .contains("(2 rows)"))
  }
}
