import Foundation
import Testing

/// `examples/adk-evolution`, as `docs/evolution` tells it: with rows in the tables, up and down.
@Suite struct `Schema evolution` {
  /// The example in a folder of its own, and a database at `ext_adk_0002`, where a program has written.
  private struct Example {
    let kind: Kind
    let scratch: Scratch
    let database: any TestDatabase
    /// What a program says for a time: a Julian day, or a time.
    let time: String

    init(_ kind: Kind) throws {
      self.kind = kind
      scratch = try Scratch()
      database = try kind.database(in: scratch)
      time = kind == .sqlite ? "2461000.25" : "timestamptz '2025-11-21 18:00:00+00'"
      let copied = try scratch.sh("cp -R '\(Place.root.path())examples/adk-evolution/.' .")
      try #require(copied.status == 0, "\(copied.errors)")
    }

    /// Runs a verb of Rung's on the target of this database.
    @discardableResult func rung(_ arguments: String, status: Int32 = 0) throws -> String {
      let ran = try scratch.sh("rung \(arguments) --target \(kind) --database \(database.url)")
      try #require(ran.status == status, "\(arguments)\n\(ran.output)\(ran.errors)")
      return ran.output + ran.errors
    }

    /// Runs SQL as a program would; the rows of a query, their values parted by `|`.
    @discardableResult func ask(_ sql: String) throws -> [String] {
      let ended = try tried(sql)
      try #require(ended.status == 0, "\(sql)\n\(ended.errors)")
      return ended.output.split(separator: "\n").map(String.init)
    }

    func isRefused(_ sql: String) throws -> Bool { try tried(sql).status != 0 }

    private func tried(_ sql: String) throws -> Ending {
      let isLite = kind == .sqlite
      try scratch.write("ask.sql", isLite ? "pragma foreign_keys = on;\n\(sql)" : sql)
      let options = isLite ? "-bail -batch" : "-At -v ON_ERROR_STOP=1"
      return try scratch.sh("\(database.client) \(options) <ask.sql")
    }

    /// Writes a session; `columns` and `values` are what a program knows besides SQLSpec's own.
    func session(_ id: String, in table: String, _ columns: String = "", _ values: String = "") -> String {
      """
      insert into \(table) (id, app_name, user_id, state, create_time, update_time\(columns))
      values ('\(id)', 'app', 'user', '{}', \(time), \(time)\(values));
      """
    }
  }

