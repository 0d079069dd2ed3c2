import Foundation
import Testing

/// The law of the dry run for what changes rows of the tracking table besides migrations.
@Suite struct `Dry run of what happens to rows` {
  struct Scenario: Sendable, CustomTestStringConvertible {
    /// What happens to the files once both databases have them all, in `sh`.
    let change: String
    let command: String

    var testDescription: String { "\(command), after \(change)" }
  }

  /// `move OLD NEW` gives a file another version, `new VERSION` makes one.
  private static let functions = """
    move() { for f in migrations/$1_*; do sed "s/$1/$2/" "$f" >"migrations/$2_${f#*_}" && rm "$f"; done; }
    new() { printf -- '-- name: migrate-%s-up\\ncreate table new_%s (a int);\\n' $1 $1 >migrations/$1_new.sql; }

    """

  private static let chain = "move 20250104000000 0005; move 0002 0004; move 0001 0002"
  private static let circle = "move 0001 0009; move 0002 0001; move 0009 0002"
  private static let squash = "rung squash 0001:0002 -m both --yes --no-database"

  static let scenarios: [Scenario] = [
    ("\(chain); new 0001", "upgrade"), (circle, "upgrade"), ("\(circle); \(chain)", "upgrade 0005"),
    ("\(squash)", "upgrade"), ("\(squash); move 20250103000000 0003; new 0004", "upgrade"),
    ("\(squash)", "downgrade -3"), (chain, "downgrade -3"), (circle, "downgrade base"),
    ("sed -i 's/a int/a int, b int/' migrations/*_tags.sql", "redo"),
    ("sed -i '1i -- transactional: false' migrations/*_tags.sql", "redo"), (chain, "redo"),
    (circle, "fix --database-only"), (chain, "fix --database-only"), (":", "fix --yes"),
    ("move 0001 0003", "fix --yes"), (":", "squash 0001:0002 -m both --yes"),
    ("move 20250104000000 0003", "squash 0001:0003 -m three --yes"),
    ("move 0002 0007; mv migrations/0007_posts.sql migrations/0007_papers.sql", "reconcile 0002 0007"),
    (chain, "stamp head"), ("\(chain); new 0003", "stamp 0004"), (circle, "stamp 0001"),
    (squash, "stamp head"),
  ].map(Scenario.init)

  private func prepare(_ scratch: Scratch) throws {
    let titles = [
      ("0001", "users"), ("0002", "posts"), ("20250103000000", "likes"), ("20250104000000", "tags"),
    ]
    for (version, title) in titles {
      // A name with underscores is part of the checksum.
      let dash = title == "posts" ? "_" : "-"
      try scratch.write(
        "migrations/\(version)_\(title).sql",
        """
        -- Version: \(version)
        -- name: migrate-\(version)-up
        create table \(title) (a int);
        -- name: migrate\(dash)\(version)\(dash)down
        drop table \(title);

        """)
    }
  }

  private func require(_ line: String, _ database: any TestDatabase, _ scratch: Scratch) throws -> String {
    let ending = try scratch.sh(line, ["DATABASE_URL": database.url])
    try #require(ending.status == 0, "\(line): \(ending.errors)")
    return ending.output
  }

  @Test(arguments: Kind.allCases, scenarios) func `it does to rows what a run does`(
    kind: Kind, scenario: Scenario
  ) throws {
    let scratch = try Scratch()
    try prepare(scratch)
    let (run, piped) = (try kind.database(in: scratch, "run"), try kind.database(in: scratch, "piped"))
    for database in [run, piped] { _ = try require("rung upgrade", database, scratch) }
    _ = try require(`Dry run of what happens to rows`.functions + scenario.change, run, scratch)
    let before = try piped.dump()
    let script = try require("rung \(scenario.command) --dry-run", piped, scratch)
    try expectSame(piped.dump(), before, "a dry run touches nothing")
    try scratch.write("script.sql", script)
    _ = try require("\(piped.client) <script.sql", piped, scratch)
    _ = try require("rung \(scenario.command)", run, scratch)
    try expectSame(piped.dump(), run.dump(), "after \(scenario.command)")
    #expect(try run.dump() != before)
    // Both are where they should be: what is left to do is the same, and nothing has to be renamed.
    let status = try [run, piped].map { try require("rung status --json", $0, scratch) }
    #expect(!status[0].contains("\"renamed\"") && !status[1].contains("\"renamed\""))
  }

  @Test(arguments: Kind.allCases) func `a baseline does what it prints`(kind: Kind) throws {
    let scratch = try Scratch()
    try prepare(scratch)
    let (source, run, piped) = (
      try kind.database(in: scratch, "source"), try kind.database(in: scratch, "run"),
      try kind.database(in: scratch, "piped")
    )
    _ = try require("rung upgrade 0002", source, scratch)
    _ = try require("\(`Dry run of what happens to rows`.squash) && rung upgrade", source, scratch)
    _ = try require("rung dump --output schema.sql", source, scratch)
    _ = try require("rung baseline schema.sql --dry-run >script.sql", piped, scratch)
    _ = try require("\(piped.client) <script.sql", piped, scratch)
    _ = try require("rung baseline schema.sql", run, scratch)
    try expectSame(piped.dump(), run.dump())
    for database in [run, piped] {
      #expect(try require("rung dump", database, scratch) == scratch.read("schema.sql"))
      _ = try require("rung status --exit-code", database, scratch)
    }
  }

  @Test(arguments: [
    "", "\ninsert into child values (9, 9);", "\ninsert into nowhere values (1);",
    "\n-- name: migrate-0002-down\ndelete from parent where id = 2;\n",
  ]) func `a script switches SQLite's foreign keys as a run does`(more: String) throws {
    let scratch = try Scratch()
    let (run, piped) = (
      SQLiteTestDatabase(scratch: scratch, name: "run"), SQLiteTestDatabase(scratch: scratch, name: "piped")
    )
    try ForeignKeyProject.write(scratch, rebuild: ForeignKeyProject.rebuild + more)
    // Were keys not enforced behind the rebuild, children would be left without their parent.
    try ForeignKeyProject.write(scratch, "0003", "delete from parent where id = 1;")
    for command in ["upgrade", "downgrade 0001", "upgrade"] {
      let printed = try scratch.sh("rung \(command) --dry-run --database \(piped.url) | \(piped.client)")
      let ran = try scratch.sh("rung \(command) --database \(run.url)")
      #expect((printed.status == 0) == (ran.status == 0), "\(command): \(printed.errors)\(ran.errors)")
      try expectSame(piped.dump(), run.dump(), "after \(command)")
    }
    let isWhole = more.isEmpty || more.contains("down")
    #expect(try run.dump().contains("'0003','sequential'") == isWhole)
    #expect(try ForeignKeyProject.children(run) == (isWhole ? "4\n" : "6\n"))
  }
}
