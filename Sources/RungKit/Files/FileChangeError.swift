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
    case .squashed(let file): "'\(file)' replaces others, and cannot get another number"
    case .unfinished(let folder): "a change of the files in '\(folder)' was interrupted"
    case .busy(let folder): "another change of the files in '\(folder)' is under way"
    case .touched(let path): "'\(path)' is not what it was when this was planned"
    case .link(let path): "'\(path)' is a link to another file"
    case .oddName(let path): "the name of '\(path)' holds a line end or another control character"
    case .badJournal(let path): "'\(path)' names files outside of its folder"
    case .partlyApplied(let missing):
      "\(Phrase.list(missing.map(\.description))) \(missing.count == 1 ? "is" : "are") not applied, "
        + "and the rest of the range is"
    }
  }

  package var remedy: String? {
    switch self {
    case .noMigration: "name a file VERSION_what_it_does.sql of that folder"
    case .squashed: "keep one of the files that have its number; the other's sources are in version control"
    case .unfinished: "'rung fix' finishes it; nothing is lost"
    case .busy: "wait for it"
    case .touched: "nothing was changed; look at it, and say it again"
    case .link: "put the file itself into the folder, or change it where it is"
    case .oddName: "rename it"
    case .badJournal: "no version of Rung writes that; delete the folder that it is in"
    case .partlyApplied(let missing):
      "'rung upgrade \(missing.max().map(\.description) ?? "head")' first; "
        + "or squash the files alone with --no-database"
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
