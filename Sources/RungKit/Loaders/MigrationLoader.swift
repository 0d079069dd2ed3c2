import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A loader that turns migrations in other languages into SQL.
///
/// The program `rung-load-EXT up|down FILE` prints the SQL; docs/formats.md documents it.
struct MigrationLoader {
  let project: Project
  let environment: Environment
  /// Whether migrations are loaded before earlier ones have run.
  let isEarly: Bool
  let tell: (Event) -> Void
  private let group = ProcessGroup()

  init(project: Project, environment: Environment, isEarly: Bool, tell: @escaping (Event) -> Void) {
    (self.project, self.environment, self.isEarly, self.tell) = (project, environment, isEarly, tell)
  }

  /// The exit status of a loader if a file does not have the direction.
  private static let noDirection: Int32 = 3

  /// The migration with the SQL of one direction; without a block if the file has no down migration.
  ///
  /// - Throws: ``LoaderError`` for a migration that gives no SQL.
  func loaded(_ migration: Migration, _ direction: Direction) throws -> Migration {
    guard migration.isLoaded else { return migration }
    guard let program = ProgramSearch(loading: migration.name.language, environment) else {
      throw LoaderError.noLoader(migration)
    }
    let patience = project.settings.loadTimeout
    let variables = try variables(migration)
    let loader = Program(
      program.command + [direction.rawValue, migration.source.path], variables: variables,
      limit: patience.count, leavesOthers: true)
    guard let ending = group.guarding({ loader.run(started: $0) }) else {
      throw LoaderError.noLoader(migration)
    }
    if ending.isLate {
      tellAll(ending.errors)
      throw LoaderError.late(migration, direction, patience.text)
    }
    if ending.status == MigrationLoader.noDirection, direction == .down {
      return migration.loaded(nil, direction)
    }
    guard ending.status == 0 else {
      throw LoaderError.failed(
        migration, direction, ending.errors, status: ending.status,
        isEarly: isEarly && migration.directives.readsDatabase)
    }
    tellAll(ending.errors)
    guard ending.isUTF8 else { throw LoaderError.notUTF8(migration) }
    return migration.loaded(try sql(ending.output, migration, direction), direction)
  }

  private func tellAll(_ words: String) {
    for line in words.split(separator: "\n") { tell(.notice(String(line))) }
  }

  /// The pieces of SQL that a loader prints, each with a terminator.
  private func sql(_ output: String, _ migration: Migration, _ direction: Direction) throws -> String {
    let splitter = try StatementSplitter(project.dialect.lexer)
    let scanner = try BlockScanner(project.dialect.lexer)
    let pieces = output.split(separator: "\0").filter { !$0.allSatisfy(\.isWhitespace) }
    return try pieces.map { piece in
      let text = String(piece)
      // An open quote or comment would swallow the next piece, and the statement that writes the row.
      try scanner.requireClosed(SourceText(path: "\(migration.source.path)[\(direction)]", text: text))
      return text.terminated(after: try splitter.statements(of: text).last, project.dialect.syntax)
    }.joined()
  }

  /// The environment variables that describe the project to a migration.
  private func variables(_ migration: Migration) throws -> [String: String] {
    let settings = LoaderSettings(project)
    var variables = [
      "RUNG_DIALECT": project.dialect.name, "RUNG_VERSION": "\(migration.version)",
      "RUNG_PROJECT_ROOT": project.settings.projectRoot, "RUNG_CONFIG": try settings.json(),
      "RUNG_EXTENSION_CONFIG": try settings[migration.version.series].json(),
      "RUNG_DATABASE_URL": "",
    ]
    guard migration.directives.readsDatabase else { return variables }
    switch project.url.kind {
    case .sqlite(let path):
      // If there is no database yet, the loader reads an empty one.
      variables["RUNG_DATABASE_URL"] = "sqlite:\(Path.absolute(path))"
    case .postgresql(let url): variables["RUNG_DATABASE_URL"] = url ?? "postgresql://"
    case .shell: throw LoaderError.noDatabase(migration, project.dialect.name)
    }
    return variables
  }
}