  private static let states = [
    // What the second shape nests stands first, so that the way back leads to the same text on SQLite.
    (
      "nests",
      #"{"lang":"de","units":"metric","cart":[7,{"n":12345678901234567.5}],"user:a.b":true,"none":null}"#
    ),
    ("nothing", "{}"), ("part", #"{"units":null,"cart":[]}"#), ("neither", #"{"cart":"lang"}"#),
  ]

  /// Each session has an event.
  private func started(_ kind: Kind) throws -> Example {
    let example = try Example(kind)
    // Once there and back, so that Rung's own tables are there from here on.
    try example.rung("upgrade")
    try example.rung("downgrade base")
    try example.rung("upgrade ext_adk_0002")
    for (id, state) in Self.states {
      try example.ask(example.session(id, in: "adk_sessions"))
      try example.ask(
        """
        update adk_sessions set state = '\(state)' where id = '\(id)';
        insert into adk_events (id, session_id, app_name, user_id, invocation_id, timestamp, event_data)
        values ('event of \(id)', '\(id)', 'app', 'user', 'i', \(example.time), '{"author": "user"}');
        """)
    }
    return example
  }

  /// What a database holds.
  ///
  /// On SQLite that is the rows: a table that was made anew is spelled in another way, and stands elsewhere among
  /// the others. That the schema is the same, `verify` tells.
  private func state(_ example: Example) throws -> String {
    let dump = try example.database.dump()
    guard example.kind == .sqlite else { return dump }
    return dump.split(separator: "\n").filter { $0.hasPrefix("INSERT") }.sorted().joined(separator: "\n")
  }

  @Test(arguments: Kind.allCases) func `keeps every row on the way up, and gives it back on the way down`(
    kind: Kind
  ) throws {
    let example = try started(kind)
    let events = "select id, session_id, event_data from adk_events order by 1"
    let written = try example.ask(events)
    #expect(written.count == Self.states.count)
    var states = [try state(example)]
    for _ in 1...8 {
      try example.rung("upgrade +1")
      states.append(try state(example))
      #expect(try example.ask(events) == written)
    }
    for step in (0...7).reversed() {
      try example.rung("downgrade")
      // What 0007 filled in stays until its column goes.
      if step == 5 || step == 6 { continue }
      try expectSame(state(example), states[step], "below \(step + 1)")
    }
  }

  @Test(arguments: Kind.allCases) func `leads back, but for the order of two columns`(kind: Kind) throws {
    let example = try Example(kind)
    let told = try example.rung("verify --all", status: 1)
    #expect(told.contains(/0008: .* up, down, up\n/), "\(told)")
    let lines = told.split(separator: "\n").map { $0.drop { $0 == " " } }
    func words(_ sign: Character) -> [Substring] {
      lines.filter { $0.first == sign && !$0.hasPrefix("\(sign)\(sign)") }
        .flatMap { $0.split { !$0.isLetter } }.sorted()
    }
    #expect(told.contains("reverting '0009'") && words("-").contains("priority"), "\(told)")
    #expect(words("-") == words("+"), "\(told)")
  }

  @Test(arguments: Kind.allCases) func `adds a column and an index that is used`(kind: Kind) throws {
    let example = try started(kind)
    try example.rung("upgrade 0001")
    #expect(try example.ask("select distinct priority from adk_sessions") == ["0"])
    try example.ask(example.session("old program", in: "adk_sessions"))
    try example.ask(example.session("new program", in: "adk_sessions", ", priority", ", 9"))
    try example.rung("upgrade 0002")
    let first = "select id from adk_sessions order by priority desc limit 1"
    #expect(try example.ask(first) == ["new program"])
    let explain = kind == .sqlite ? "explain query plan" : "set enable_seqscan = off; explain"
    let plan = try example.ask("\(explain) \(first)")
    #expect(plan.contains { $0.contains("idx_adk_sessions_priority") }, "\(plan)")
  }

  @Test(arguments: Kind.allCases) func `renames a table, and its foreign key holds`(kind: Kind) throws {
    let example = try started(kind)
    try example.rung("upgrade 0003")
    let catalog = kind == .sqlite ? "select name, sql from sqlite_master" : "select relname from pg_class"
    #expect(try example.ask(catalog).filter { $0.contains("adk_sessions") } == [])
    let orphan = """
      insert into adk_events (id, session_id, app_name, user_id, invocation_id, timestamp, event_data)
      values ('orphan', 'none', 'app', 'user', 'i', \(example.time), '{}');
      """
    #expect(try example.isRefused(orphan))
    #expect(
      try example.ask(
        "begin; delete from agent_sessions where id = 'part'; select count(*) from adk_events; rollback;"
      )
      .contains("\(Self.states.count - 1)"))
  }

