import Diagnostics

/// Where a user wants a database to stand, as they type it.
package enum Revision: Sendable, Equatable {
  /// `head`: everything applied.
  case head
  /// `base`: nothing applied.
  case base
  /// `+2` or `-2`: that many migrations up or down from where it stands.
  case steps(Int)
  case version(Version)

  /// Reads what a user typed; versions may lack their leading zeros.
  ///
  /// - Throws: ``RevisionError`` for what is neither a word nor a version.
  package init(_ text: String) throws(RevisionError) {
    if text.lowercased() == "head" {
      self = .head
    } else if text.lowercased() == "base" {
      self = .base
    } else if let sign = text.first, sign == "+" || sign == "-", let steps = Int(text), steps != 0 {
      self = .steps(steps)
    } else if let version = Version(text) {
      self = .version(version)
    } else {
      throw .unreadable(text)
    }
  }
}

extension Revision {
  /// What is left of steps when some are done; none go nowhere.
  package func after(_ count: Int) -> Revision {
    guard case .steps(let steps) = self else { return self }
    return .steps(steps > 0 ? max(steps - count, 0) : min(steps + count, 0))
  }
}

/// A revision that cannot be understood, or cannot be the goal of a command.
package enum RevisionError: Diagnostic {
  case unreadable(String)
  /// Something else where only a version will do.
  case noVersion(String)
  case unfit(String, command: String, allowed: String)
  case unknown(Version, nearest: Version?)

  package var message: String {
    switch self {
    case .unreadable(let text): "'\(text)' is not a revision"
    case .noVersion(let text): "'\(text)' is not a version"
    case .unfit(let text, let command, _): "'\(command)' does not take '\(text)'"
    case .unknown(let version, _): "no migration has the version '\(version)'"
    }
  }

  package var remedy: String? {
    switch self {
    case .unreadable: "write a version such as 0002, 'head', 'base', or steps such as +1 or -1"
    case .noVersion: "write one as 'rung status' shows it, such as 0002"
    case .unfit(_, _, let allowed): "write \(allowed)"
    case .unknown(_, let nearest?): "the newest is '\(nearest)'; 'rung status' lists them all"
    case .unknown: "there are no such migrations; 'rung status' shows the folder"
    }
  }

  package var status: ExitStatus { .usage }
}
