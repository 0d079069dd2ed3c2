import Diagnostics

/// A project or a database in which a dump cannot become the first migration.
enum BaselineError: Diagnostic {
  /// A dump in the folder of migrations.
  case within(String)
  /// Another file in the place of the new one.
  case taken(String)
  /// A migration, so that a dump would not be the first.
  case hasMigrations(String)
  /// A database in which a migration is recorded.
  case tracked(String)
  /// A database that is not empty, and lacks tables of the dump.
  case otherSchema(missing: [String], found: [String], file: String)

  var message: String {
    switch self {
    case .within(let path): "'\(path)' is in the folder of migrations"
    case .taken(let path): "'\(path)' exists already, and differs from what would be written"
    case .hasMigrations(let path): "the project has migrations already, such as '\(path)'"
    case .tracked(let name): "the database has a migration already: '\(name)'"
    case .otherSchema(let missing, let found, _):
      missing.isEmpty
        ? "the database is not empty: it has \(Phrase.list(found))"
        : "the database has \(Phrase.list(found)), but not \(Phrase.list(missing)) of this dump"
    }
  }

  var cause: String? {
    switch self {
    case .within, .taken: nil
    case .hasMigrations, .tracked: "a baseline is the first migration"
    case .otherSchema: "so it is neither empty nor the database of this dump"
    }
  }

  var remedy: String? {
    switch self {
    case .within(let path):
      """
      if it is a migration already, run 'rung upgrade', or 'rung stamp 0001' where the database has its \
      schema; otherwise move it elsewhere, and name it there
      """.replacing("0001", with: path.lastPart.prefix { $0 != "_" && $0 != "." })
    case .taken(let path):
      """
      to keep '\(path)', run 'rung upgrade', or 'rung stamp 0001' where the database has its schema; to \
      replace it, remove it first
      """
    case .hasMigrations:
      "run 'rung upgrade'; to start over, name another folder with --migrations"
    case .tracked: "run 'rung status'; to only write the file, add --no-database"
    case .otherSchema:
      """
      name the right database with --database; to only write the file, add --no-database: then \
      'rung upgrade' runs it, and 'rung stamp 0001' records it
      """
    }
  }

  var status: ExitStatus {
    switch self {
    case .within: .usage
    case .taken, .hasMigrations: .cannotCreate
    case .tracked, .otherSchema: .failed
    }
  }
}
