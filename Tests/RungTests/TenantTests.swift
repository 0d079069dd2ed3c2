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

  @Test func `that would share a record are kept apart`() throws {
    let scratch = try example("by-name")
    try scratch.write(
      "rung.toml", try scratch.read("rung.toml").replacing(/version_table_name = .*/, with: ""))
    let ran = try scratch.sh("rung upgrade --target globex")
    #expect(ran.status == 78)
    #expect(
      ran.errors == """
        rung.toml: target.globex.extension.adk.app_state_table: error: the target 'acme' has 'acme_app_state' here, \
        and records in the same table
          remedy: give each target a 'version_table_name' of its own, or a database

        """)
    #expect(!scratch.exists("tenants.db"))
  }
}
