import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import RungKit
import SQLText
import System

/// A dump of a database's own program as the first migration of a project.
package struct NewBaseline {
  /// The file of the migration.
  package let path: String
  /// The notes on what of the dump was left out.
  package let notes: [String]
  /// Whether the file is there already, with this text.
  package let isThere: Bool
  private let text: String
  private let project: Project
  private let migration: Migration

  /// What a baseline does to the database.
  package enum Use: Sendable {
    /// The database is empty: the migration runs.
    case apply
    /// The database has what the migration makes: it is only recorded.
    case record
  }

  private static let version = "0001"
  private static let name = "0001_baseline.sql"

  /// The bytes of a dump, which may come from a pipe and is read once.
  ///
  /// - Throws: ``DumpFileError`` for a folder; ``FileError`` if it cannot be read.
  package static func content(of file: String) throws -> [UInt8] {
    if Path.isFolder(file) { throw DumpFileError.folder(file, names: (try? Path.names(in: file)) ?? []) }
    return try Path.bytes(of: file)
  }

  /// Whether a dump becomes a migration, because Rung has not written it.
  package static func isNeeded(for content: [UInt8]) -> Bool { !DumpFile.isOwn(content) }

  /// Reads a dump, and writes nothing.
  ///
  /// - Parameters:
  ///   - file: the path of the dump.
  ///   - content: its bytes.
  ///   - settings: the project's settings.
  /// - Throws: ``BaselineError`` for a project that has migrations; any ``Diagnostic`` for a file that cannot
  ///   become one.
  package init(_ file: String, content: [UInt8], _ settings: Settings) throws {
    let folder = settings.scriptLocation
    path = Path.join(folder, NewBaseline.name)
    if Path.resolved(Path.folder(of: file)) == Path.resolved(folder) { throw BaselineError.within(file) }
    let database = try Project(database: settings)
    let dump = try DumpFile(file, content, of: database.dialect)
    let own = try TrackerNames(settings, database.dialect)
    let reduction = try DumpReduction(dump, database.dialect, without: [own.table, own.progress])
    notes = reduction.notes
    let head = try NewBaseline.head(of: dump, settings, reduction: reduction)
    text = head + reduction.excerpt.text.ended
    try NewBaseline.refuseFaults(
      in: dump, below: head, reduction: reduction, dialect: database.dialect, settings: settings)
    isThere = try NewBaseline.isThere(path, text: text, settings)
    let catalog = try Catalog(
      [Catalog.File(SourceText(path: path, text: text), name: NewBaseline.name)],
      reader: settings.reader(database.dialect.lexer))
    project = database.with(catalog)
    migration = catalog.migrations[0]
  }

  /// The comments above the SQL, and the header of its block.
  private static func head(
    of dump: DumpFile, _ settings: Settings, reduction: DumpReduction
  ) throws -> String {
    let template = "baseline/migration.sql"
    guard let (text, _) = try Resources(templateFolders: settings.templateFolders).find(template) else {
      return ""
    }
    // Without enforcement, as by default, the rows are loaded as the dump's own program loads them.
    let isOff = reduction.switchesKeysOff && settings.foreignKeys == true
    return try MigrationTemplate(.sql, text, origin: text.path).filled(with: [
      "key": settings.descriptionKeys(.sql)[0], "description": "baseline", "version": version,
      "file": dump.source.path.lastPart.oneLine, "tool": dump.tool?.title ?? "SQL",
      "directives": isOff ? "-- foreign_keys: off\n" : "",
    ])
  }

  /// Refuses what Rung would refuse in the migration, with places in the dump.
  private static func refuseFaults(
    in dump: DumpFile, below head: String, reduction: DumpReduction, dialect: Dialect, settings: Settings
  ) throws {
    let above = Array(repeating: 1, count: head.utf8.count { $0 == UInt8(ascii: "\n") })
    let source = dump.source.becoming(
      head + reduction.excerpt.text.ended, lines: above + reduction.excerpt.lines)
    let catalog = try Catalog(
      tolerating: [Catalog.File(source, name: name)], reader: settings.reader(dialect.lexer))
    let writer = try ScriptWriter(
      dialect, hooks: HookBlocks(), settings, table: [settings.versionTableName])
    try Faults(catalog.faults.all + writer.faults(in: catalog.migrations).all).throwIfAny()
  }

  /// Whether the folder has the file already.
  ///
  /// - Throws: ``BaselineError`` for another file of that name, or for other migrations.
  private static func isThere(_ path: String, text: String, _ settings: Settings) throws -> Bool {
    guard Path.isFolder(Path.folder(of: path)) else { return false }
    let paths = try settings.migrationPaths()
    if paths.contains(path) {
      guard try Path.bytes(of: path) == Array(text.utf8) else { throw BaselineError.taken(path) }
      return true
    }
    if let first = paths.first { throw BaselineError.hasMigrations(first) }
    return false
  }

  /// Finds out what to do to the database.
  ///
  /// What will only be recorded runs in a scratch database first, whose schema is compared.
  ///
  /// - Parameters:
  ///   - environment: the variables that settings may name.
  ///   - tell: receives warnings.
  /// - Returns: whether the migration runs or is only recorded.
  /// - Throws: ``BaselineError`` for a database that has something else; ``DriverError`` if it cannot be
  ///   read.
  package func use(_ environment: Environment, tell: @escaping (Event) -> Void) throws -> Use {
    let database = Database(project, tell: tell)
    guard let driver = try database.open(.look) else { return .apply }
    let state = try database.state(driver)
    let rows = state.history.rows
    if rows.count == 1, migration.checksums.contains(rows[0].checksum ?? "") { return .record }
    if let row = rows.first { throw BaselineError.tracked(row.name) }
    if !state.history.interrupted.isEmpty { return .apply }
    let objects = try Schema(project: project, driver: driver, state: state).objects()
    if objects.isEmpty { return .apply }
    var tables: [TableName] = []
    try TableChanges(project.dialect).note(migration.up, in: &tables)
    let missing = try tables.filter { try database.contains($0, driver) == false }
    guard missing.isEmpty, !tables.isEmpty else {
      throw BaselineError.otherSchema(
        missing: missing.prefix(3).map { $0.parts.joined(separator: ".") }, found: objects, file: path)
    }
    try Run.rehearse(
      project, to: NewBaseline.version, environment, comparesSchemas: true, tell: tell)
    return .record
  }

  /// Writes the file, unless it is there.
  ///
  /// - Throws: ``FileError`` if it cannot be written.
  package func write() throws {
    if isThere { return }
    let folder = Path.folder(of: path)
    let missing = Path.missing(folder)
    do {
      try Path.createFolder(folder)
      try Path.create(path, text)
    } catch {
      for folder in missing { try? Path.remove(folder) }
      throw error
    }
  }

  /// Applies or records the migration.
  ///
  /// - Parameters:
  ///   - use: which of the two.
  ///   - options: the options of the run.
  ///   - environment: the variables that settings may name.
  ///   - tell: receives events as they happen.
  /// - Returns: the outcome, with the notes on the dump.
  /// - Throws: any ``Diagnostic`` for what the database refuses.
  package func perform(
    _ use: Use, _ options: Run.Options, environment: Environment, tell: @escaping (Event) -> Void
  ) throws -> Outcome {
    let run = try Run(project, options, environment: environment, tell: tell)
    var outcome =
      switch use {
      case .apply: try run.upgrade(to: NewBaseline.version)
      case .record: try run.stamp(NewBaseline.version)
      }
    outcome.note(notes)
    return outcome
  }

  /// The report of a command that only writes the file.
  package struct Report: Encodable {
    package let file: String
    package let notes: [String]
    package let dryRun: Bool

    private enum CodingKeys: String, CodingKey { case file, notes, dryRun = "dry_run" }

    package init(_ baseline: NewBaseline, dryRun: Bool) {
      (file, notes, self.dryRun) = (baseline.path, baseline.notes, dryRun)
    }
  }
}

extension String {
  /// The text with a line end at its end.
  fileprivate var ended: String { utf8.last == UInt8(ascii: "\n") ? self : self + "\n" }
}
