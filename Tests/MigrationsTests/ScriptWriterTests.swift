import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `Script writer` {
  private func writer(
    _ dialect: String, _ change: (inout ScriptWriter.Options) -> Void = { _ in }
  ) throws -> ScriptWriter {
    var options = ScriptWriter.Options(
      table: ["s", "tracker"], progressTable: ["s", "progress"], author: "me", lockTimeout: 7, target: "here")
    change(&options)
    return try ScriptWriter(Fixture.dialect(dialect), options)
  }

  private func migration(
    _ version: String, _ up: String = "select 1;\n", _ down: String = "select 2;\n", head: String = ""
  ) throws -> Migration {
    let text = "\(head)-- name: migrate-\(version)-up\n\(up)\n-- name: migrate-\(version)-down\n\(down)"
    return try Fixture.migration("\(version)_a.sql", text)
  }

  private let present = History(hasTracker: true, hasProgress: true)

  private func upgrade(
    _ writer: ScriptWriter, _ migrations: [Migration], _ history: History? = nil, resume: Bool = false
  ) throws -> Script {
    let history = history ?? present
    let plan = try Plan.upgrade(Catalog(migrations), history, to: .head, policy: .init(resume: resume))
    return try writer.script(plan, history)
  }

  private func kinds(_ script: Script) -> [[Step.Kind]] { script.sections.map { $0.steps.map(\.kind) } }

  @Test func `a transaction is claimed first and recorded last`() throws {
    let script = try upgrade(writer("sqlite"), [migration("0001"), migration("0002")])
    let one: [Step.Kind] = [.begin, .claim, .migration, .record, .commit]
    #expect(kinds(script) == [[.client], one, one])
    #expect(script.sections.map(\.isTransactional) == [false, true, true])
  }

  @Test func `PostgreSQL's session is locked around all, and set and reset around each`() throws {
    let writer = try writer("postgresql") {
      $0.schema = "app"
      $0.statementTimeout = "5s"
    }
    let script = try upgrade(writer, [migration("0001")])
    #expect(
      kinds(script) == [
        [.client, .lock], [.begin, .claim, .session, .session, .migration, .session, .record, .commit],
        [.unlock],
      ])
    let session = script.sections[1].steps.filter { $0.kind == .session }.map(\.sql)
    #expect(session.first == "set local statement_timeout = '5s';\n")
    #expect(
      session.dropFirst().first?.hasPrefix("set local search_path to \"app\", \"$user\", public;\n") == true)
    #expect(script.sections.last?.steps.first?.sql.contains("'s.tracker'") == true)
  }

  @Test func `a schema of the file's own wins over that of the settings`() throws {
    let script = try upgrade(
      writer("postgresql") { $0.schema = "app" }, [migration("0001", head: "-- schema: own\n")])
    #expect(script.text.contains("search_path to \"own\""))
    #expect(!script.text.contains("\"app\""))
  }

  @Test(arguments: [(false, false, 2), (true, false, 1), (true, true, 0)])
  func `tables are made when they are missing and needed`(tracker: Bool, progress: Bool, expected: Int) throws
  {
    let separate = try migration("0001", head: "-- transactional: false\n")
    let history = History(hasTracker: tracker, hasProgress: progress)
    let made = { (script: Script) in script.sections[0].steps.filter { $0.kind == .createTable }.count }
    #expect(made(try upgrade(writer("postgresql"), [separate], history)) == expected)
    #expect(made(try upgrade(writer("postgresql"), [migration("0001")], history)) == (tracker ? 0 : 1))
  }

  @Test func `a revert takes its row first`() throws {
    let history = History(rows: [History.Row(name: "00001", sequence: 1)], hasTracker: true)
    let plan = try Plan.downgrade(Catalog([migration("0001")]), history, to: .base, policy: .init())
    let script = try writer("sqlite").script(plan, history)
    #expect(kinds(script).last == [.begin, .claim, .migration, .commit])
    #expect(
      script.sections.last?.steps[1].sql.contains(
        "delete from \"s\".\"tracker\" where version_num = '00001';") == true)
    #expect(script.sections.last?.steps[2].sql == "select 2;\n")
  }

  @Test(arguments: ["", "-- transactional: false\n"])
  func `a revert fails if there are rows that were not read`(head: String) throws {
    let rows = [History.Row(name: "0001", sequence: 1), History.Row(name: "0002", sequence: 7)]
    let history = History(rows: rows, hasTracker: true)
    let all = try Catalog([migration("0001", head: head), migration("0002")])
    let plan = try Plan.downgrade(all, history, to: .base, policy: .init())
    for dialect in ["postgresql", "mysql"] {
      let steps = try writer(dialect).script(plan, history).sections.flatMap(\.steps)
      let claims = steps.filter { $0.kind == .claim }.map(\.sql)
      #expect(claims.count == 2 && claims.allSatisfy { $0.contains("execution_sequence > 7;") }, "\(claims)")
    }
    let files = try ["0001", "0002", "0003"].map { try migration($0) }
    let next = try upgrade(writer("postgresql"), files, history)
    #expect(!next.text.contains("execution_sequence >"))
  }

  /// The user's statement in a step.
  private func written(_ step: Step) -> String {
    step.statements.map { statement in
      String(step.sql.utf8.dropFirst(step.lead + statement.range.lowerBound).prefix(statement.range.count))
        ?? ""
    }.joined()
  }

  @Test func `without a transaction every statement is committed with its progress`() throws {
    let up = "drop table a;\n-- two\ncreate table b (c int);\nupdate t set a = 3"
    let script = try upgrade(writer("postgresql"), [migration("0001", up, head: "-- transactional: false\n")])
    #expect(
      kinds(script)[1] == [
        .claim, .migration, .migration, .migration, .session, .begin, .record, .record, .commit,
      ])
    #expect(script.sections[1].isTransactional == false)
    let statements = script.sections[1].steps.filter { $0.kind == .migration }
    #expect(
      statements.map(written) == [
        "drop table a;", "\n-- two\ncreate table b (c int);", "\nupdate t set a = 3\n",
      ])
    #expect(
      statements.allSatisfy { $0.isWhole && $0.sql.hasPrefix("begin;\n") && $0.sql.hasSuffix("\ncommit;\n") })
    #expect(statements[2].sql.contains("\nupdate t set a = 3\n;\nset local role none;\n"))
    #expect(statements.map { $0.location(at: $0.statements[0].start)?.line } == [3, 5, 6])
    #expect(
      statements[1].sql.contains(
        Checksum.chain(Checksum.chain("", "drop table a;"), "\n-- two\ncreate table b (c int);")))
  }

  @Test(arguments: [
    ("postgresql", "vacuum t;", false),
    ("postgresql", "/* a */ create unique index concurrently i on t (a);", false),
    ("postgresql", "alter table t detach partition p CONCURRENTLY;", false),
    ("postgresql", "call p();", false), ("postgresql", "select f();", false),
    ("postgresql", "-- \(String(repeating: "x", count: 5000))\ncreate index concurrently i on t (a);", false),
    ("postgresql", "create index i on t (a);", true),
    ("postgresql", "begin; insert into t values (1); commit;", false),
    ("sqlite", "pragma user_version = 3;", false), ("sqlite", "create table t (a);", true),
    ("sqlite", "select f();", false), ("sqlite", "savepoint a; insert into t values (1); release a;", false),
    ("mysql", "set autocommit = 0; insert into t values (1); set autocommit = 1;", false),
    ("mysql", "insert into t values (1);", true), ("mysql", "create table t (a int);", false),
    ("mysql", "select f(); xa start 'a';", false), ("mysql", "/*!40000 insert into t values (1) */;", true),
    ("duckdb", "insert into t values (1);", true),
    ("duckdb", "insert into t values (1); attach 'b' as b;", false),
    ("sqlserver", "insert into t values (1);\ngo", false),
  ])
  func `what may run in a transaction is known by its first words`(
    kind: String, up: String, isJoined: Bool
  ) throws {
    let text = "-- transactional: false\n-- name: migrate-0001-up\n\(up)\n"
    let migration = try Fixture.migration("0001_a.sql", text, Fixture.dialect(kind).syntax)
    let section = try upgrade(writer(kind), [migration]).sections.first { $0.migration != nil }
    let steps = try #require(section).steps.filter { $0.kind == .migration }
    let found = steps.contains(where: \.isWhole)
    #expect(found == isJoined)
  }

  @Test func `a transaction of the migration's own is not ended by its progress`() throws {
    let up = "begin; insert into t values (1); commit;"
    let section = try upgrade(
      writer("postgresql"), [migration("0001", up, head: "-- transactional: false\n")]
    ).sections[1]
    let isEnded = section.steps.contains(where: \.isWhole)
    #expect(!isEnded)
    #expect(section.steps.filter { $0.sql.contains("commit") }.map(\.sql) == [" commit;\n", "commit;\n"])
  }

  @Test(arguments: [("true", true), ("false", false)])
  func `a file decides about its transaction, whatever the settings say`(word: String, expected: Bool) throws
  {
    let migration = try migration("0001", head: "-- transactional: \(word)\n")
    for setting in [true, false] {
      let script = try upgrade(writer("sqlite") { $0.transactional = setting }, [migration])
      #expect(script.sections.last?.isTransactional == expected)
    }
  }

  @Test func `a project may do without transactions`() throws {
    let script = try upgrade(writer("sqlite") { $0.transactional = false }, [migration("0001")])
    #expect(script.sections.last?.isTransactional == false)
  }

  private func resumed(
    _ up: String, finished: [String], head: String = "-- transactional: false\n"
  ) throws -> Script {
    let progress = try Fixture.progress("0001", finished: finished)
    let history = History(interrupted: [progress], hasTracker: true, hasProgress: true)
    return try upgrade(writer("postgresql"), [migration("0001", up, head: head)], history, resume: true)
  }

  @Test(arguments: [
    ([], ["a;", " b;", " c;"]), (["a;"], [" b;", " c;"]), (["a;", " b;"], [" c;"]),
    (["a;", " b;", " c;"], []),
  ])
  func `what is resumed begins at the next statement`(finished: [String], rest: [String]) throws {
    let steps = try resumed("a; b; c;", finished: finished).sections[1].steps
    #expect(steps.filter { $0.kind == .migration }.map(written) == rest)
    #expect(steps.first?.sql.contains("and statements_done = \(finished.count))") == true)
    // Each statement has a step before it, and one after it.
    #expect(steps.filter { $0.kind == .record }.count == 2 * rest.count + 2)
  }

  @Test(arguments: [["x;"], ["a;", " B;"], ["a; b;"], ["a;", " b;", " c;", " d;"]])
  func `what is resumed has to be what was begun`(finished: [String]) {
    #expect(throws: PlanError.self) { try resumed("a; b; c;", finished: finished) }
  }

  @Test func `what was begun without a transaction goes on without one, whatever its file says now`() throws {
    let section = try resumed("a; b; c;", finished: ["a;"], head: "").sections[1]
    #expect(!section.isTransactional)
    #expect(section.steps.filter { $0.kind == .migration }.map(written) == [" b;", " c;"])
  }

  @Test func `a single transaction begins once and commits once`() throws {
    let writer = try writer("sqlite") { $0.singleTransaction = true }
    let script = try upgrade(writer, [migration("0001"), migration("0002"), migration("0003")])
    let middle: [Step.Kind] = [.claim, .migration, .record]
    #expect(kinds(script) == [[.client], [.begin] + middle, middle, middle + [.commit]])
    let error = try #require(throws: PlanError.self) {
      _ = try upgrade(writer, [migration("0001"), migration("0002", head: "-- transactional: false\n")])
    }
    #expect(error.message == "'0002' cannot run in a single transaction")
  }
}