/// A cache that loads each migration once per run, however often it is planned.
///
/// A migration that reads the database is loaded each time.
final class LoaderCache {
  private let loader: MigrationLoader
  private var known: [String: Migration] = [:]

  init(_ loader: MigrationLoader) { self.loader = loader }

  func loaded(_ migration: Migration, _ direction: Direction) throws -> Migration {
    let key = "\(migration.version) \(direction)"
    if let migration = known[key] { return migration }
    let loaded = try loader.loaded(migration, direction)
    if !migration.directives.readsDatabase { known[key] = loaded }
    return loaded
  }
}

/// A migration in another language that gives no SQL.
enum LoaderError: Diagnostic {
  case noLoader(Migration)
  case late(Migration, Direction, String)
  /// The loader's output, its exit status, and whether it may have read what does not exist yet.
  case failed(Migration, Direction, String, status: Int32, isEarly: Bool)
  case noDatabase(Migration, String)
  case notUTF8(Migration)

  var message: String {
    switch self {
    case .noLoader(let migration): "there is no 'rung-load-\(migration.name.language)' to load it"
    case .late(_, let direction, let time): "the \(direction) function returned no SQL within \(time)"
    case .failed(let migration, let direction, let words, _, _):
      place(in: words, migration)?.message ?? "the \(direction) function returned no SQL"
    case .noDatabase(_, let dialect): "'driver: read' is not supported on \(dialect)"
    case .notUTF8: "the SQL that it returned is not UTF-8"
    }
  }

  var cause: String? {
    guard case .failed(let migration, _, let words, let status, _) = self else { return nil }
    let said = place(in: words, migration)?.said ?? words.trimmingBlanks
    return said.isEmpty ? (place(in: words, migration) == nil ? "it ended with status \(status)" : nil) : said
  }

  var remedy: String? {
    switch self {
    case .noLoader(let migration): "put 'rung-load-\(migration.name.language)' on PATH"
    case .late: "correct it, or raise 'load_timeout'"
    case .failed(_, _, _, _, let isEarly):
      isEarly ? "it reads the database as it is now; apply the migrations before it first" : nil
    case .notUTF8: nil
    case .noDatabase: "remove it; migrations can only read from SQLite and PostgreSQL"
    }
  }

  var place: Place? {
    switch self {
    case .noLoader(let migration), .late(let migration, _, _), .noDatabase(let migration, _),
      .notUTF8(let migration):
      .file(migration.source.path)
    case .failed(let migration, _, let words, _, _):
      place(in: words, migration)?.place ?? .file(migration.source.path)
    }
  }

  var status: ExitStatus {
    switch self {
    case .noLoader: .unavailable
    case .failed(_, _, _, let status, _) where status == ExitStatus.unavailable.rawValue: .unavailable
    default: .badFile
    }
  }

  /// The last line that begins with the file, `FILE:LINE: MESSAGE` or `FILE: MESSAGE`, and the rest of the
  /// output.
  private func place(
    in words: String, _ migration: Migration
  ) -> (place: Place, message: String, said: String)? {
    let path = migration.source.path
    let lines = words.split(separator: "\n")
    guard let index = lines.lastIndex(where: { $0.hasPrefix(path + ":") }) else { return nil }
    let rest = lines[index].dropFirst(path.count + 1)
    let others = lines[..<index] + lines[(index + 1)...]
    let number = rest.prefix { $0 != ":" }
    let line = Int(number)
    let message = (line == nil ? rest : rest.dropFirst(number.count + 1)).trimmingBlanks
    // A shell has printed the same message in its own form.
    let said = others.filter { !$0.hasSuffix(message) }.joined(separator: "\n")
    return (line.map { .source(migration.source.location(ofLine: $0)) } ?? .file(path), message, said)
  }
}
