import Configuration
import Diagnostics
import Migrations
import Projects
import RungKit
import SQLText
import System

/// A change of migration files and of their rows, as `fix` and `squash` make it.
package struct Rewrite {
  /// The change of each file, for people.
  package let table: [Line]
  /// The project after the change.
  private let project: Project
  private let change: FileChange
  private let rewriting: Run.Rewriting

  /// The report of the change, for machines.
  package struct Report: Encodable {
    package let files: [Line]
    package let dryRun: Bool
    package var script: String?
    package var notes: [String] = []

    private enum CodingKeys: String, CodingKey {
      case files, dryRun = "dry_run", script, notes
    }

    package init(_ rewrite: Rewrite, dryRun: Bool) {
      files = rewrite.table
      self.dryRun = dryRun
    }
  }

  /// The change of one file.
  package struct Line: Sendable, Encodable {
    package let old: String
    package let new: String
    package let file: String
  }

  /// Whether it is one of several files that may be inconsistent, so that rows are left to the next run.
  package let isSingleFile: Bool

  package var isEmpty: Bool { table.isEmpty }

  /// Renumbers timestamps sequentially in every series, or gives one file another number.
  ///
  /// - Parameters:
  ///   - settings: the project's settings.
  ///   - file: the one file that gets another number.
  ///   - hasDatabase: whether the database is asked which numbers it has.
  /// - Returns: the change, which may be empty.
  /// - Throws: any ``Diagnostic`` for files that cannot be read, before or after.
  package static func fix(_ settings: Settings, file: String?, hasDatabase: Bool) throws -> Rewrite {
    let path = try file.map { try Rewrite.path(of: $0, settings) }
    let project = try Project(settings, leavingOut: path)
    let lexer = project.dialect.lexer
    let database = Database(project)
    let rows = hasDatabase ? try database.state(database.open(.look)).history.rows.compactMap(\.version) : []
    guard let file, let path else {
      return try Rewrite(project, Renumbering(project.catalog, besides: rows, lexer))
    }
    guard case .migration(let name) = FileName.read(path.lastPart) else {
      throw RewriteError.noMigration(file: file, folders: settings.folders)
    }
    let source = try Catalog.File(path: path, name: path.lastPart, SourceText.file(path)).source.get()
    let migration = try settings.reader(lexer).migration(source, name)
    guard migration.directives.replaces.isEmpty else { throw RewriteError.squashed(file: path) }
    // A number that no other file claims can stay.
    let claimed = project.catalog.migrations.contains {
      $0.version == name.version || $0.directives.replaces.contains(name.version)
    }
    let isOther = rows.contains(name.version) && name.version.kind == .sequential
    let needed = claimed || isOther || name.version.kind == .timestamp
    return try Rewrite(
      project, Renumbering(needed ? [migration] : [], project.catalog, besides: rows, lexer: lexer),
      isOne: true)
  }

  /// The path of a migration that the user names by its path, or only by its name.
  private static func path(of file: String, _ settings: Settings) throws -> String {
    let paths = try settings.migrationPaths().filter { path in
      guard path.lastPart == file.lastPart else { return false }
      return !file.contains("/")
        || Path.identity(path).flatMap { own in Path.identity(file).map { $0 == own } } == true
    }
    guard paths.count < 2 else { throw RewriteError.ambiguous(file: file, paths: paths) }
    guard let path = paths.first else {
      throw RewriteError.noMigration(file: file, folders: settings.folders)
    }
    return path
  }

  private init(_ project: Project, _ renumbering: Renumbering, isOne: Bool = false) throws {
    let moves = renumbering.moves
    table = moves.map {
      Line(old: "\($0.migration.version)", new: "\($0.version)", file: $0.migration.source.path)
    }
    let files = try ChangedFiles(
      project, sources: moves.map(\.migration.source),
      writes: moves.map { move in
        let old = move.migration.source.path
        return (Path.join(Path.folder(of: old), move.fileName), move.text, old)
      })
    change = files.change
    // If two files have one version, the versions do not show which file a row belongs to; the texts do.
    rewriting = Run.Rewriting(
      known: isOne ? [:] : renumbering.versions, uninterrupted: Set(moves.map(\.migration.version)),
      isLenient: true
    )
    self.project = try project.after(files, isLenient: isOne)
    isSingleFile = isOne
  }

  /// Replaces several files by one.
  ///
  /// - Throws: ``SquashError``, and any ``Diagnostic`` for files that cannot be read.
  package static func squash(
    _ settings: Settings, _ range: String, message: String, allowGaps: Bool
  ) throws -> Rewrite {
    let project = try Project(settings)
    let message = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let words = Squash.Words(
      message: message, title: settings.title, slug: Slug.ofFile(message),
      descriptionKey: settings.descriptionKeys(.sql)[0])
    return try Rewrite(
      project, Squash(range, as: words, allowGaps: allowGaps, project.catalog, dialect: project.dialect))
  }

  private init(_ project: Project, _ squash: Squash) throws {
    table = squash.groups.flatMap { group in
      group.sources.map {
        Line(old: "\($0.version)", new: "\(group.version)", file: $0.source.path)
      }
    }
    let files = try ChangedFiles(
      project, sources: squash.groups.flatMap { $0.sources.map(\.source) },
      writes: squash.groups.map { group in
        let path = Path.join(Path.folder(of: group.sources[0].source.path), group.fileName)
        return (path, group.text, path)
      })
    change = files.change
    rewriting = Run.Rewriting(
      verb: "squash", uninterrupted: Set(squash.groups.flatMap { $0.sources.map(\.version) }))
    self.project = try project.after(files)
    isSingleFile = false
  }

  /// A run that updates the database's rows to match the files.
  private func run(
    _ options: Run.Options, _ environment: Environment, tell: @escaping (Event) -> Void
  ) throws -> Run {
    try Run(project, options, environment: environment, tell: tell)
  }

  /// Returns what would be sent to the database, without changing it.
  ///
  /// - Throws: any ``Diagnostic`` if the database cannot be read.
  package func preview(_ environment: Environment, tell: @escaping (Event) -> Void) throws -> Outcome {
    var options = Run.Options()
    options.dryRun = true
    do {
      return try run(options, environment, tell: tell).reconcile(rewriting)
    } catch ReconciliationError.partlyReplaced(_, let missing, _) {
      throw RewriteError.partlyApplied(missing: missing)
    }
  }

  /// Changes the files.
  package func changeFiles() throws { try change.apply() }

  /// Renames the rows in one transaction; if that fails, the next run does it.
  package func changeRows(_ environment: Environment, tell: @escaping (Event) -> Void) throws -> Outcome {
    try run(Run.Options(), environment, tell: tell).reconcile(rewriting)
  }

  /// Completes an interrupted change, if there is one.
  ///
  /// - Returns: whether there was one.
  package static func finish(_ settings: Settings) throws -> Bool {
    guard let folder = settings.unfinishedFolder else { return false }
    try FileChange.finish(in: folder, of: settings.migrationFolders())
    return true
  }
}
