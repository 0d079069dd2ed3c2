import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `Values in migrations` {
  private struct Unset: Diagnostic {
    let message = "it is not set"
    let status = ExitStatus.badSettings
  }

  private let values: [String: Values.Value] = [
    "owner": .text("it's"), "table_name": .text("a\"b"), "key": .secret("s'ecret"),
    "unset": .missing(Unset(), isSecret: false), "unset_key": .missing(Unset(), isSecret: true),
  ]

  private func script(
    _ up: String, _ dialect: String = "postgresql", head: String = "-- values: on\n",
    for purpose: Values.Purpose = .send
  ) throws -> Script {
    var options = ScriptWriter.Options(
      table: ["t"], progressTable: ["p"], author: "me", lockTimeout: 7, target: "here")
    options.values = Values(values)
    options.values.purpose = purpose
    let dialect = try Fixture.dialect(dialect)
    let text = "\(head)-- name: migrate-0001-up\n\(up)\n"
    let migration = try Fixture.migration("0001_a.sql", text, dialect.syntax)
    let history = History(hasTracker: true, hasProgress: true)
    let plan = try Plan.upgrade(Catalog([migration]), history, to: .head, policy: .init())
    return try ScriptWriter(dialect, options).script(plan, history)
  }

  private func steps(_ script: Script) -> [Step] {
    script.sections.flatMap(\.steps).filter { $0.kind == .migration }
  }

  private func sent(
    _ up: String, _ dialect: String = "postgresql", head: String = "-- values: on\n"
  ) throws -> String { steps(try script(up, dialect, head: head)).map(\.sent.sql).joined() }

  @Test(arguments: [
    ("postgresql", #"select 'it''s', "a""b";"#), ("sqlite", #"select 'it''s', "a""b";"#),
    ("mysql", "select 'it''s', `a\"b`;"), ("sqlserver", "select N'it''s', [a\"b];"),
  ])
  func `each dialect quotes by its own rules`(dialect: String, expected: String) throws {
    let filled = try sent("select :'owner', :\"table_name\";", dialect)
    #expect(filled.contains(expected))
  }

  @Test(arguments: [
    "select ':''owner''';", "select 1; -- :'owner'", "/* :'owner' */ select 1;", "select $$:'owner'$$;",
    "select x::\"char\" from t;", "select a[1: 2], :owner, ':\"owner\"';",
    "copy t from stdin;\n:'owner'\tit's\n:'owner'\n\\.",
  ])
  func `text that is no hole stays as it is`(text: String) throws {
    #expect(try sent(text).contains(text))
  }

  @Test func `a file that does not ask for values stays as it is`() throws {
    for head in ["", "-- values: off\n", "-- values: of settings, see there\n"] {
      #expect(try sent("select :'owner';", head: head).contains("select :'owner';"))
    }
  }

  @Test func `a secret is only in what is sent`() throws {
    let script = try script("select :'owner', :'key', 1/0;")
    let step = try #require(steps(script).first)
    #expect(step.sql == "select 'it''s', :'key', 1/0;\n")
    #expect(step.sent.sql == "select 'it''s', 's''ecret', 1/0;\n")
    #expect(!script.text.contains("ecret',"))
    #expect(script.heading.last?.contains("RUNG_VALUES_KEY") == true)
    #expect(script.text.contains("\n\\getenv key RUNG_VALUES_KEY\n"))
    // The place of the division in what is sent is that in the file.
    let offset = step.sent.sql.utf8.count - "1/0;\n".utf8.count
    #expect(step.location(at: step.offset(ofSent: offset)).map { "\($0)" } == "0001_a.sql:3:26")
  }

  @Test func `statements that are sent alone have their own secrets and places`() throws {
    let head = "-- values: on\n-- transactional: false\n"
    let up = "insert into a values (:'owner');\n\ninsert into b values (:'key', :'owner', c);"
    let steps = steps(try script(up, head: head))
    let step = try #require(steps.last)
    #expect(steps.count == 2)
    #expect(step.sent.sql.contains("insert into b values ('s''ecret', 'it''s', c);"))
    let start =
      step.sent.sql.utf8.count - step.sent.sql[step.sent.sql.firstRange(of: ", c)")!.lowerBound...].utf8.count
    let place = step.location(at: step.offset(ofSent: start + 2 - step.lead))
    #expect(place.map { "\($0)" } == "0001_a.sql:6:41")
    #expect(place?.excerpt.first?.contains("(:'key', :'owner', c)") == true)
  }

  @Test func `a database whose client takes no variables is said to refuse the printed script`() throws {
    let script = try script("select :'key';", "sqlite", for: .print)
    #expect(script.text.contains("select :'key';"))
    #expect(
      script.heading.last
        == "secret: 'key' is left out, and the client refuses its hole; a run by rung has it")
  }

  @Test func `unknown names are errors at their places`() throws {
    let error = #expect(throws: Faults.self) {
      try script("select :'ownr';\nselect :'other';", for: .check)
    }
    #expect(
      error.map { "\($0)" } == """
        0001_a.sql:3:8: error: the settings have no value 'ownr'
          3 | select :'ownr';
            |        ^
          remedy: did you mean 'owner'?
        0001_a.sql:4:8: error: the settings have no value 'other'
          4 | select :'other';
            |        ^
          remedy: write other = "…" under [values] in rung.toml, or set RUNG_VALUES_OTHER; if no value is meant, \
        write a blank after the colon
        """)
  }

  @Test func `a secret cannot be an identifier`() {
    #expect(throws: ValueError.self) { try script("select :\"key\";", for: .check) }
  }

  @Test func `a value that cannot be had is an error only where it is needed`() throws {
    for (up, purposes) in [
      ("select :'unset';", [Values.Purpose.print, .send]), ("select :'unset_key';", [.send]),
    ] {
      for purpose in [Values.Purpose.check, .print, .send] {
        let isRefused = (try? script(up, for: purpose)) == nil
        #expect(isRefused == purposes.contains(purpose), "\(up) \(purpose)")
      }
    }
  }

  @Test func `a directive with another word of a switch, or nearly its name, is an error`() {
    for head in ["-- values: true\n", "-- valus: on\n", "-- Value: on\n"] {
      #expect(throws: MigrationError.self, "\(head)") { try script("select 1;", head: head) }
    }
  }
}
