import Diagnostics
import Drivers
import Foundation
import SQLText
import Testing

/// A folder of its own for each test, gone when the test ends.
final class Folder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rung-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { path + "/" + name }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

@Suite struct `SQLite driver` {
  private let folder: Folder
  private let driver: SQLiteDriver

  init() throws {
    folder = try Folder()
    driver = try SQLiteDriver(path: folder["a.db"], mode: .readWrite, timeout: 0)
  }

  /// The refusal of an SQL, and the place that `▲` marks in it.
  private func refusal(_ marked: String) throws -> (error: DriverError, expected: Int) {
    let before = marked.prefix { $0 != "▲" }
    let error = try #require(throws: DriverError.self) { try driver.run(marked.replacing("▲", with: "")) }
    return (error, before.utf8.count)
  }

  @Test func `a large message is sent in parts, and an error has its place in the whole`() throws {
    let row = "insert into t values ('\(String(repeating: "x", count: 1_000))');\n"
    let trigger = "create trigger a after insert on t begin update t set n = 'y;'; select 1; end;\n"
    let lead = "create table t (n text);\n"
    let rows = String(repeating: row, count: 1_500)
    let text = lead + rows + trigger + rows + "insert into nowhere values (1);\n" + row
    var done = 0
    driver.onStatement = { done = $0 }
    let statements = try StatementSplitter(Lexer(.sqlite)).statements(of: text)
    let error = try #require(throws: DriverError.self) {
      try driver.run(Message(text[...], statements: statements))
    }
    #expect(error.message == "no such table: nowhere")
    // SQLite does not say where it is, so that it is the statement's place, with the line feed before it.
    #expect(error.position == .statementAt((lead + rows + trigger + rows).utf8.count - 1))
    #expect(done == 3_002)
    #expect(try driver.rows("select count(*) from t") == [["3000"]])
  }

  @Test func `values come as text, and null as nil`() throws {
    let row = try driver.rows("select 1, -2.5, 'é''日', null, '', x'616263', 9223372036854775807")
    #expect(row == [["1", "-2.5", "é'日", nil, "", "abc", "9223372036854775807"]])
  }

  @Test func `rows keep their order, and none are none`() throws {
    #expect(try driver.rows("select 1 union all select 2 union all select null") == [["1"], ["2"], [nil]])
    #expect(try driver.rows("select 1 where false").isEmpty)
    #expect(try driver.rows("").isEmpty)
    #expect(try driver.rows("-- nothing\n ; /* at all */").isEmpty)
  }

  @Test func `all statements run in order, the last terminated or not`() throws {
    try driver.run("create table t (a); insert into t values (1); -- x\ninsert into t values (2)")
    #expect(try driver.rows("select a from t order by a") == [["1"], ["2"]])
  }

  @Test func `what ran before a failure stays, what comes after it does not run`() throws {
    let (error, _) = try refusal("create table t (a); insert into nowhere values (1); create table u (a);")
    #expect(error.message == "no such table: nowhere")
    #expect(try driver.rows("select name from sqlite_master") == [["t"]])
  }

  @Test(arguments: [
    "create table t (a);\n-- 'é'\nselect a, ▲b from t", "select 'é日', ▲nocolumn", "▲selct 1",
    "select 'é日';\n  select 1 ▲2 3", "create table t (a);\r\nselect a from t wher ▲a = 1",
  ])
  func `a word at fault is pointed at, in bytes of all that was sent`(marked: String) throws {
    let (error, expected) = try refusal(marked)
    #expect(error.position == .offset(expected))
    #expect(error.kind == .refused)
  }

  @Test(arguments: [
    "create table é (a);▲ insert into nowhere values (1)",
    "create table t (a unique);insert into t values (1);▲\ninsert into t values (1)",
    "▲-- 'é'\ndrop table nowhere", "create table t (a not null);▲insert into t values (null); select 1",
  ])
  func `where no word is at fault, the statement is pointed at`(marked: String) throws {
    let (error, expected) = try refusal(marked)
    #expect(error.position == .statementAt(expected))
  }

  @Test(
    arguments: [
      ("create table t (a primary key) without rowid; insert into t values (1), (1)", .constraint, .failed),
      ("create table t (a not null); insert into t values (null)", .constraint, .failed),
      ("create table t (a check (a > 0)); insert into t values (0)", .constraint, .failed),
      ("selct", .refused, .failed), ("begin; vacuum", .insideTransaction, .failed),
    ] as [(String, DriverError.Kind, Diagnostics.ExitStatus)])
  func `a refusal has its kind`(sql: String, kind: DriverError.Kind, status: Diagnostics.ExitStatus) throws {
    let error = try #require(throws: DriverError.self) { try driver.run(sql) }
    #expect(error.kind == kind)
    #expect(error.status == status)
  }

  @Test func `a database that another writes is locked, and free when that one is done`() throws {
    try driver.run("create table t (a); begin immediate; insert into t values (1)")
    let other = try SQLiteDriver(path: folder["a.db"], mode: .readWrite, timeout: 0)
    let error = try #require(throws: DriverError.self) { try other.run("begin immediate") }
    #expect(error.kind == .locked)
    #expect(error.status == .locked)
    #expect(other.lockHolder(nil) == nil)
    try driver.run("commit")
    try other.run("begin immediate; insert into t values (2); commit")
    #expect(try driver.rows("select count(*) from t") == [["2"]])
  }

  @Test func `another writer is waited for as long as was asked`() throws {
    try driver.run("begin immediate")
    let other = try SQLiteDriver(path: folder["a.db"], mode: .readWrite, timeout: 120)
    let time = ContinuousClock().measure {
      #expect(throws: DriverError.self) { try other.run("begin immediate") }
    }
    #expect(time >= .milliseconds(100))
  }

  @Test func `a database in memory has no file`() throws {
    let memory = try SQLiteDriver(path: ":memory:", mode: .readWrite, timeout: 0)
    try memory.run("create table t (a); insert into t values ('x')")
    #expect(try memory.rows("select a from t") == [["x"]])
    #expect(SQLiteFile(path: ":memory:").exists == false)
  }

  @Test func `the library knows its version`() throws {
    #expect(SQLiteDriver.libraryVersion.hasPrefix("3."))
  }
}
