import Diagnostics

/// A file that cannot become the first migration.
enum DumpFileError: Diagnostic {
  case folder(String, names: [String])
  /// A file that is no text in UTF-8, and the command that writes one.
  case container(String, as: Container, again: String?)
  case notUTF8(SourceLocation, again: String?)
  /// A message of the program, which was written into the file.
  case complaint(String, file: String)
  /// A dump for another kind of database.
  case foreign(String, by: String, dialect: String)
  /// A dump without its last lines.
  case incomplete(String, by: String)
  case empty(String)
  /// A statement that no migration may have.
  case refused(String, remedy: String, at: SourceLocation)
  /// A dump of several databases.
  case databases([String], at: SourceLocation)

  var message: String {
    switch self {
    case .folder(let path, _): "'\(path)' is a folder"
    case .container(let path, .compressed(let name, _), _): "'\(path)' is compressed with \(name)"
    case .container(let path, .bundle(let name, _), _): "'\(path)' is a \(name) archive"
    case .container(let path, .archive, _): "'\(path)' is an archive of pg_dump, not SQL"
    case .container(let path, .database(let name), _): "'\(path)' is a database of \(name), not SQL"
    case .container(let path, .utf16, _): "'\(path)' is UTF-16"
    case .notUTF8: "the text is not UTF-8"
    case .complaint(_, let path): "'\(path)' begins with a message of the program that wrote it"
    case .foreign(let path, let tool, let dialect): "'\(path)' is of \(tool), but the database is \(dialect)"
    case .incomplete(let path, let tool): "'\(path)' is cut off: it lacks the last line of \(tool)"
    case .empty(let path): "'\(path)' has no statement"
    case .refused(let reason, _, _): "this dump cannot be a migration: \(reason)"
    case .databases(let names, _): "this dump has several databases: \(Phrase.list(names))"
    }
  }

  var cause: String? {
    switch self {
    case .container(_, .utf16, _): "'>' of Windows PowerShell writes that, and may have changed letters"
    case .complaint(let text, _): text
    case .incomplete: "the program that wrote it stopped early, for example because a disk was full"
    default: nil
    }
  }

  var remedy: String? {
    switch self {
    case .folder(let path, let names) where names.contains("toc.dat"): DumpFileError.restore(path)
    case .folder(let path, let names) where names.contains("schema.sql"):
      "run 'rung baseline \(path)/schema.sql'; the rows are in the other files"
    case .folder: "name a file of SQL"
    case .container(let path, .compressed(_, let command), _):
      "run '\(command) \(path) > dump.sql', then 'rung baseline dump.sql'"
    case .container(let path, .bundle(_, let command), _): "run '\(command) \(path)', and name a file of SQL"
    case .container(let path, .archive, _): DumpFileError.restore(path)
    case .container(let path, .database("SQLite"), _):
      "run 'sqlite3 \(path) \".schema --nosys\" > dump.sql', then 'rung baseline dump.sql'"
    case .container(let path, .database, _):
      "run 'duckdb \(path) \"EXPORT DATABASE 'folder'\"', then 'rung baseline folder/schema.sql'"
    case .container(_, .utf16, let again), .notUTF8(_, let again):
      again.map { "dump again: \($0)" } ?? "dump again as UTF-8"
    case .complaint: "dump again without '2>&1', which mixes the program's messages with the SQL"
    case .foreign: "name the right database with --database, or the right file"
    case .incomplete: "dump again, and look at the messages of the program"
    case .empty: "name a file that a database's own program wrote"
    case .refused(_, let remedy, _): remedy
    case .databases: "dump one database, without --databases and --all-databases"
    }
  }

  private static func restore(_ path: String) -> String {
    "run 'pg_restore --file=dump.sql \(path)', then 'rung baseline dump.sql'"
  }

  var place: Place? {
    switch self {
    case .notUTF8(let location, _), .refused(_, _, let location), .databases(_, let location):
      .source(location)
    default: nil
    }
  }

  var status: ExitStatus { .badFile }
}
