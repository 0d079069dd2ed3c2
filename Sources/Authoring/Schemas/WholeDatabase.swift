import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

/// A project's database as a whole, which is created and dropped.
///
/// On a server, another database is connected to for that, which the dialect's header names. A database that
/// is a file is created and removed as one.
public struct WholeDatabase {
  private let project: Project
  private var dialect: Dialect { project.dialect }

  public init(_ project: Project) { self.project = project }

  /// Creates the database, unless it exists.
  ///
  /// - Returns: whether it was created.
  /// - Throws: ``DriverError`` if the server refuses, ``FileError`` if the file cannot be created.
  public func create() throws -> Bool {
    if let path = file {
      guard !Path.exists(path) else { return false }
      // An empty file is an empty database of SQLite's; DuckDB makes its own.
      if dialect.syntax == .sqlite {
        try Path.create(path, "")
      } else {
        try Database(project).open(.make)?.run("select 1;\n")
      }
      return true
    }
    let server = try server("create")
    guard try !exists(server) else { return false }
    try send("database-make", to: server)
    return true
  }

  /// Drops the database and all that is in it, if it exists.
  ///
  /// - Returns: whether it existed.
  /// - Throws: ``DriverError`` if the server refuses, such as while somebody is connected, or a run uses the
  ///   file; ``FileError`` if it cannot be removed.
  public func drop() throws -> Bool {
    if let path = file {
      guard Path.exists(path) else { return false }
      if let driver = try Database(project).open(.work), try !driver.tryLock() {
        throw DriverError(
          .locked, "another run uses '\(project.url)'", remedy: "wait until it ends, and try again")
      }
      for suffix in ["-wal", "-shm", "-journal", ".wal", ""] { try Path.remove(path + suffix) }
      return true
    }
    let server = try server("drop")
    guard try exists(server) else { return false }
    try send("database-unmake", to: server)
    return true
  }

  /// Sends a statement, and names the right that is missing if the server refuses it for that.
  private func send(_ block: String, to server: any Driver) throws {
    let sql = try dialect.sql(block, values)
    do throws(DriverError) {
      try server.run(sql)
    } catch {
      guard error.kind == .denied else { throw error }
      let rights = Rights(dialect, server).missing(for: sql, refusedWith: error.message)
      var refusal = error
      refusal.remedy = [error.remedy, rights?.remedy].compactMap { $0 }.joined(separator: "\n")
      if refusal.remedy == "" { refusal.remedy = nil }
      throw refusal
    }
  }

  /// The path of the database's file; nil if it is on a server.
  private var file: String? {
    switch project.url.kind {
    case .sqlite(let path): path
    case .shell(let url) where dialect.isFile: url.name
    case .shell, .postgresql: nil
    }
  }

  private var values: [String: SQLTemplate.Value] {
    let name = project.url.databaseName
    return SchemaObject.database(name).values.merging(["database": .name([name])]) { $1 }
  }

  /// A connection to another database of the server.
  private func server(_ verb: String) throws -> any Driver {
    guard let other = dialect.maintenance, dialect.has("database-make"), !project.url.databaseName.isEmpty,
      let driver = try Database(project.with(project.url.with(database: other))).open(.work)
    else {
      throw DriverError(
        .refused, "cannot \(verb) '\(project.url)'",
        remedy: "\(verb) it with the database's own tools; this works on SQLite, DuckDB, PostgreSQL, MariaDB "
          + "and MySQL, if the URL names a database")
    }
    return driver
  }

  private func exists(_ server: any Driver) throws -> Bool {
    try server.rows(dialect.sql("look-database", values)).last?.last == "there"
  }
}
