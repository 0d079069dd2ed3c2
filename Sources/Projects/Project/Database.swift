import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// The database of a project, which this type opens and whose history it reads.
package struct Database {
  package let project: Project
  private let tell: (Event) -> Void

  package init(_ project: Project, tell: @escaping (Event) -> Void = { _ in }) {
    self.project = project
    self.tell = tell
  }

  private var settings: Settings { project.settings }
  private var dialect: Dialect { project.dialect }

  /// The names of Rung's tables, and the history in them.
  package struct State {
    package var table: [String]
    package var progressTable: [String]
    package var history: History
  }

  /// The purposes for which a database is opened.
  package enum Access {
    /// For reading; nothing is written, not even SQLite's rollback of what a dead program left.
    case look
    /// For writing, if it exists.
    case work
    /// For writing; it is created if it does not exist.
    case make
  }

  /// Opens the database, and waits for a server that does not accept connections yet, if the settings ask for
  /// that.
  ///
  /// - Returns: nil for an SQLite database without a file, unless it may be created.
  /// - Throws: ``DriverError`` if the database cannot be reached.
  package func open(_ access: Access) throws(DriverError) -> (any Driver)? {
    let start = ContinuousClock.now
    var pause = 50
    var isTold = false
    while true {
      do throws(DriverError) {
        return try connect(access)
      } catch {
        let waited = start.duration(to: .now).milliseconds
        guard error.kind == .unavailable, waited < settings.wait, !dialect.isFile else {
          throw withRight(error)
        }
        if waited > 1_000, !isTold {
          tell(.waiting(.server, holder: error.cause ?? error.message))
          isTold = true
        }
        Clock.pause(milliseconds: min(pause, settings.wait - waited))
        pause = min(pause * 2, 500)
      }
    }
  }

  /// The error for a database that cannot be reached, with the right to connect if the user lacks that.
  ///
  /// Another database of the server is asked, if the error names this one.
  private func withRight(_ error: DriverError) -> DriverError {
    let name = project.url.databaseName
    guard error.kind == .unavailable, let reason = error.cause, !name.isEmpty,
      ["'\(name)'", "\"\(name)\""].contains(where: { reason.firstRange(of: $0) != nil }),
      let other = dialect.maintenance, other != name, dialect.has("rights-missing"),
      let server = try? Database(project.with(project.url.with(database: other))).connect(.look),
      let rights = Rights(dialect, server).missing(for: "", refusedWith: reason)
    else { return error }
    var error = error
    error.remedy = rights.remedy
    return error
  }

  private func connect(_ access: Access) throws(DriverError) -> (any Driver)? {
    switch project.url.kind {
    case .sqlite(let path):
      guard access == .make || SQLiteFile(path: path).exists else { return nil }
      return try SQLiteDriver(
        path: path, mode: access == .look ? .readOnly : .readWrite, timeout: settings.lockTimeout.count,
        extensions: settings.sqliteExtensions)
    case .postgresql:
      return try PostgreSQLDriver(project.url)
    case .shell:
      guard let program = project.program else { return nil }
      let driver = ShellDriver(
        command: program.command, url: project.url, isReadOnly: access == .look,
        timeout: settings.lockTimeout.count, locksFile: dialect.locksFile,
        extensions: dialect.syntax == .sqlite ? settings.sqliteExtensions : [])
      // A program connects only when it is called.
      if settings.wait > 0, !dialect.isFile, let query = try? locateQuery { _ = try driver.rows(query) }
      return driver
    }
  }

  /// Reads the history, which is empty if there is no tracking table.
  ///
  /// - Throws: ``DriverError`` or ``SettingsError`` if it cannot be read.
  package func state(_ driver: (any Driver)?) throws -> State {
    let names = try TrackerNames(settings, dialect)
    guard let driver else {
      return State(table: [names.table], progressTable: [names.progress], history: History())
    }
    try requireSchemas(driver)
    let tracker = try locate(names.table, in: names.schema, progress: names.progress, driver)
    if project.isTenant, !tracker.found { try refuseSharedRows(in: names.schema, driver) }
    let schema = Array(tracker.parts.dropLast())
    let hasProgress =
      try tracker.hasProgress ?? locate(names.progress, in: schema.first, driver).found
    let progress = (parts: schema + [names.progress], found: hasProgress)
    let (rows, missing) = tracker.found ? try tracked(tracker.parts, driver) : ([], [])
    let interrupted =
      progress.found
      ? try read(
        tracker.parts, with: dialect.sql("progress-read", ["progress": .name(progress.parts)]), from: driver)
      : []
    let known = rows.compactMap(History.Row.init)
    guard known.count == rows.count else {
      throw StateError.unreadableTable(tracker.parts.joined(separator: "."), reason: "columns are missing")
    }
    let history = History(
      rows: known, interrupted: interrupted.compactMap(History.Progress.init),
      hasTracker: tracker.found, hasProgress: progress.found, missingColumns: missing)
    return State(table: tracker.parts, progressTable: progress.parts, history: history)
  }

  /// Whether a table exists; nil if it is in another database, which cannot be queried.
  package func contains(_ table: TableName, _ driver: any Driver) throws -> Bool? {
    guard table.schema.count < 2, hasSchemas || table.schema.isEmpty else { return nil }
    if try locate(table.table, in: table.schema.first, driver).found { return true }
    guard table.schema.isEmpty, let schema = settings.defaultSchema else { return false }
    return try locate(table.table, in: schema, driver).found
  }

  /// The columns of a table in lower case; empty if the table does not exist or cannot be queried.
  func columns(of table: TableName, _ driver: any Driver) throws -> Set<String> {
    guard table.schema.count < 2, hasSchemas || table.schema.isEmpty else { return [] }
    let schemas = table.schema.isEmpty ? [nil, settings.defaultSchema] : [table.schema.first]
    for schema in schemas {
      let (parts, found, _) = try locate(table.table, in: schema, driver)
      guard found else { continue }
      return Set(try columns(of: parts, driver).map { $0.lowercased() })
    }
    return []
  }

  private func columns(of table: [String], _ driver: any Driver) throws -> [String] {
    let values: [String: SQLTemplate.Value] = [
      "name": .text(table.last ?? ""), "schema": table.count > 1 ? .text(table[0]) : .null,
    ]
    return try driver.rows(dialect.sql("tracker-columns", values)).compactMap { $0.first ?? nil }
  }

  /// Locates a table; a dialect may also say in the same answer whether the progress table is beside it.
  private func locate(
    _ name: String, in schema: String?, progress: String? = nil, _ driver: any Driver
  ) throws -> (parts: [String], found: Bool, hasProgress: Bool?) {
    let values: [String: SQLTemplate.Value] = [
      "name": .text(name), "schema": schema.map { .text($0) } ?? .null,
      "progress_name": progress.map { .text($0) } ?? .null,
    ]
    let found = try read(
      [schema, name].compactMap { $0 }, with: dialect.sql("tracker-locate", values), from: driver)
    guard let row = found.first, row.count >= 2 else { return ([name], false, nil) }
    guard let schema = row[0] else { throw StateError.noCurrentSchema }
    let facts = row.dropFirst().map { $0 == "1" || $0 == "t" }
    return (schema.isEmpty ? [name] : [schema, name], facts[0], facts.count > 1 ? facts[1] : nil)
  }

  /// The columns that a tracking table of an older version lacks.
  private func missingColumns(of table: [String], _ driver: any Driver) throws -> [String] {
    let present = try columns(of: table, driver)
    return TrackerRepair.columns.filter { !present.contains($0) }
  }

  /// The rows of the tracking table, and the columns that it lacks.
  ///
  /// The columns are queried only if the table cannot be read with all of them, so that a current table costs
  /// one query.
  private func tracked(
    _ table: [String], _ driver: any Driver
  ) throws -> (rows: [[String?]], missing: [String]) {
    do {
      return (try rows(of: table, without: [], driver), [])
    } catch let error as StateError {
      guard case .unreadableTable = error else { throw error }
      let missing = try missingColumns(of: table, driver)
      if missing.isEmpty { throw error }
      return (try rows(of: table, without: missing, driver), missing)
    }
  }

  /// The revision of the database after a run.
  ///
  /// - Parameters:
  ///   - before: the state before the run, which names the tracking table.
  ///   - driver: the connection.
  /// - Returns: the version applied last; nil if there is none.
  /// - Throws: ``DriverError`` or ``SettingsError`` if it cannot be read.
  package func revision(after before: State, _ driver: any Driver) throws -> String? {
    guard before.history.hasTracker else { return try state(driver).history.revision }
    return History(rows: try tracked(before.table, driver).rows.compactMap(History.Row.init)).revision
  }

  private func rows(
    of table: [String], without missing: [String], _ driver: any Driver
  ) throws -> [[String?]] {
    var values: [String: SQLTemplate.Value] = ["table": .name(table)]
    for column in TrackerRepair.columns { values[column] = .text(missing.contains(column) ? "null" : column) }
    return try read(table, with: dialect.sql("tracker-read", values), from: driver)
  }

  /// The rows of a query about one of Rung's tables; an error names the table.
  private func read(_ table: [String], with sql: String, from driver: any Driver) throws -> [[String?]] {
    do {
      return try driver.rows(sql)
    } catch {
      let name = table.joined(separator: ".")
      switch error.kind {
      case .refused: throw StateError.unreadableTable(name, reason: error.message)
      case .denied:
        let rights = Rights(dialect, driver)
        let progress = try TrackerNames(settings, dialect).progress
        throw StateError.unreadableTable(
          name, reason: error.message,
          reading: rights.missing(for: .read, table: table, progress: progress),
          writing: rights.missing(for: .write, table: table, progress: progress))
      case .locked: throw StateError.busy(holder: driver.lockHolder(nil), waited: settings.lockTimeout.text)
      default: throw withRight(error)
      }
    }
  }

  /// A query that any server answers.
  private var locateQuery: String {
    get throws {
      let table = SQLTemplate.Value.text(settings.versionTableName)
      return try dialect.sql("tracker-locate", ["name": table, "schema": .null, "progress_name": .null])
    }
  }

  private var hasSchemas: Bool { dialect.has("schema-locate") }

  /// Requires that every schema in the settings exists, before anything is done.
  private func requireSchemas(_ driver: any Driver) throws {
    guard hasSchemas else { return }
    for (key, schema) in TrackerNames.schemas(settings)
    where try driver.rows(dialect.sql("schema-locate", ["schema": .text(schema)])).isEmpty {
      throw SettingsError.badValue(
        settings.origin(of: key), reason: "the schema '\(schema)' does not exist",
        remedy: "create schema \(dialect.syntax.identifier([schema])); or correct the name")
    }
  }
}
