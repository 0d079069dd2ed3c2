import Diagnostics
import Drivers
import Foundation
import Testing

@Suite struct `SQLite file` {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func open(_ name: String, _ mode: SQLiteDriver.Mode) throws -> SQLiteDriver {
    try SQLiteDriver(path: folder[name], mode: mode, timeout: 0)
  }

  private func refusal(_ name: String, _ mode: SQLiteDriver.Mode) throws -> DriverError {
    try #require(throws: DriverError.self) { _ = try open(name, mode) }
  }

  /// Makes a database with one row that keeps a write-ahead log.
  private func makeLogged(_ name: String) throws {
    try open(name, .readWrite).run(
      "pragma journal_mode = wal; create table t (a); insert into t values ('x')")
  }

  @Test func `reading a file that is not there makes none`() throws {
    let error = try refusal("a.db", .readOnly)
    #expect(error.kind == .unavailable)
    #expect(error.status == .unavailable)
    #expect(error.message == "cannot open the database '\(folder["a.db"])'")
    #expect(try folder.names.isEmpty)
    #expect(SQLiteFile(path: folder["a.db"]).exists == false)
  }

  @Test func `writing makes it`() throws {
    try open("a.db", .readWrite).run("create table t (a)")
    #expect(SQLiteFile(path: folder["a.db"]).exists)
    #expect(try folder.names == ["a.db"])
  }

  @Test func `what is open for reading cannot be written`() throws {
    try open("a.db", .readWrite).run("create table t (a)")
    let reader = try open("a.db", .readOnly)
    #expect(throws: DriverError.self) { try reader.run("insert into t values (1)") }
    #expect(try reader.rows("select count(*) from t") == [["0"]])
  }

  @Test(arguments: ["a.db", "a b?c#d%41.db", "é日.db"])
  func `reading a file with a write-ahead log leaves nothing behind`(name: String) throws {
    try makeLogged(name)
    try #require(try folder.names == [name])
    let reader = try open(name, .readOnly)
    #expect(try reader.rows("select a from t") == [["x"]])
    #expect(try folder.names == [name])
  }

  @Test func `a write-ahead log that is in use is read along`() throws {
    try makeLogged("a.db")
    let writer = try open("a.db", .readWrite)
    try writer.run("insert into t values ('y')")
    try #require(try folder.names.contains("a.db-wal"))
    #expect(try open("a.db", .readOnly).rows("select a from t order by a") == [["x"], ["y"]])
  }

  @Test(arguments: [SQLiteDriver.Mode.readOnly, .readWrite])
  func `a file that is no database is told as such, and left alone`(mode: SQLiteDriver.Mode) throws {
    let bytes = Data(String(repeating: "this is no database\n", count: 100).utf8)
    try bytes.write(to: URL(filePath: folder["a.db"]))
    let driver = try open("a.db", mode)
    let error = try #require(throws: DriverError.self) { _ = try driver.rows("select * from sqlite_master") }
    #expect(error.kind == .unavailable)
    #expect(error.message == "cannot use the database '\(folder["a.db"])'")
    #expect(error.cause == "file is not a database")
    #expect(try Data(contentsOf: URL(filePath: folder["a.db"])) == bytes)
  }

  @Test(arguments: [SQLiteDriver.Mode.readOnly, .readWrite])
  func `a folder that is not there is named`(mode: SQLiteDriver.Mode) throws {
    let error = try refusal("none/a.db", mode)
    #expect(error.cause == "the folder '\(folder["none"])' does not exist")
    #expect(error.remedy == "create the folder, or correct the path")
    #expect(try folder.names.isEmpty)
  }

  @Test func `a folder in the place of the file is no database`() throws {
    try FileManager.default.createDirectory(atPath: folder["a.db"], withIntermediateDirectories: false)
    let error = try refusal("a.db", .readWrite)
    #expect(error.kind == .unavailable)
    #expect(error.cause == "it is a folder")
  }
}
