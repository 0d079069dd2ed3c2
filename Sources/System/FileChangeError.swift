import Diagnostics

/// A change of files that cannot begin, or is not complete.
package enum FileChangeError: Diagnostic {
  case unfinished(String)
  /// Another change is in progress.
  case busy(String)
  /// A file was changed after the change was planned.
  case touched(String)
  case link(String)
  case oddName(String)
  case badJournal(String)

  package var message: String {
    switch self {
    case .unfinished(let folder): "a renaming of files in '\(folder)' was interrupted"
    case .busy(let folder): "another command is changing the files in '\(folder)'"
    case .touched(let path): "'\(path)' has changed in the meantime"
    case .link(let path): "'\(path)' is a link to another file"
    case .oddName(let path): "the name of '\(path)' contains a control character"
    case .badJournal(let path): "'\(path)' names files outside its folder"
    }
  }

  package var remedy: String? {
    switch self {
    case .unfinished: "run 'rung fix' to finish it; nothing is lost"
    case .busy: "wait until it ends"
    case .touched: "nothing was changed; check the file, then run the command again"
    case .link: "move the file itself into the folder"
    case .oddName: "rename it"
    case .badJournal: "Rung does not write this; delete the folder that it is in"
    }
  }

  package var status: ExitStatus {
    switch self {
    case .unfinished, .link, .oddName, .badJournal: .badFile
    case .busy: .locked
    case .touched: .failed
    }
  }
}
