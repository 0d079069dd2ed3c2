import Diagnostics

/// Settings that cannot be used; the place is the file and the key, or the variable.
package enum SettingsError: Diagnostic {
  case unreadable(String, reason: String)
  case syntax(SourceLocation, reason: String)
  case unknownKey(file: String, key: String, nearest: String?)
  case wrongKind(Origin, expected: String)
  case unsetVariable(String, Origin)
  case badValue(Origin, reason: String, remedy: String)
  case unknownTarget(String, known: [String])
  case noDatabase(file: String?)
  case noFolder(String, Origin)

  /// Where a value comes from.
  package enum Origin: Sendable, Equatable {
    case file(String, key: String)
    case variable(String)
    case flag(String)
    case byDefault
  }

  package var message: String {
    switch self {
    case .unreadable(let path, _): "cannot read '\(path)'"
    case .syntax: "the settings are not valid TOML"
    case .unknownKey(_, let key, _): "unknown key '\(key)'"
    case .wrongKind(let origin, let expected): "\(origin.words)takes \(expected)"
    case .unsetVariable(let name, _): "the environment variable '\(name)' is not set"
    case .badValue(let origin, let reason, _): "\(origin.words)\(reason)"
    case .unknownTarget(let name, _): "there is no target '\(name)'"
    case .noDatabase: "no database is named"
    case .noFolder(let path, _): "the folder of migrations '\(path)' does not exist"
    }
  }

  package var cause: String? {
    switch self {
    case .unreadable(_, let reason), .syntax(_, let reason): reason
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .unreadable: "check the path, or leave --config away"
    case .syntax: nil
    case .unknownKey(_, _, let nearest): nearest.map { "did you mean '\($0)'?" }
    case .wrongKind: nil
    case .unsetVariable(let name, _): "set it: export \(name)=…"
    case .badValue(_, _, let remedy): remedy
    case .unknownTarget(_, let known): known.isEmpty ? "no target is configured" : "there are \(Phrase.list(known))"
    case .noDatabase(let file):
      """
      write database = "sqlite:app.db" \(file.map { "into \($0)" } ?? "into rung.toml ('rung init' makes one)"), \
      set DATABASE_URL, or say --database URL
      """
    case .noFolder: "'rung init' makes it, or correct the path"
    }
  }

  package var place: Place? {
    switch self {
    case .syntax(let location, _): .source(location)
    case .unknownKey(let file, _, _): .file(file)
    case .wrongKind(let origin, _), .unsetVariable(_, let origin), .badValue(let origin, _, _), .noFolder(_, let origin):
      origin.place
    default: nil
    }
  }

  package var status: ExitStatus {
    switch self {
    case .unknownTarget, .badValue(.flag, _, _), .wrongKind(.flag, _): .usage
    default: .badSettings
    }
  }
}

extension SettingsError.Origin {
  fileprivate var place: Place? {
    if case .file(let file, let key) = self { .setting(file: file, key: key) } else { nil }
  }

  /// The beginning of a sentence about the value; nothing where the place says it.
  fileprivate var words: String {
    switch self {
    case .file, .byDefault: ""
    case .variable(let name): "the environment variable '\(name)' "
    case .flag(let name): "'\(name)' "
    }
  }
}
