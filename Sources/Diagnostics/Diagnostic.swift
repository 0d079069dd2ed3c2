/// An error that can explain itself: what failed, why, and what to do now.
public protocol Diagnostic: Error, CustomStringConvertible {
  /// What failed, in one line: lower case, no full stop, subject in single quotes.
  var message: String { get }
  /// Why, if more is known than the message says: a database's own words, an errno.
  var cause: String? { get }
  /// What the user can do now; a command where one exists.
  var remedy: String? { get }
  /// Where in the user's files, if anywhere.
  var place: Place? { get }
  /// How the executable ends if nobody recovers.
  var status: ExitStatus { get }
}

extension Diagnostic {
  public var cause: String? { nil }
  public var remedy: String? { nil }
  public var place: Place? { nil }

  /// The whole report: place, message, the line with a caret, cause and remedy.
  public var description: String { report(severity: "error") }

  /// The report under another heading, for what is told but does not stop the work.
  public var warning: String { report(severity: "warning") }

  private func report(severity: String) -> String {
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

  /// A labelled paragraph; what follows its first line is indented under it.
  private func labelled(_ label: String, _ text: String) -> [String] {
    let indent = String(repeating: " ", count: label.count + 4)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      index == 0 ? "  \(label): \(line)" : line.isEmpty ? "" : indent + line
    }
  }
}

/// Where in the user's files something is wrong.
public enum Place: Sendable, Equatable {
  /// A character of a text file.
  case source(SourceLocation)
  /// A file as a whole.
  case file(String)
  /// A key of a settings file, such as `migration.author` of `rung.toml`.
  case setting(file: String, key: String)
}
