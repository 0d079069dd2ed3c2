import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A loader that turns migrations in other languages into SQL.
///
/// The program `rung-load-EXT up|down FILE` prints the SQL; docs/formats.md documents it. Each migration is
/// loaded once per run, however often it is planned, unless it reads the database.
package final class MigrationLoader {
  let project: Project
  let environment: Environment
  /// Whether migrations are loaded before earlier ones have run.
  let isEarly: Bool
  /// Whether even a migration that reads the database is loaded only once: all is decided from one answer.
  let keepsAnswers: Bool
  let tell: (Event) -> Void
  private let group = ProcessGroup()
  private var known: [String: Migration] = [:]

  package init(
    project: Project, environment: Environment, isEarly: Bool, keepsAnswers: Bool,
    tell: @escaping (Event) -> Void
  ) {
    (self.project, self.environment, self.isEarly, self.tell) = (project, environment, isEarly, tell)
    self.keepsAnswers = keepsAnswers
  }

  /// The exit status of a loader if a file does not have the direction.
  private static let noDirection: Int32 = 3

  /// The migration with the SQL of one direction, from memory if it cannot have changed.
  ///
  /// - Throws: ``LoaderError`` for a migration that gives no SQL.
  package func loaded(_ migration: Migration, _ direction: Direction) throws -> Migration {
    let key = "\(migration.version) \(direction)"
    if let migration = known[key] { return migration }
    let loaded = try load(migration, direction)
    if keepsAnswers || !migration.directives.readsDatabase { known[key] = loaded }
    return loaded
  }

  /// The migration with the SQL of one direction; without a block if the file has no down migration.
  ///
  /// - Throws: ``LoaderError`` for a migration that gives no SQL.
  private func load(_ migration: Migration, _ direction: Direction) throws -> Migration {
    guard migration.isLoaded else { return migration }
    guard let program = ProgramSearch(loading: migration.name.language, environment) else {
      throw LoaderError.noLoader(migration)
    }
    let patience = project.settings.loadTimeout
    let variables = try variables(migration)
    let loader = Program(
      program.command + [direction.rawValue, migration.source.path], variables: variables,
      limit: patience.count, endsWithProcess: true)
    guard let ending = group.guarding({ loader.run(started: $0) }) else {
      throw LoaderError.noLoader(migration)
    }
    if ending.isLate {
      tellAll(ending.errors)
      throw LoaderError.late(migration, direction: direction, limit: patience.text)
    }
    if ending.status == MigrationLoader.noDirection, direction == .down {
      return migration.loaded(nil, direction)
    }
    guard ending.status == 0 else {
      throw LoaderError.failed(
        migration, direction: direction, said: ending.errors, status: ending.status,
        isEarly: isEarly && migration.directives.readsDatabase)
    }
    tellAll(ending.errors)
    guard ending.isUTF8 else { throw LoaderError.notUTF8(migration) }
    return migration.loaded(try sql(ending.output, of: migration, direction), direction)
  }

  private func tellAll(_ words: String) {
    for line in words.split(separator: "\n") { tell(.notice(String(line))) }
  }

  /// The pieces of SQL that a loader prints, each with a terminator.
  private func sql(_ output: String, of migration: Migration, _ direction: Direction) throws -> String {
    let splitter = try StatementSplitter(project.dialect.lexer)
    let scanner = try BlockScanner(project.dialect.lexer)
    let pieces = output.split(separator: "\0").filter { !$0.allSatisfy(\.isWhitespace) }
    return try pieces.map { piece in
      let text = String(piece)
      // An open quote or comment would swallow the next piece, and the statement that writes the row.
      try scanner.requireClosed(SourceText(path: "\(migration.source.path)[\(direction)]", text: text))
      return text[...].terminated(after: try splitter.statements(of: text).last, project.dialect.syntax)
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
    case .shell: throw LoaderError.noDatabase(migration, dialect: project.dialect.name)
    }
    return variables
  }
}

extension LoaderSettings {
  fileprivate init(_ project: Project) {
    self.init(
      project.settings, database: project.dialect.name,
      extensions: Dictionary(uniqueKeysWithValues: project.extensions.map { ($0.name, $0.configured.values) })
    )
  }
}
