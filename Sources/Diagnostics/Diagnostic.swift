/// An error that explains itself: what failed, why, and what to do now.
public protocol Diagnostic: Error, CustomStringConvertible {
  /// What failed, in one line: lower case, no full stop, subject in single quotes.
  var message: String { get }
  /// The reason, if more is known than the message says: the database's own words, an errno.
  var cause: String? { get }
  /// What the user can do now, with a command if there is one.
  var remedy: String? { get }
  /// The place in the user's files, if there is one.
  var place: Place? { get }
  /// The exit status if nothing handles the error.
  var status: ExitStatus { get }
}

extension Diagnostic {
  public var cause: String? { nil }
  public var remedy: String? { nil }
  public var place: Place? { nil }

  /// The whole report: place, message, the line with a caret, cause and remedy.
  public var description: String { report(as: "error") }

  /// The whole report as a warning, for a problem that does not stop the work.
  public var warning: String { report(as: "warning") }

  /// The whole report, under a word such as `error`.
  public func report(as severity: String) -> String {
    var lines = ["\(severity): \(message)"]
    switch place {
    case .source(let location):
      lines[0] = "\(location): \(lines[0])"
      lines += location.excerpt
    case .file(let path):
      lines[0] = "\(path): \(lines[0])"
    case .setting(let file, let key):
      lines[0] = "\(file): \(key): \(lines[0])"
    case nil:
      break
    }
    if let cause { lines += labelled("cause", cause) }
    if let remedy { lines += labelled("remedy", remedy) }
    return lines.joined(separator: "\n")
  }

  /// A labelled paragraph, with its further lines indented below the first.
  private func labelled(_ label: String, _ text: String) -> [String] {
    let indent = String(repeating: " ", count: label.count + 4)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      index == 0 ? "  \(label): \(line)" : line.isEmpty ? "" : indent + line
    }
  }
}

/// The place in the user's files where something is wrong.
public enum Place: Sendable, Equatable {
  /// A character of a text file.
  case source(SourceLocation)
  /// A file as a whole.
  case file(String)
  /// A key in a settings file, such as `migration.author` in `rung.toml`.
  case setting(file: String, key: String)
}
