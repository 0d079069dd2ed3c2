import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

/// A scratch database for tests: a copy of a project's database, or an empty one.
///
/// It is dropped with its owner, and when the program is stopped by a signal.
final class ScratchDatabase {
  /// The project with this database instead of its own.
  let project: Project
  /// The name on the server, or the path of its file.
  private let name: String
  private let cleaning: CleanUp
  private let removal = Removal()

  /// The outcome of dropping the database.
  private final class Removal {
    var problem: (any Diagnostic)?
  }

  /// Creates a scratch database.
  ///
  /// - Parameters:
  ///   - original: the project, whose database is read but not written.
  ///   - isEmpty: whether nothing is copied from that database.
  ///   - hasData: whether the rows are copied, too; a copy of a file has them in any case.
  /// - Throws: ``DriverError`` if it cannot be created.
  init(of original: Project, isEmpty: Bool, hasData: Bool = false) throws {
    let source = try Database(original).open(original.dialect.isFile ? .look : .work)
    (name, cleaning) =
      original.dialect.isFile
      ? try ScratchDatabase.file() : try ScratchDatabase.made(by: source, for: original, removal)
    project = original.with(original.url.with(database: name, server: source?.server ?? [:]))
    try fill(from: isEmpty ? nil : source, original, hasData: hasData)
  }

  /// Drops the database now.
  ///
  /// - Returns: the error if it could not be dropped.
  func remove() -> (any Diagnostic)? {
    cleaning.run()
    return removal.problem.map { UndroppedDatabase(name: name, problem: $0) }
  }

  /// A database that is created when it is opened, as a file in a separate folder.
  private static func file() throws -> (name: String, CleanUp) {
    let folder = try Path.makeTemporaryFolder("rung-verify", in: Environment.process["TMPDIR"] ?? "/tmp")
    return ("\(folder)/copy.db", CleanUp { Path.removeFolder(folder) })
  }

  /// A database on the same server, with the original's character set, collation and settings.
  private static func made(
    by source: (any Driver)?, for original: Project, _ removal: Removal
  ) throws -> (name: String, CleanUp) {
    let dialect = original.dialect
    guard dialect.has("database-create"), let source else {
      throw DriverError(
        .refused, "cannot create a scratch database from '\(original.url)'",
        remedy: "use the same files on a database that you can drop")
    }
    let name = "rung_verify_\(Processes.own)_\(UInt32.random(in: 0...UInt32.max))"
    var values: [String: SQLTemplate.Value] = ["database": .name([name])]
    let drop = try dialect.sql("database-drop", values)
    // A signal may arrive while the other connection is busy.
    let cleaning = CleanUp {
      do {
        try Database(original).open(.work)?.run(drop)
      } catch {
        removal.problem = error as? any Diagnostic
      }
    }
    let locale = try source.rows(dialect.sql("database-locale", [:])).first ?? []
    for (hole, value) in zip(["encoding", "collate", "ctype"], locale) { values[hole] = .text(value ?? "") }
    let create = try dialect.sql("database-create", values)
    do throws(DriverError) {
      try source.run(create)
    } catch {
      throw refusal(error, of: create, from: source, dialect: dialect, name: name)
    }
    if dialect.has("database-settings") {
      for setting in try source.rows(dialect.sql("database-settings", ["database": .text(name)])) {
        if let sql = setting.first ?? nil { try source.run(sql) }
      }
    }
    return (name, cleaning)
  }

  /// The error for a scratch database that may not be created, with the right that it takes.
  private static func refusal(
    _ error: DriverError, of create: String, from source: any Driver, dialect: Dialect, name: String
  ) -> DriverError {
    guard [.refused, .denied].contains(error.kind) else { return error }
    var refusal = error
    let right = Rights(dialect, source).missing(for: create, refusedWith: error.message)?.remedy
    // A right to this one database would not help the next time.
    refusal.remedy =
      right.flatMap { $0.replacing("\\", with: "").contains(name) ? nil : $0 }
      ?? "grant this user the right to create databases 'rung_verify_…', or use another user"
    return refusal
  }

  /// Copies everything if the dialect can copy a database; otherwise the schema and the tracking rows.
  ///
  /// The schemas that the settings name are created in any case.
  private func fill(from source: (any Driver)?, _ original: Project, hasData: Bool) throws {
    let dialect = original.dialect
    if dialect.has("database-copy") {
      try source?.run(dialect.sql("database-copy", ["path": .text(name)]))
      return
    }
    guard let driver = try Database(project).open(.make) else { return }
    let schema = try source.map {
      Schema(project: original, driver: $0, state: try Database(original).state($0))
    }
    if let text = try schema?.text(hasData: hasData, isWhole: true) {
      // PostgreSQL's rows follow statements that read them.
      let statements = hasData ? try StatementSplitter(dialect.lexer).statements(of: text) : []
      try driver.run(Message(text[...], statements: statements))
    }
    if dialect.has("schema-create") {
      for name in [original.settings.defaultSchema, original.settings.versionTableSchema].compactMap({ $0 }) {
        try driver.run(dialect.sql("schema-create", ["schema": .name([name])]))
      }
    }
    if let schema { try driver.run(schema.rows()) }
  }
}

/// A scratch database that is still there.
private struct UndroppedDatabase: Diagnostic {
  let name: String
  let problem: any Diagnostic

  var message: String { "cannot drop the scratch database '\(name)'" }
  var cause: String? { problem.message }
  var remedy: String? { "drop it by hand" }
  var status: ExitStatus { problem.status }
}
