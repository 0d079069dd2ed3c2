import Diagnostics

/// The revision that a user wants the database to have, as they type it.
package enum Revision: Sendable, Equatable {
  /// `head`: everything applied.
  case head
  /// `base`: nothing applied.
  case base
  /// `+2` or `-2`: that many migrations up or down from the current revision.
  case steps(Int)
  case version(Version)

  /// Parses what a user typed; versions may lack their leading zeros.
  ///
  /// - Throws: ``RevisionError`` for text that is neither a keyword nor a version.
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
  /// The revision that is left after some steps; zero steps change nothing.
  package func after(_ count: Int) -> Revision {
    guard case .steps(let steps) = self else { return self }
    return .steps(steps > 0 ? max(steps - count, 0) : min(steps + count, 0))
  }
}

/// An error in a revision that is invalid, or does not fit the command.
package enum RevisionError: Diagnostic {
  case unreadable(String)
  /// Something other than a version, where only a version is allowed.
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
