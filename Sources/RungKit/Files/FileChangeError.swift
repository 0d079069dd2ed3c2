import Diagnostics
import Migrations

/// A change of files that cannot begin, or is not complete.
package enum FileChangeError: Diagnostic {
  case noMigration(String, folder: String)
  case squashed(String)
  case unfinished(String)
  /// Another change is in progress.
  case busy(String)
  /// A file was changed after the change was planned.
  case touched(String)
  case link(String)
  case oddName(String)
  case badJournal(String)
  /// A squash of a range of which only a part is applied to this database.
  case partlyApplied([Version])

  package var message: String {
    switch self {
    case .noMigration(let file, let folder): "'\(file)' is not a migration in '\(folder)'"
    case .squashed(let file): "'\(file)' replaces other migrations and cannot be renumbered"
    case .unfinished(let folder): "a renaming of files in '\(folder)' was interrupted"
    case .busy(let folder): "another command is changing the files in '\(folder)'"
    case .touched(let path): "'\(path)' has changed in the meantime"
    case .link(let path): "'\(path)' is a link to another file"
    case .oddName(let path): "the name of '\(path)' contains a control character"
    case .badJournal(let path): "'\(path)' names files outside its folder"
    case .partlyApplied(let missing):
      "\(Phrase.list(missing.map(\.description))) \(missing.count == 1 ? "is" : "are") not applied, "
        + "but the rest of the range is"
    }
  }

  package var remedy: String? {
    switch self {
    case .noMigration: "name a file of that folder, such as 0001_create_users.sql"
    case .squashed: "keep one of the files with its number; the other's sources are in version control"
    case .unfinished: "run 'rung fix' to finish it; nothing is lost"
    case .busy: "wait until it ends"
    case .touched: "nothing was changed; check the file, then run the command again"
    case .link: "move the file itself into the folder"
    case .oddName: "rename it"
    case .badJournal: "Rung does not write this; delete the folder that it is in"
    case .partlyApplied(let missing):
      "run 'rung upgrade \(missing.max().map(\.description) ?? "head")' first; "
        + "or squash only the files with --no-database"
    }
  }

  package var status: ExitStatus {
    switch self {
    case .noMigration, .squashed: .usage
    case .unfinished, .link, .oddName, .badJournal: .badFile
    case .busy: .locked
    case .touched, .partlyApplied: .failed
    }
  }
}
