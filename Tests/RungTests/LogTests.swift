import Foundation
import Testing

@Suite struct `A log` {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for number in 1...2 { try HookProject.migration(scratch, number) }
  }

  /// Runs a command, reads each line of standard error as JSON, and masks times.
  private func log(_ command: String, _ variables: [String: String] = [:], status: Int32 = 0) throws -> String
  {
    try log(scratch.sh(command, variables), status: status)
  }

  private func log(_ ending: Ending, status: Int32 = 0) throws -> String {
    #expect(ending.status == status, "\(ending.errors)")
    return try ending.errors.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      var record = try #require(object as? [String: Any])
      let stamp = try #require(record.removeValue(forKey: "timestamp") as? String)
      #expect(stamp.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
      if let time = record["duration_ms"] {
        #expect(time is Int)
        record["duration_ms"] = "N"
      }
      let data = try JSONSerialization.data(
        withJSONObject: record, options: [.sortedKeys, .withoutEscapingSlashes])
      return String(decoding: data, as: UTF8.self) + "\n"
    }.joined()
  }

  private func work(_ version: String, _ status: String, _ more: String = "", down: Bool = false) -> String {
    let (direction, event) = down ? ("down", "rollback") : ("up", "apply")
    let time = status == "start" ? "" : #""duration_ms":"N","#
    let failed = status == "failed"
    return #"{"db_system":"sqlite","description":"t","direction":"\#(direction)",\#(time)"#
      + (failed ? #""error_type":"failed","# : "")
      + #""event":"migration.\#(event)","file":"migrations/\#(version)_t.sql","level":"#
      + #""\#(failed ? "error" : "info")","status":"\#(status)",\#(more)"use_transaction":true,"#
      + #""version":"\#(version)"}"# + "\n"
  }

  @Test func `has a line for everything that happens`() throws {
    let summary =
      #""database":"sqlite:app.db","db_system":"sqlite","dry_run":false,"duration_ms":"N","event":"#
      + #""migration.command.summary","level":"info","#
    let rung = "RUNG_DATABASE=sqlite:app.db RUNG_LOG=json rung"
    try expectSame(
      log("\(rung) upgrade"),
      work("0001", "start") + work("0001", "complete") + work("0002", "start") + work("0002", "complete")
        + #"{"after":"0002","applied_count":2,"command":"upgrade",\#(summary)"pending_count":2,"#
        + #""reverted_count":0,"revision":"head","status":"complete","warning_count":0}"# + "\n")
    try expectSame(
      log("\(rung) upgrade"),
      #"{"after":"0002","applied_count":0,"before":"0002","command":"upgrade",\#(summary)"pending_count":0,"#
        + #""reverted_count":0,"revision":"head","status":"complete","warning_count":0}"# + "\n",
      "with nothing to do")
    try expectSame(
      log("\(rung) downgrade --log json"),
      work("0002", "start", down: true) + work("0002", "complete", down: true)
        + #"{"after":"0001","applied_count":0,"before":"0002","command":"downgrade",\#(summary)"#
        + #""pending_count":1,"reverted_count":1,"revision":"-1","status":"complete","warning_count":0}"#
        + "\n")
    try expectSame(
      log("\(rung) upgrade --dry-run | sqlite3 app.db"),
      #"{"after":"0001","applied_count":0,"before":"0001","command":"upgrade",\#(summary)"pending_count":1,"#
        .replacing("false", with: "true")
        + #""reverted_count":0,"revision":"head","status":"complete","warning_count":0}"# + "\n",
      "of a dry run")
    #expect(try log("\(rung) downgrade --quiet").isEmpty && log("\(rung) upgrade --quiet").isEmpty)
    #expect(try scratch.sh("rung current -d sqlite:app.db").output == "0002\n")
  }

  @Test func `tells warnings and errors with place and remedy`() throws {
    try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n[migration]\nlog = \"json\"\n")
    #expect(try scratch.sh("rung upgrade 0001").status == 0)
    try HookProject.migration(scratch, 1, up: "-- changed")
    try HookProject.migration(scratch, 2, up: "  creat view v;")
    let error = #""error_type":"failed","#
    let told = #""message":"cannot apply '0002': near \"creat\": syntax error","#
    let remedy = #""remedy":"nothing of '0002' remains; correct the file and run again""#
    let warning =
      #"{"cause":"the checksum of the file differs from the one recorded","db_system":"sqlite","event":"#
      + #""migration.warning","file":"migrations/0001_t.sql","level":"warning","message":"#
      + #""'0001' was changed after it was applied, and its new text will not run","remedy":"#
      + #""restore the file and put the change into a new migration; 'rung fix migrations/0001_t.sql' gives "#
      + #"another branch's file its own number; 'rung reconcile 0001 0001' accepts the new text as what was "#
      + #"applied"}"# + "\n"
    let failure =
      #""event":"migration.error","exit_status":1,"file":"migrations/0002_t.sql","level":"error","line":3,"#
    try expectSame(
      log("rung upgrade", status: 1),
      warning + work("0002", "start") + work("0002", "failed")
        + #"{"column":3,"db_system":"sqlite",\#(error)\#(failure)\#(told)\#(remedy)}"# + "\n"
        + #"{"after":"0001","applied_count":0,"before":"0001","column":3,"command":"upgrade","#
        + #""database":"sqlite:app.db","db_system":"sqlite","dry_run":false,"duration_ms":"N",\#(error)"#
        + failure.replacing("migration.error", with: "migration.command.summary")
        + told + #""pending_count":1,\#(remedy),"reverted_count":0,"revision":"head","status":"failed","#
        + #""warning_count":1}"# + "\n")
    try expectSame(
      log("rung upgrade --quiet --log json --strict", status: 1).split(separator: "\n").map {
        $0.contains(#""level":"info""#) ? "info\n" : "other\n"
      }.joined(), "other\nother\n", "quiet leaves out what goes well")
    try scratch.write("rung.toml", "[migration]\nlog = \"json\"\nauto_sinc = true\n")
    let bad = try log("RUNG_LOG=json rung upgrade", status: 78)
    #expect(bad.contains(#""error_type":"bad_settings","event":"migration.error","exit_status":78"#))
    #expect(bad.contains(#""message":"unknown key 'migration.auto_sinc'""#))
  }

  @Test func `of each target names it, and no password`() throws {
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let url = database.url.replacing("postgres@", with: "postgres:s3cr3t@")
    try scratch.write(
      "rung.toml",
      """
      [migration]
      log = "json"
      [target.a]
      database = "sqlite:a.db"
      [target.b]
      database = "\(url)"
      [hooks]
      before_run = "echo ready; echo set >&2"

      """)
    let logs = try ["a", "b"].map { try log("rung upgrade --target \($0) --json") }
    for (log, name, system) in zip3(logs, ["a", "b"], ["sqlite", "postgresql"]) {
      let records = log.split(separator: "\n")
      #expect(records.count == 7)
      #expect(records.allSatisfy { $0.contains(#""target":"\#(name)""#) })
      #expect(records.allSatisfy { $0.contains(#""db_system":"\#(system)""#) })
      #expect(!log.contains("s3cr3t"))
      #expect(
        records.first
          == #"{"db_system":"\#(system)","event":"migration.hook","hook":"before_run","level":"info","message":"ready","target":"\#(name)"}"#
      )
    }
  }

  private func zip3(_ logs: [String], _ names: [String], _ systems: [String]) -> [(String, String, String)] {
    logs.indices.map { (logs[$0], names[$0], systems[$0]) }
  }

  @Test func `has one line, or words one, where a summary is wanted`() throws {
    try scratch.write(
      "rung.toml",
      "database = \"sqlite:app.db\"\n[hooks]\nbefore_run = \"echo ready\"\nafter_migration = 'exit 7'\n")
    let words = try scratch.sh("rung upgrade --summary", ["RUNG_HOOKS_AFTER_MIGRATION": "true"]).errors
    #expect(words.withoutDurations == "applied 2 migrations in N ms; sqlite:app.db is at 0002\n")
    #expect(
      try scratch.sh("rung downgrade --summary").errors == """
        rung.toml: hooks.after_migration: error: the hook 'after_migration' failed for '0002'
          cause: 'exit 7' ended with status 7
          remedy: it is reverted and recorded; later migrations have not run; run again to continue

        """)
    try expectSame(
      log(
        "rung upgrade --summary --log json",
        ["RUNG_HOOKS_AFTER_RUN": "echo no; exit 5", "RUNG_HOOKS_AFTER_MIGRATION": "true"], status: 1),
      #"{"after":"0002","applied_count":1,"before":"0001","cause":"'echo no; exit 5' ended with status 5: no","#
        + #""command":"upgrade","database":"sqlite:app.db","db_system":"sqlite","dry_run":false,"duration_ms":"N","#
        + #""error_type":"failed","event":"migration.command.summary","exit_status":1,"level":"error","message":"#
        + #""the hook 'after_run' failed","pending_count":1,"remedy":"the run has finished and is kept; "#
        + #"do by hand what the hook should have done","reverted_count":0,"revision":"head","status":"failed","#
        + #""warning_count":0}"# + "\n")
  }

  @Test func `says that another run is waited for, and what the database says`() throws {
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let holder = try HeldRun(database, in: scratch)
    try scratch.write(
      "migrations/0003_t.sql",
      "-- name: migrate-0003-up\ndo $$ begin raise notice 'done by %', 'us'; end $$;\n")
    let run = try scratch.start("rung upgrade --log json --database \(database.url)")
    while !run.errors.contains("lock.waiting"), run.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    try holder.release()
    run.process.waitUntilExit()
    let log = try log(run.ending)
    let events = log.split(separator: "\n")
    #expect(
      events.first?.contains(
        /"event":"migration.lock.waiting","holder":"session \d+ of postgres from 127\.0\.0\.1(\/32)? \(rung\)","level":"info"/
      )
        == true, "\(log)")
    #expect(
      events.contains {
        $0.contains(#""event":"migration.notice","level":"info","message":"notice: done by us""#)
      }, "\(log)")
  }
}
