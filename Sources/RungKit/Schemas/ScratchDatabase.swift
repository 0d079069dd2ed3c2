import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A database to try things in: a copy of a project's own, or an empty one.
///
/// It goes when its owner goes, and when the program is told to stop.
final class ScratchDatabase {
  /// The project, with this database for its own.
  let project: Project
  private let cleaning: CleanUp

  /// Makes one.
  ///
  /// - Parameters:
  ///   - original: the project; its database is read, and not written.
  ///   - isEmpty: whether nothing of that database is taken over.
  /// - Throws: ``DriverError`` when it cannot be made.
  init(of original: Project, isEmpty: Bool) throws {
    let dialect = original.dialect
    switch original.url.kind {
    case .sqlite:
      let folder = try ScratchDatabase.temporaryFolder()
      cleaning = CleanUp { Path.removeFolder(folder) }
      project = original.with(try DatabaseURL("sqlite:\(folder)/copy.db", relativeTo: "."))
      if !isEmpty, let source = try Database(project: original).open(.look) {
        try source.run(dialect.sql("database-copy", ["path": .text("\(folder)/copy.db")]))
      }
    case .shell where dialect.isFile:
      let folder = try ScratchDatabase.temporaryFolder()
      cleaning = CleanUp { Path.removeFolder(folder) }
      project = original.with(original.url.with(database: "\(folder)/copy.db"))
      if !isEmpty, let source = try Database(project: original).open(.look) { try fill(original, source) }
    case .shell:
      guard dialect.has("database-create"), let source = try Database(project: original).open(.work) else {
        throw DriverError(
          .refused, "no throw-away database can be made of '\(original.url)'",
          remedy:
            "verify the same files on SQLite or PostgreSQL, or on a database of your own that you can drop")
      }
      let name = "rung_verify_\(Processes.own)_\(UInt32.random(in: 0...UInt32.max))"
      let drop = try dialect.sql("database-drop", ["database": .name([name])])
      cleaning = CleanUp { try? source.run(drop) }
      try ScratchDatabase.make(name, by: source, dialect)
      project = original.with(original.url.with(database: name))
      if !isEmpty { try fill(original, source) }
    case .postgresql:
      let name = "rung_verify_\(Processes.own)_\(UInt32.random(in: 0...UInt32.max))"
      let url = original.url
      let source = try PostgreSQLDriver(url)
      let drop = try dialect.sql("database-drop", ["database": .name([name])])
      cleaning = CleanUp { try? PostgreSQLDriver(url).run(drop) }
      try ScratchDatabase.make(name, by: source, dialect)
      project = original.with(url.with(database: name))
      for setting in try source.rows(dialect.sql("database-settings", ["database": .text(name)])) {
        if let sql = setting.first ?? nil { try source.run(sql) }
      }
      try fill(original, source, isEmpty: isEmpty)
    }
  }

  /// Makes an empty database with the character set and the order of letters of another.
  private static func make(_ name: String, by source: any Driver, _ dialect: Dialect) throws {
    var values: [String: SQLTemplate.Value] = ["database": .name([name])]
    let locale = try source.rows(dialect.sql("database-locale", [:])).first ?? []
    for (hole, value) in zip(["encoding", "collate", "ctype"], locale) { values[hole] = .text(value ?? "") }
    try source.run(dialect.sql("database-create", values))
  }

  /// Takes over the schema and the tracking rows, but no data, where a database has no schemas in it.
  private func fill(_ original: Project, _ source: any Driver) throws {
    guard let driver = try Database(project: project).open(.make) else { return }
    let schema = Schema(
      project: original, driver: source, state: try Database(project: original).state(source))
    try driver.run(schema.text(isWhole: true))
    try driver.run(schema.rows())
  }

  /// Takes it away now.
  func remove() { cleaning.run() }

  private static func temporaryFolder() throws(FileError) -> String {
    try Path.makeTemporaryFolder("rung-verify", in: Environment.process["TMPDIR"] ?? "/tmp")
  }

  /// Takes over the schema and the tracking rows, but no data; the schemas that the settings name are there
  /// in any case.
  private func fill(_ original: Project, _ source: any Driver, isEmpty: Bool) throws {
    let driver = try PostgreSQLDriver(project.url)
    let schema = Schema(
      project: original, driver: source, state: try Database(project: original).state(source))
    if !isEmpty { try driver.run(schema.text(isWhole: true)) }
    for name in [original.settings.defaultSchema, original.settings.versionTableSchema].compactMap({ $0 }) {
      try driver.run(original.dialect.sql("schema-create", ["schema": .name([name])]))
    }
    if !isEmpty { try driver.run(schema.rows()) }
  }
}
