import Foundation
import Testing

/// SQLite deletes the rows of a table that is dropped, and with them all that refers to them `on delete cascade`.
@Suite struct `Rebuilt tables` {
  private let scratch: Scratch
  private let database: SQLiteTestDatabase

  init() throws {
    scratch = try Scratch()
    database = SQLiteTestDatabase(scratch: scratch, name: "test")
  }

  private func rung(_ arguments: String) throws -> Ending {
    try scratch.sh("rung \(arguments) --database \(database.url)")
  }

  /// The rebuild with something put in right behind the dropped table.
  private func rebuild(with middle: String) -> String {
    ForeignKeyProject.rebuild.replacing("drop table parent;", with: "drop table parent;\n\(middle)")
  }

  private static let heads = ["", "-- transactional: false\n"]

  /// Expects that all rows are there, and that the rebuild is done.
  private func expectDone(_ ending: Ending) throws {
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(try ForeignKeyProject.children(database) == "6\n")
    #expect(try database.dump().contains("name text not null"))
    let orphans = try scratch.sh("\(database.client) 'pragma foreign_key_check'")
    #expect(orphans.status == 0 && orphans.output.isEmpty)
  }

  @Test(arguments: heads) func `lose no row that refers to them`(head: String) throws {
    try ForeignKeyProject.write(scratch, rebuild: ForeignKeyProject.rebuild, head: head)
    try expectDone(rung("upgrade"))
  }

  @Test func `would lose them without the directive`() throws {
    // The run refuses that; what it guards against is real.
    try ForeignKeyProject.write(scratch, rebuild: "select 1;")
    #expect(try rung("upgrade").status == 0)
    let lost = try scratch.sh(
      "\(database.client) 'pragma foreign_keys = on; \(ForeignKeyProject.rebuild.replacing("''", with: "0"))'"
    )
    #expect(lost.status == 0, "\(lost.errors)")
    #expect(try ForeignKeyProject.children(database) == "0\n")
  }

  @Test(arguments: heads) func `lose none when the migration fails in the middle`(head: String) throws {
    try ForeignKeyProject.write(
      scratch, rebuild: rebuild(with: "insert into nowhere values (1);"), head: head)
    let failed = try rung("upgrade")
    #expect(failed.status == 1 && failed.errors.contains("migrations/0002_a.sql"), "\(failed.errors)")
    #expect(try ForeignKeyProject.children(database) == "6\n")
    // Without a transaction the statements before the fault have run.
    #expect(try database.dump().contains("CREATE TABLE parent") == head.isEmpty)
    try ForeignKeyProject.write(scratch, rebuild: ForeignKeyProject.rebuild, head: head)
    try expectDone(rung(head.isEmpty ? "upgrade" : "upgrade --resume"))
  }

  @Test(arguments: heads) func `lose none when the run is killed in the middle`(head: String) throws {
    let slow =
      "insert into new (name) with recursive c (i) as (select 1 union all select i + 1 from c where i < 1e9) select i from c;"
    try ForeignKeyProject.write(scratch, rebuild: rebuild(with: slow), head: head)
    let run = try scratch.start("exec rung upgrade --database \(database.url)")
    while !run.errors.contains("0001: a"), run.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    Thread.sleep(forTimeInterval: 1)
    #expect(run.process.isRunning)
    kill(run.process.processIdentifier, SIGKILL)
    run.process.waitUntilExit()
    try ForeignKeyProject.write(scratch, rebuild: ForeignKeyProject.rebuild, head: head)
    try expectDone(rung(head.isEmpty ? "upgrade" : "upgrade --resume"))
  }

  @Test(arguments: [
    ("-- foreign_keys: off\n", ""), ("-- foreign_keys: off\n-- transactional: false\n", ""),
    ("-- transactional: false\n", "pragma foreign_keys = off;\n"),
  ])
  func `leave foreign keys enforced for the migrations behind them`(head: String, pragma: String) throws {
    try ForeignKeyProject.write(scratch, rebuild: "")
    try ForeignKeyProject.write(scratch, "0002", pragma + ForeignKeyProject.rebuild, head: head)
    try ForeignKeyProject.write(scratch, "0003", "insert into child values (99, 99);")
    let failed = try rung("upgrade")
    #expect(failed.status == 1)
    #expect(
      failed.errors.contains("migrations/0003_a.sql:2:1: error: cannot apply '0003': FOREIGN KEY"),
      "\(failed.errors)")
    #expect(try rung("current").output == "0002\n")
    try ForeignKeyProject.write(scratch, "0003", "select 1;")
    try expectDone(rung("upgrade"))
  }

  @Test(arguments: heads) func `leave them enforced when they fail, too`(head: String) throws {
    try ForeignKeyProject.write(
      scratch, rebuild: rebuild(with: "insert into nowhere values (1);"), head: head)
    try ForeignKeyProject.write(scratch, "ext_b_0001", "create table b (p integer references child (id));")
    try ForeignKeyProject.write(scratch, "ext_b_0002", "insert into b values (99);")
    let failed = try rung("upgrade --continue-on-error")
    #expect(failed.status == 1)
    #expect(failed.errors.contains("cannot apply 'ext_b_0002': FOREIGN KEY"), "\(failed.errors)")
    #expect(failed.errors.contains("failed: 0002, ext_b_0002;"))
    #expect(try ForeignKeyProject.children(database) == "6\n")
  }

  @Test func `a directive switches foreign keys on for its own migration alone`() throws {
    try ForeignKeyProject.write(scratch, rebuild: "select 1;")
    try scratch.write("rung.toml", "")
    try ForeignKeyProject.write(
      scratch, "0003", "delete from parent where id = 1;", head: "-- foreign_keys: on\n")
    try ForeignKeyProject.write(scratch, "0004", "delete from parent where id = 2;")
    #expect(try rung("upgrade 0003").status == 0)
    #expect(try ForeignKeyProject.children(database) == "4\n")
    #expect(try rung("downgrade 0002").status == 0)
    #expect(try rung("upgrade").status == 0)
    #expect(try ForeignKeyProject.children(database) == "4\n")
  }

  @Test func `what a failed migration switched on is off again for the others`() throws {
    try ForeignKeyProject.write(scratch, rebuild: "select 1;")
    try scratch.write("rung.toml", "")
    try ForeignKeyProject.write(
      scratch, "0003", "insert into nowhere values (1);", head: "-- foreign_keys: on\n")
    try ForeignKeyProject.write(scratch, "ext_b_0001", "delete from parent where id = 2;")
    let failed = try rung("upgrade --continue-on-error")
    #expect(failed.status == 1 && failed.errors.contains("failed: 0003;"), "\(failed.errors)")
    #expect(try scratch.sh("\(database.client) 'select count(*) from parent'").output == "2\n")
    #expect(try ForeignKeyProject.children(database) == "6\n")
  }
}
