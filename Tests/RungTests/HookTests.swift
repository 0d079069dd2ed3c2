import Foundation
import Testing

@Suite struct Hooks {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test(arguments: Kind.allCases) func `are called in order, each where the database stands`(
    kind: Kind
  ) throws {
    let database = try kind.database(in: scratch)
    try HookProject.write(scratch, database, flags: kind.plainRows)
    #expect(try scratch.sh("rung upgrade").status == 0)
    #expect(
      try HookProject.seen(scratch) == [
        "before_run: none", "before_migration 0001 up: 0", "after_migration 0001 up: 1",
        "before_migration 0002 up: 1", "after_migration 0002 up: 2", "after_run: 2",
      ])
    #expect(try scratch.sh("rung upgrade && rung upgrade --dry-run && rung verify --all").status == 0)
    #expect(try HookProject.seen(scratch) == [], "nothing is done, nothing is called")
    #expect(try scratch.sh("rung downgrade").status == 0)
    #expect(
      try HookProject.seen(scratch) == [
        "before_run: 2", "before_migration 0002 down: 2", "after_migration 0002 down: 1", "after_run: 1",
      ])
    #expect(try scratch.sh("rung stamp base").status == 0)
    #expect(try HookProject.seen(scratch) == ["before_run: 1", "after_run: 0"])
  }

  @Test(arguments: Kind.allCases) func `stay outside of a transaction of several migrations`(
    kind: Kind
  ) throws {
    let database = try kind.database(in: scratch)
    try HookProject.write(scratch, database, flags: kind.plainRows)
    #expect(try scratch.sh("rung upgrade --single-transaction").status == 0)
    #expect(
      try HookProject.seen(scratch) == [
        "before_run: none", "before_migration 0001 up: 0", "before_migration 0002 up: 0",
        "after_migration 0001 up: 2", "after_migration 0002 up: 2", "after_run: 2",
      ])
    #expect(try scratch.sh("rung redo").status == 0)
    #expect(
      try HookProject.seen(scratch) == [
        "before_run: 2", "before_migration 0002 down: 2", "before_migration 0002 up: 2",
        "after_migration 0002 down: 2", "after_migration 0002 up: 2", "after_run: 2",
      ])
  }

  @Test func `are told everything, and no password`() throws {
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let url = database.url.replacing("postgres@", with: "postgres:s3cr3t@")
    let told = #"env | grep ^RUNG_ | LC_ALL=C sort >>told; cat >>told; echo >>told; env >>all"#
    try scratch.write(
      "rung.toml",
      "[target.a]\ndatabase = \"\(url)\"\n[hooks]\n"
        + HookProject.hooks.map { "\($0) = '\(told)'\n" }.joined())
    try HookProject.migration(scratch, 1)
    try scratch.write("sub/.keep", "")
    // What another program has set does not reach a hook that it says nothing to.
    let ending = try scratch.sh(
      "cd sub && rung upgrade --target a", ["RUNG_STATUS": "old", "RUNG_VERSION": "old"])
    #expect(ending.status == 0, "\(ending.errors)")
    let common = "RUNG_COMMAND=upgrade\nRUNG_DATABASE=\(database.url)\n"
    let item = #""description":"t","direction":"up","file":"migrations/0001_t.sql","version":"0001""#
    let start = #"{"command":"upgrade","database":"\#(database.url)","#
    let work = "RUNG_DESCRIPTION=t\nRUNG_DIALECT=postgresql\nRUNG_DIRECTION=up\n"
    let expected = """
      \(common)RUNG_DIALECT=postgresql
      RUNG_HOOK=before_run
      RUNG_TARGET=a
      \(start)"dialect":"postgresql","hook":"before_run","migrations":[{\(item)}],"target":"a"}

      \(common)\(work)RUNG_FILE=migrations/0001_t.sql
      RUNG_HOOK=before_migration
      RUNG_TARGET=a
      RUNG_VERSION=0001
      \(start)"description":"t","dialect":"postgresql","direction":"up","file":"migrations/0001_t.sql",\
      "hook":"before_migration","target":"a","version":"0001"}

      \(common)\(work)RUNG_DURATION_MS=N
      RUNG_FILE=migrations/0001_t.sql
      RUNG_HOOK=after_migration
      RUNG_STATUS=complete
      RUNG_TARGET=a
      RUNG_VERSION=0001
      \(start)"description":"t","dialect":"postgresql","direction":"up","duration_ms":N,\
      "file":"migrations/0001_t.sql","hook":"after_migration","status":"complete","target":"a","version":"0001"}

      \(common)RUNG_DIALECT=postgresql
      RUNG_DURATION_MS=N
      RUNG_HOOK=after_run
      RUNG_REVISION=0001
      RUNG_STATUS=complete
      RUNG_TARGET=a
      \(start)"dialect":"postgresql","duration_ms":N,"hook":"after_run","migrations":[{\(item)}],\
      "revision":"0001","status":"complete","target":"a"}


      """
    try expectSame(scratch.read("told").withoutDurations, expected)
    #expect(try !scratch.read("all").contains("s3cr3t"))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let hook: String
    let errors: String
    /// The rows of the tracking table.
    let rows: String
    var testDescription: String { hook }
  }

  static let failures = [
    Case(
      hook: "before_run",
      errors: """
        no backup
        rung.toml: hooks.before_run: error: the hook 'before_run' failed
          cause: 'echo no backup; exit 3' ended with status 3: no backup
          remedy: nothing has run; resolve this, then run again

        """, rows: ""),
    Case(
      hook: "before_migration",
      errors: """
        0001: t … N ms
        no backup
        rung.toml: hooks.before_migration: error: the hook 'before_migration' failed for '0002'
          cause: '[ $RUNG_VERSION = 0001 ] || { echo no backup; exit 3; }' ended with status 3: no backup
          remedy: it has not run, and earlier migrations are kept; resolve this, then run again

        """, rows: "0001\n"),
    Case(
      hook: "after_migration",
      errors: """
        0001: t … N ms
        no backup
        rung.toml: hooks.after_migration: error: the hook 'after_migration' failed for '0001'
          cause: 'echo no backup; exit 3' ended with status 3: no backup
          remedy: it is applied and recorded; later migrations have not run; run again to continue

        """, rows: "0001\n"),
    Case(
      hook: "after_run",
      errors: """
        0001: t … N ms
        0002: t … N ms
        no backup
        rung.toml: hooks.after_run: error: the hook 'after_run' failed
          cause: 'echo no backup; exit 3' ended with status 3: no backup
          remedy: the run has finished and is kept; do by hand what the hook should have done
        applied 2 migrations in N ms; DATABASE is at 0002

        """, rows: "0001\n0002\n"),
  ]

  @Test(arguments: Kind.allCases, failures)
  func `that fail stop the run where that is safe, and say so`(kind: Kind, failing: Case) throws {
    let database = try kind.database(in: scratch)
    try HookProject.write(scratch, database, flags: kind.plainRows, without: [failing.hook])
    let program =
      failing.hook == "before_migration"
      ? "[ $RUNG_VERSION = 0001 ] || { echo no backup; exit 3; }" : "echo no backup; exit 3"
    try scratch.write("rung.toml", try scratch.read("rung.toml") + "\(failing.hook) = '\(program)'\n")
    let ending = try scratch.sh("rung upgrade")
    #expect(ending.status == 1)
    try expectSame(ending.errors.withoutDurations.replacing(database.url, with: "DATABASE"), failing.errors)
    let query =
      "echo 'select version_num from ddl_migrations order by 1;' | \(database.client) \(kind.plainRows)"
    #expect(try scratch.sh("\(query) 2>/dev/null").output == failing.rows)
    let called = try HookProject.seen(scratch).filter { $0.hasPrefix("after_run") }.count
    #expect(
      called == (failing.hook.hasSuffix("_migration") ? 1 : 0), "a run that had begun is told to be over")
  }

  @Test func `print nothing where a report is read`() throws {
    let database = try Kind.sqlite.database(in: scratch)
    try HookProject.write(scratch, database)
    let plain = try scratch.sh("rung upgrade --json")
    try scratch.write(
      "rung.toml",
      "database = \"\(database.url)\"\n[hooks]\n"
        + HookProject.hooks.map { "\($0) = \"echo said $RUNG_HOOK\"\n" }.joined())
    let loud = try scratch.sh("rm test.db && rung upgrade --json")
    try expectSame(loud.output.withoutDurations, plain.output.withoutDurations)
    let each = "said before_migration\nsaid after_migration\n"
    #expect(loud.errors == "said before_run\n\(each)\(each)said after_run\n")
    #expect(try scratch.sh("rung downgrade --quiet 2>&1 >/dev/null").output.contains("said before_run\n"))
  }

  @Test func `are told of a run that failed`() throws {
    let database = try Kind.sqlite.database(in: scratch)
    try HookProject.write(scratch, database, without: ["after_run"])
    try scratch.write(
      "rung.toml",
      try scratch.read("rung.toml")
        + "after_run = 'echo $RUNG_STATUS $RUNG_REVISION: $RUNG_ERROR >end; exit 4'\n")
    try HookProject.migration(scratch, 2, up: "insert into nowhere values (1);")
    let ending = try scratch.sh("rung upgrade")
    #expect(ending.status == 1)
    #expect(try scratch.read("end") == "failed 0001: cannot apply '0002': no such table: nowhere\n")
    // What stopped the run comes last, the hook's own failure before it.
    try expectSame(
      ending.errors.withoutDurations,
      """
      0001: t … N ms
      rung.toml: hooks.after_run: error: the hook 'after_run' failed
        cause: 'echo $RUNG_STATUS $RUNG_REVISION: $RUNG_ERROR >end; exit 4' ended with status 4
        remedy: the run has finished and is kept; do by hand what the hook should have done
      migrations/0002_t.sql:3:1: error: cannot apply '0002': no such table: nowhere
        3 | insert into nowhere values (1);
          | ^
        remedy: nothing of '0002' remains; correct the file and run again

      """)
  }

  @Test func `of a target replace those of all, one by one`() throws {
    try HookProject.migration(scratch, 1)
    try scratch.write(
      "rung.toml",
      """
      [hooks]
      before_run = "echo general before"
      after_run = "echo general after"
      [target.a]
      database = "sqlite:a.db"
      [target.b]
      database = "sqlite:b.db"
      [target.b.hooks]
      before_run = ""
      after_run = "env:AFTER"

      """)
    #expect(try scratch.sh("rung upgrade -qt a").errors == "general before\ngeneral after\n")
    #expect(try scratch.sh("rung upgrade -qt b", ["AFTER": "echo own after"]).errors == "own after\n")
    #expect(
      try scratch.sh("rung downgrade -qt a", ["RUNG_HOOKS_AFTER_RUN": "echo of the variable"]).errors
        == "general before\nof the variable\n")
  }

  @Test(arguments: ["", "timeout = '1min'"]) func `end with Ctrl-C, and so does the run`(limit: String) throws
  {
    let database = try Kind.sqlite.database(in: scratch)
    try HookProject.write(scratch, database, settings: limit, without: ["before_run"])
    try scratch.write(
      "rung.toml",
      try scratch.read("rung.toml") + "before_run = 'echo up >up; sleep 61.\(scratch.number) ; true'\n")
    // It signals the whole group of processes, as a terminal does.
    let ending = try scratch.sh("timeout --preserve-status -s INT 5 rung upgrade")
    #expect(ending.status == 130, "\(ending.errors)")
    #expect(scratch.exists("up") && !scratch.exists("test.db-journal"))
    Thread.sleep(forTimeInterval: 0.2)
    #expect(try scratch.sh("pgrep -f 'sleep 61.\(scratch.number)$'").output == "")
    #expect(try HookProject.seen(scratch) == [])
  }

  @Test func `that hang are stopped with all that they have started`() throws {
    let database = try Kind.sqlite.database(in: scratch)
    try HookProject.write(scratch, database, settings: "timeout = '2s'", without: ["before_run"])
    try scratch.write(
      "rung.toml",
      try scratch.read("rung.toml") + "before_run = 'echo waiting; sleep 62.\(scratch.number) | cat'\n")
    let ending = try scratch.sh("rung upgrade")
    #expect(ending.status == 1)
    #expect(ending.errors.contains("' was stopped after 2s: waiting\n"), "\(ending.errors)")
    #expect(try scratch.sh("pgrep -f 'sleep 62.\(scratch.number)$'").output == "")
    #expect(try HookProject.seen(scratch) == [])
  }

  @Test func `do not have what they leave in the background waited for`() throws {
    let database = try Kind.sqlite.database(in: scratch)
    try HookProject.write(scratch, database, without: ["after_run"])
    try scratch.write(
      "rung.toml", try scratch.read("rung.toml") + "after_run = 'yes & echo $! >process'\n")
    // It prints for ever, or until nobody reads it any more.
    let ending = try scratch.sh(
      "timeout 50 rung upgrade -q; s=$?; kill $(cat process) 2>/dev/null; exit $s", merged: true)
    #expect(ending.status == 0, "\(ending.output.suffix(500))")
  }
}

extension Scratch {
  /// Digits that no other test has.
  fileprivate var number: String {
    path.utf8.suffix(8).map { "\($0 % 10)" }.joined()
  }
}
