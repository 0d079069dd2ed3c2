import Configuration
import Diagnostics
import Migrations

/// A change of migration files that cannot be planned.
package enum MigrationChangeError: Diagnostic {
  case noMigration(file: String, folders: [MigrationFolder])
  /// A name of several files, in several folders.
  case ambiguous(file: String, paths: [String])
  case squashed(file: String)
  /// A squash of a range of which only a part is applied to this database.
  case partlyApplied(missing: [Version])

  package var message: String {
    switch self {
    case .noMigration(let file, let folders):
      "'\(file)' is not a migration in \(Phrase.list(folders.map(\.description), "or"))"
    case .ambiguous(let file, _): "several folders have a file '\(file)'"
    case .squashed(let file): "'\(file)' replaces other migrations and cannot be renumbered"
    case .partlyApplied(let missing):
      "\(Phrase.list(missing.map(\.description))) \(missing.count == 1 ? "is" : "are") not applied, "
        + "but the rest of the range is"
    }
  }

  package var remedy: String? {
    switch self {
    case .noMigration: "name a file of that folder, such as 0001_create_users.sql"
    case .ambiguous(_, let paths): "name \(Phrase.list(paths, "or"))"
    case .squashed: "keep one of the files with its number; the other's sources are in version control"
    case .partlyApplied(let missing):
      "run 'rung upgrade \(missing.max().map(\.description) ?? "head")' first; "
        + "or squash only the files with --no-database"
    }
  }

  package var status: ExitStatus {
    switch self {
    case .noMigration, .ambiguous, .squashed: .usage
    case .partlyApplied: .failed
    }
  }
}
