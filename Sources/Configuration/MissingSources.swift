import Diagnostics
import Migrations
import System

/// A squashed file of which only a part of the range is applied, in a folder that git tracks.
///
/// The files that the database needs can still be restored from git.
package struct MissingSources: Diagnostic {
  private let problem: ReconciliationError
  private let commit: String
  /// The folders of migrations that the commit before has.
  private let folders: [MigrationFolder]
  private let end: Version
  private let words: [String]

  /// Searches for the commit that added the line `-- replaces: …` of the file.
  ///
  /// It is nil for any other problem, and if git does not have the commit.
  ///
  /// - Parameters:
  ///   - problem: the error for which a run was refused.
  ///   - settings: the folder, and the flags by which the user chose the database.
  package init?(_ problem: ReconciliationError, _ settings: Settings) {
    guard case .partlyReplaced(_, let missing, let path) = problem, let end = missing.max(),
      let text = (try? Path.bytes(of: path)).map({ String(decoding: $0, as: UTF8.self) }),
      let line = text.split(separator: "\n").first(where: { $0.lowercased().contains("replaces:") })
    else { return nil }
    let git = ["git", "-C", Path.folder(of: path)]
    guard
      let commit = Program.output(git + ["log", "--reverse", "--format=%h", "-S", String(line), "--", "."])
    else { return nil }
    // A folder must have existed before that commit under the same name.
    folders = settings.folders.filter {
      Program.output(["git", "-C", $0.path, "ls-tree", "--name-only", "\(commit)~", "."]) != nil
    }
    if folders.isEmpty { return nil }
    self.problem = problem
    self.commit = commit
    self.end = end
    words = settings.selection
  }

  package var message: String { problem.message }
  package var cause: String? { problem.cause }
  package var remedy: String? {
    let choice = words.map { " " + $0.shellQuoted }.joined()
    let copies = folders.indices.map { folders.count > 1 ? "before/\($0 + 1)" : "before" }
    let lines = zip(folders, copies).map { folder, copy in
      let make = folders.count > 1 ? "mkdir -p" : "mkdir"
      return "\(make) \(copy) && git -C \(folder.path.shellQuoted) archive \(commit)~ | tar -x -C \(copy)\n"
    }
    let location = zip(folders, copies).map { $1 + ($0.isDeep ? "/**" : "") }.joined(separator: ",")
    return """
      migrate it to the end of the range with the files from before the squash, then run this again:
      \(lines.joined())RUNG_SCRIPT_LOCATION=\(location.shellQuoted) rung upgrade \(end)\(choice)
      """
  }
  package var place: Place? { problem.place }
  package var status: ExitStatus { problem.status }
}
