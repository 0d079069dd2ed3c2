import Configuration
import Diagnostics
import Migrations
import SQLText
import System

/// The files of another migration tool as files of Rung.
package struct Adoption {
  /// The tool as it writes its name, and as `--from` takes it.
  package let tool: String
  package let toolName: String
  /// The migrations in order.
  package let files: [Line]
  /// The notes on what cannot be carried over.
  package let notes: [any Diagnostic]
  /// Whether the versions are the tool's own.
  package let keepsVersions: Bool
  private let change: FileChange

  /// One migration.
  package struct Line: Sendable, Encodable {
    /// The file of the tool.
    package let source: String
    /// The file of Rung.
    package let file: String
    package let version: String
    /// Whether the file is there already.
    package let isThere: Bool

    private enum CodingKeys: String, CodingKey { case source, file, version, isThere = "exists" }
  }

  /// Reads the files of a tool, and writes nothing.
  ///
  /// - Parameters:
  ///   - path: the folder of the tool.
  ///   - name: the tool; nil to recognise it.
  ///   - settings: the project's settings.
  /// - Throws: ``ToolError``, ``AdoptionError``, or any ``Diagnostic`` for a file that cannot be read.
  package init(_ path: String, from name: String?, _ settings: Settings) throws {
    let folder = try ToolFolder(path)
    let tool = try folder.tool(name)
    let target = settings.scriptLocation
    if settings.folders.contains(where: { Path.resolved($0.path) == Path.resolved(path) }) {
      throw AdoptionError.sameFolder(path)
    }
    let dialect = try Resources(sqlFolders: settings.sqlFolders).dialect(settings.knownDialect)
    let foreign = try Adoption.read(folder, as: tool, for: dialect)
    guard !foreign.migrations.isEmpty else { throw AdoptionError.empty(path, tool: tool.title) }
    let numbering = Numbering(foreign.migrations)
    let fitting = try Fitting(dialect, folder: path)
    let key = settings.descriptionKeys(.sql)[0]
    var (texts, notes) = ([(name: String, text: String)](), foreign.notes)
    for (migration, version) in zip(foreign.migrations, numbering.versions) {
      let file = try AdoptedFile(
        migration, version: version, fitting: fitting, isNamed: numbering.isKept, descriptionKey: key)
      texts.append((file.name, file.text))
      notes += file.notes
    }
    let paths = texts.map { Path.join(target, $0.name) }
    let present = try Adoption.present(texts, from: foreign.migrations.map(\.path), in: target, settings)
    files = zip(zip(foreign.migrations, numbering.versions), zip(paths, present)).map { one, other in
      Line(source: one.0.path, file: other.0, version: "\(one.1)", isThere: other.1)
    }
    self.notes =
      try notes + Adoption.faults(of: zip(texts, paths).map { ($0.name, $1, $0.text) }, dialect, settings)
    (self.tool, toolName, keepsVersions) = (tool.title, tool.name, numbering.isKept)
    change = FileChange(
      folder: target,
      writes: zip(texts, present).filter { !$1 }.map(\.0).map { ($0.name, $0.text, $0.name) })
  }

  private static func read(
    _ folder: ToolFolder, as tool: MigrationTool, for dialect: Dialect
  ) throws -> ForeignFolder {
    switch tool.kind {
    case .files: try FileReader(folder: folder, tool: tool, syntax: dialect.syntax).read()
    case .alembic: try AlembicReader(folder: folder, tool: tool).read()
    case .sqitch: try SqitchReader(folder: folder, tool: tool).read()
    case .drizzle: try DrizzleReader(folder: folder, tool: tool).read()
    case .rails: try RailsReader(folder: folder, tool: tool).read()
    }
  }

  /// Whether each file is there already with the same text.
  ///
  /// - Throws: ``AdoptionError/taken(_:from:)`` for another file of the same name or version.
  private static func present(
    _ texts: [(name: String, text: String)], from sources: [String], in folder: String, _ settings: Settings
  ) throws -> [Bool] {
    let own = ((try? Path.names(in: folder)) ?? []).map { Path.join(folder, $0) }
    let paths = own + ((try? settings.migrationPaths()) ?? []).filter { !own.contains($0) }
    return try zip(texts, sources).map { file, source in
      let target = Path.join(folder, file.name)
      let taken = paths.first { path in
        guard path != target, case .migration(let other) = FileName.read(path.lastPart),
          case .migration(let own) = FileName.read(file.name)
        else { return path == target }
        return other.version == own.version
      }
      guard let path = taken else { return false }
      guard path == target, try Path.bytes(of: path) == Array(file.text.utf8) else {
        throw AdoptionError.taken(path, from: source)
      }
      return true
    }
  }

  /// The errors that Rung would find in the files.
  private static func faults(
    of files: [(name: String, path: String, text: String)], _ dialect: Dialect, _ settings: Settings
  ) throws -> [any Diagnostic] {
    let catalog = try Catalog(
      tolerating: files.map { Catalog.File(SourceText(path: $0.path, text: $0.text), name: $0.name) },
      reader: settings.reader(dialect.lexer))
    let writer = try ScriptWriter(
      dialect, hooks: HookBlocks(), settings, table: [settings.versionTableName])
    return catalog.faults.all + (try writer.faults(in: catalog.migrations + catalog.repeatables)).all
  }

  /// Writes the files, all or none.
  ///
  /// - Throws: ``FileError`` or ``FileChangeError``.
  package func write() throws {
    let missing = Path.missing(change.folder)
    do {
      try Path.createFolder(change.folder)
      try change.apply()
    } catch {
      for folder in missing { try? Path.remove(folder) }
      throw error
    }
  }

  /// The number of files that are not there yet.
  package var newFiles: Int { files.filter { !$0.isThere }.count }

  /// The report for machines.
  package struct Report: Encodable {
    package let tool: String
    package let files: [Line]
    package let notes: [Fault]
    package let dryRun: Bool

    private enum CodingKeys: String, CodingKey { case tool, files, notes, dryRun = "dry_run" }

    package init(_ adoption: Adoption, dryRun: Bool) {
      (tool, files, self.dryRun) = (adoption.toolName, adoption.files, dryRun)
      notes = adoption.notes.map(Fault.init)
    }
  }
}