  @Test(arguments: Kind.allCases) func `moves data to a new shape of JSON and back`(kind: Kind) throws {
    let example = try started(kind)
    try example.rung("upgrade 0004")
    let shape = { (path: String) in
      try example.ask("select state -> \(path) from agent_sessions where id = 'nests'").first ?? ""
    }
    let (outer, inner) = kind == .sqlite ? ("'$.preferences'", "") : ("'preferences'", " ")
    #expect(try shape(outer) == #"{"lang":\#(inner)"de",\#(inner)"units":\#(inner)"metric"}"#)
    #expect(try shape("'version'") == "2")
    #expect(try shape("'cart'").contains("12345678901234567.5"))
    #expect(try shape(kind == .sqlite ? #"'$."user:a.b"'"# : "'user:a.b'") == "true")
    #expect(try shape("'none'") == "null" && shape("'lang'") == "")
    #expect(
      try example.ask("select id from agent_sessions where state -> 'version' is null") == ["nothing"])
    // A program of the second shape has preferences of which the first knows nothing.
    let written = #"{"version":2,"preferences":{"theme":"dark","lang":null},"cart":[]}"#
    try example.ask("update agent_sessions set state = '\(written)' where id = 'neither';")
    try example.rung("downgrade")
    #expect(
      try example.ask(
        """
        select state -> 'theme', state -> 'lang', state -> 'cart', state -> 'preferences'
        from agent_sessions where id = 'neither'
        """) == ["\"dark\"|null|[]|"])
  }

  @Test(arguments: Kind.allCases) func `goes on while old programs and new ones write`(kind: Kind) throws {
    let example = try started(kind)
    let table = "agent_sessions"
    var count = 0
    func ids(_ condition: String) throws -> [String] {
      try example.ask("select id from \(table) where \(condition)")
    }
    func value(_ column: String, of id: String) throws -> [String] {
      try example.ask("select \(column) from \(table) where id = '\(id)'")
    }
    /// What each kind of program does at a step, while the column that it knows is there.
    func write(old: Bool, new: Bool, at step: String) throws {
      count += 1
      try example.ask(example.session("neither \(count)", in: table))
      if old {
        try example.ask(example.session("old \(count)", in: table, ", priority", ", 3"))
        try example.ask("update \(table) set priority = priority + 1 where id = 'old \(count)';")
        #expect(try value("priority", of: "old \(count)") == ["4"], "\(step)")
      }
      if new {
        try example.ask(example.session("new \(count)", in: table, ", urgency", ", 5"))
        try example.ask("update \(table) set urgency = urgency + 1 where id = 'new \(count)';")
        #expect(try value("urgency", of: "new \(count)") == ["6"], "\(step)")
      }
      if old && new {
        try example.ask(example.session("both \(count)", in: table, ", priority, urgency", ", 7, 7"))
        // Each sees what the other wrote, and may take it back to 0.
        #expect(try value("urgency", of: "old \(count)") == ["4"], "\(step)")
        try example.ask("update \(table) set priority = 0 where id = 'new \(count)';")
        try example.ask("update \(table) set urgency = 0 where id = 'old \(count)';")
        #expect(try ids("id like '% \(count)' and priority is distinct from urgency") == [], "\(step)")
      }
    }
    try example.rung("upgrade 0004")
    try write(old: true, new: false, at: "0004")
    try example.rung("upgrade 0005")
    try write(old: true, new: false, at: "0005")
    for step in ["0006", "0007", "0008"] {
      try example.rung("upgrade \(step)")
      try write(old: true, new: true, at: step)
    }
    #expect(try ids("urgency is null or urgency <> priority") == [])
    #expect(try ids("urgency = 4").sorted() == ["old 1", "old 2"])

    try example.rung("upgrade 0009")
    try write(old: false, new: true, at: "0009")
    #expect(try example.isRefused(example.session("late", in: table, ", priority", ", 3")))

    for step in ["0008", "0007", "0006"] {
      try example.rung("downgrade \(step)")
      #expect(try ids("urgency <> priority") == [], "\(step)")
      try write(old: true, new: true, at: "back at \(step)")
    }
    try example.rung("downgrade 0004")
    #expect(try value("priority", of: "new \(count - 3)") == ["6"])
    try write(old: true, new: false, at: "back at 0004")
  }

  @Test(arguments: Kind.allCases) func `stops no program that writes all the time`(kind: Kind) throws {
    let example = try started(kind)
    try example.rung("upgrade 0004")
    let wait = kind == .sqlite ? "-cmd '.timeout 20000'" : "-v ON_ERROR_STOP=1"
    let sql = example.session("w'||$n||'", in: "agent_sessions", ", priority", ", $n")
      .replacing("\n", with: " ")
    let writer = try example.scratch.start(
      """
      n=0
      while [ ! -e stop ]; do
        n=$((n + 1))
        echo "\(sql)" | \(example.database.client) \(wait) || exit 1
        echo $n >written
      done
      """)
    while !example.scratch.exists("written") { Thread.sleep(forTimeInterval: 0.01) }
    try example.rung("upgrade 0008")
    try example.scratch.write("stop", "")
    writer.process.waitUntilExit()
    #expect(writer.process.terminationStatus == 0, "\(writer.errors)")
    let count = try example.scratch.read("written").split(separator: "\n").joined()
    #expect(
      try example.ask(
        """
        select count(*), count(distinct urgency) from agent_sessions
        where id like 'w%' and priority = urgency
        """) == ["\(count)|\(count)"])
  }
}
