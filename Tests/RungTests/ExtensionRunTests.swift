import Testing

/// Shipped extensions, taken in by a project.
@Suite struct `Shipped extensions` {
  private static let settings = """
    [extension.litestar]
    [extension.events]
    queue_table = "app_queue"
    [extension.adk]
    session_table = "tenant_sessions_with_a_name_that_is_nearly_sixty_letters_lon"
    owner_id_column = "account_id integer not null references users (id)"
    owner_id_index = true
    """

  private func project() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("rung.toml", Self.settings)
    try scratch.write(
      "migrations/0001_users.sql",
      "-- name: migrate-0001-up\ncreate table users (id integer primary key);\n-- name: migrate-0001-down\ndrop table users;\n"
    )
    return scratch
  }

  @Test(arguments: Kind.allCases) func `go up, down and up again, and leave nothing behind`(kind: Kind) throws
  {
    let scratch = try project()
    let (first, second) = (try kind.database(in: scratch, "first"), try kind.database(in: scratch, "second"))
    let up = try scratch.sh("rung upgrade --database \(first.url)")
    #expect(up.status == 0, "\(up.errors)")
    #expect(up.errors.contains("applied 5 migrations"), "\(up.errors)")
    let status = try scratch.sh("rung status --exit-code --database \(first.url)")
    #expect(status.status == 0, "\(status.output)")
    #expect(status.output.contains("5 applied, 2 skipped"), "\(status.output)")
    let once = try first.dump()
    #expect(once.contains("account_id integer"))
    for verb in ["upgrade", "downgrade base", "upgrade"] {
      let ran = try scratch.sh("rung \(verb) --database \(second.url)")
      #expect(ran.status == 0, "\(ran.errors)")
      if verb == "downgrade base" { #expect(try !second.dump().contains("account_id")) }
    }
    try expectSame(second.dump(), once)
  }

  @Test(arguments: Kind.allCases) func `are printed as they are run`(kind: Kind) throws {
    let scratch = try project()
    let (ours, theirs) = (try kind.database(in: scratch, "ours"), try kind.database(in: scratch, "theirs"))
    #expect(try scratch.sh("rung upgrade --database \(ours.url)").status == 0)
    let piped = try scratch.sh("rung upgrade --dry-run --database \(theirs.url) | \(theirs.client)")
    #expect(piped.status == 0, "\(piped.errors)")
    try expectSame(ours.dump(), theirs.dump())
  }

  @Test(arguments: [
    ("[extension.adk]\nsesion_table = \"x\"", "did you mean 'extension.adk.session_table'?"),
    ("[extension.adk]\nowner_id_column = \"a int, b int\"", "write exactly one column"),
    ("[extension.adk]\nfillfactor = 5", "a number from 10 to 100"),
    ("[extension.adk]\npath = 5", "extension.adk.path: error: takes a string"),
    (
      "[extension.adk]\nowner_id_column = \"foreign key (user_id) references users (id)\"",
      "begins a table constraint"
    ),
    ("[migration]\nsession_table = \"x\"", "did you mean 'extension.adk.session_table'?"),
    ("[migration]\ninclude_extensions = [{name = \"adk\"}]", "its settings under [extension.adk]"),
    ("[migration]\ninclude_extensions = [\"adkk\"]", "did you mean 'adk'?"),
  ])
  func `are refused what they cannot take, at its place`(settings: String, words: String) throws {
    let scratch = try project()
    try scratch.write("rung.toml", settings)
    let ran = try scratch.sh("rung status --database postgresql://localhost:1/x")
    #expect(ran.status == 78, "\(ran.errors)")
    #expect(ran.errors.contains(words), "\(ran.errors)")
  }

  @Test func `are the settings' to mend, and taken in again where they were left out`() throws {
    let scratch = try project()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write(
      "rung.toml", "database = \"\(database.url)\"\n[extension.events]\nqueue_table = \"nowhere.q\"\n")
    let failed = try scratch.sh("rung upgrade")
    #expect(failed.status == 1)
    #expect(
      failed.errors.contains(
        "correct [extension.events], or run 'rung extension eject events' and correct the file, and run again"
      ),
      "\(failed.errors)")
    try scratch.write("rung.toml", "database = \"\(database.url)\"\n[extension.events]\n")
    #expect(try scratch.sh("rung upgrade").status == 0)
    try scratch.write("rung.toml", "database = \"\(database.url)\"\n")
    let left = try scratch.sh("rung downgrade")
    #expect(
      left.errors.contains("remedy: include the extension 'events' again, with [extension.events]"),
      "\(left.errors)")
  }

  @Test func `are not stamped unless the settings ask for them`() throws {
    let scratch = try project()
    try scratch.write("rung.toml", "database = \"sqlite:a.db\"\n[extension.adk]\n")
    let stamped = try scratch.sh("rung stamp ext_adk_0004")
    #expect(stamped.status == 1)
    #expect(
      stamped.errors.contains("remedy: set 'contract = true' under [extension.adk]"), "\(stamped.errors)")
    #expect(!scratch.exists("a.db"))
  }
}
