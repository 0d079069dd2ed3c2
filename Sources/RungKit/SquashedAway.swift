import Diagnostics
import Migrations

/// A squashed file of whose range a database has only a part, in a folder that git keeps: the files that it needs are
/// still there to be had.
struct SquashedAway: Diagnostic {
  private let problem: ReconciliationError
  private let commit: String
  private let folder: String
  private let end: Version

  /// - Returns: nil for any other problem, and where git does not know the file.
  init?(_ problem: ReconciliationError, in folder: String) {
    guard case .partlyReplaced(_, let missing, let path) = problem, let end = missing.max(),
      let name = path.split(separator: "/").last,
      let commit = Command.output([
        "git", "-C", folder, "log", "-n", "1", "--format=%h", "--diff-filter=A", "--", String(name),
      ])
    else { return nil }
    self.problem = problem
    self.commit = commit
    self.folder = folder
    self.end = end
  }

  var message: String { problem.message }
  var cause: String? { problem.cause }
  var remedy: String? {
    """
    bring it to the end of the range with the files from before the squash, then run this again:
    mkdir before && git -C \(folder) archive \(commit)~ | tar -x -C before
    RUNG_SCRIPT_LOCATION=before rung upgrade \(end)
    """
  }
  var place: Place? { problem.place }
  var status: ExitStatus { problem.status }
}
