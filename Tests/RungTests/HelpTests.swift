import Foundation
import Testing

/// The help of each command: its examples can be pasted, its pages exist, its flags work.
@Suite struct `The help` {
  private static let verbs = [
    "init", "create-migration", "upgrade", "downgrade", "check", "status", "show-current-revision", "redo",
    "fix", "squash", "reconcile", "verify", "lint", "review", "dump", "baseline", "adopt", "stamp", "resolve",
    "targets", "drivers", "extension",
    "templates", "sql", "db",
  ]

  private static func lines(_ verb: String) throws -> [String] {
    let help = try Scratch().sh("rung help \(verb)")
    #expect(help.status == 0)
    return help.output.split(separator: "\n").map(String.init)
  }

  @Test func `knows every verb`() throws {
    let listed = try Scratch().sh("rung --help | sed -n '/^SUBCOMMANDS/,/^ *See/s/^  \\([a-z-]*\\).*/\\1/p'")
    #expect(listed.output.split(separator: "\n").map(String.init) == Self.verbs)
  }

  /// What an example names, exists: only then can it fail for the way in which it is written.
  @Test(arguments: verbs) func `has examples that the parser takes`(_ verb: String) throws {
    let lines = try Self.lines(verb)
    let start = try #require(lines.firstIndex(of: "EXAMPLES:"))
    let examples = lines[(start + 1)...].prefix { $0.hasPrefix("  rung ") }
    #expect(examples.count == 2)
    for example in examples {
      let scratch = try Scratch()
      try scratch.write("rung.toml", "[target.production]\ndatabase = 'sqlite:app.db'\n")
      for number in 1...12 {
        let version = number < 10 ? "000\(number)" : "00\(number)"
        try scratch.write("migrations/\(version)_b.sql", "-- name: migrate-\(version)-up\nselect 1;\n")
      }
      let run = try scratch.sh("\(example)")
      #expect(run.status != 64 && !run.errors.contains("Usage:"), "\(example): \(run.errors)")
      #expect(example.count <= 100)
    }
  }

  @Test(arguments: verbs) func `ends with the page that explains it`(_ verb: String) throws {
    let last = try #require(try Self.lines(verb).last)
    let parts = try #require(last.hasPrefix("MORE: ") ? last.dropFirst(6).split(separator: "#") : nil)
    let page = try String(contentsOfFile: "\(parts[0])", encoding: .utf8)
    guard parts.count > 1 else { return }
    let anchors = page.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
      line.drop { $0 == "#" || $0 == " " }.lowercased().filter {
        $0.isLetter || $0.isNumber || " -".contains($0)
      }
      .replacing(" ", with: "-")
    }
    #expect(anchors.contains(String(parts[1])), "\(last)")
  }

  @Test func `is the same in both ways`() throws {
    let scratch = try Scratch()
    let one = try scratch.sh("rung help upgrade").output
    #expect(try scratch.sh("rung upgrade --help").output == one)
    #expect(try scratch.sh("rung up -h").output == one)
  }

  @Test func `has flags that override the settings`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "rung.toml", "database = 'sqlite:app.db'\n[migration]\nscript_location = 'nowhere'\nauthor = 'x'\n")
    try scratch.write("sql/0001_a.sql", "-- name: migrate-0001-up\ncreate table a (id int);\n")
    let run = try scratch.sh("rung upgrade --migrations sql --table history --author 'Ada L.'")
    #expect(run.status == 0, "\(run.errors)")
    let row = try scratch.sh("sqlite3 app.db 'select version_num, applied_by from history'")
    #expect(row.output == "0001|Ada L.\n")
    // A remedy keeps the flags that chose the project.
    let empty = try scratch.sh("rung status --table ''")
    #expect(empty.status == 64)
    #expect(empty.errors.contains("'--table': it is empty"))
    let none = try scratch.sh("rung upgrade --migrations nosuch")
    #expect(none.status == 64)
    #expect(none.errors.contains("there is no folder 'nosuch'"))
  }

  @Test func `takes the message of a new migration without an option`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    #expect(try scratch.sh("rung new --sequential 'add users'").output == "migrations/0002_add_users.sql\n")
    #expect(
      try scratch.sh("rung new --sequential add more users").output == "migrations/0003_add_more_users.sql\n")
    #expect(try scratch.sh("rung new -m one two").status == 64)
    #expect(try scratch.sh("rung new").status == 64)
  }

  @Test(arguments: [("upgrade", "--dryrun", "--dry-run"), ("status", "--exitcode", "--exit-code")])
  func `guesses a mistyped flag`(_ verb: String, _ typed: String, _ meant: String) throws {
    let run = try Scratch().sh("rung \(verb) \(typed)")
    #expect(run.status == 64)
    #expect(run.errors.contains("'\(meant)'"), "\(run.errors)")
  }
}
