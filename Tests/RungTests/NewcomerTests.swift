import Foundation
import Testing

/// What a newcomer does, by the README's words.
@Suite struct `Newcomer` {
  @Test func `init and make migrate work in an empty folder`() throws {
    let scratch = try Scratch()
    #expect(try scratch.sh("rung init").status == 0)
    let empty = try scratch.sh("make migrate")
    #expect(empty.status == 0 && empty.errors.contains("nothing to apply"), "\(empty.errors)")
    #expect(!scratch.exists("app.db"))
    let path = try scratch.sh("rung create-migration -m 'create users' --sequential").output
    #expect(path == "migrations/0001_create_users.sql\n")
    // As it is, it does nothing harmful: it is refused.
    #expect(try scratch.sh("make migrate").status != 0)
    try scratch.write(
      "migrations/0001_create_users.sql",
      "-- name: migrate-0001-up\ncreate table users (id int);\n-- name: migrate-0001-down\ndrop table users;\n"
    )
    #expect(try scratch.sh("make migrate-dry-run").output.contains("create table users"))
    #expect(try scratch.sh("make migrate").errors.contains("0001: create_users …"))
    #expect(try scratch.sh("make migrate").errors.contains("nothing to apply; sqlite:app.db is at 0001"))
    #expect(try scratch.sh("make migrate-status").output.contains("applied  0001  create_users"))
    #expect(try scratch.sh("make migrate-down").errors.contains("revert 0001: create_users …"))
    #expect(try scratch.sh("make migrate REVISION=1").errors.contains("0001: create_users …"))
  }

  @Test func `init touches nothing that is there`() throws {
    let scratch = try Scratch()
    try scratch.write("Makefile", "all:\n\ttrue\n")
    try scratch.write("rung.toml", "# mine\n")
    let made = try scratch.sh("rung init")
    #expect(made.status == 0)
    #expect(
      made.errors.contains("kept rung.toml")
        && made.errors.contains("add the line 'include rung.mk' to Makefile"))
    #expect(try scratch.read("rung.toml") == "# mine\n")
    #expect(try scratch.read("Makefile") == "all:\n\ttrue\n")
    #expect(try scratch.sh("rung init").errors.contains("kept rung.mk"))
  }

  @Test func `two migrations of one second get versions of their own`() throws {
    let scratch = try Scratch()
    _ = try scratch.sh("rung init")
    let made = try scratch.sh("for i in 1 2 3; do rung new -m same; done").output
    let paths = made.split(separator: "\n")
    #expect(paths.count == 3 && Set(paths).count == 3)
    #expect(paths.allSatisfy { $0.contains(/^migrations\/\d{14}_same\.sql$/) })
  }

  @Test func `the settings are found from a folder below`() throws {
    let scratch = try Scratch()
    _ = try scratch.sh("rung init && mkdir -p a/b")
    try scratch.write("migrations/0001_x.sql", "-- name: migrate-0001-up\nselect 1;\n")
    #expect(try scratch.sh("cd a/b && rung upgrade").status == 0)
    #expect(scratch.exists("app.db"))
  }
}
