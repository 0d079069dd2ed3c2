import Diagnostics

/// Settings that cannot be used; the place is the file and the key, or the variable.
package enum SettingsError: Diagnostic {
  case unreadable(String, reason: String)
  case syntax(SourceLocation, reason: String)
  case unknownKey(file: String, key: String, nearest: String?)
  case wrongKind(Origin, expected: String)
  case unsetVariable(String, at: Origin)
  case badValue(Origin, reason: String, remedy: String)
  case unknownTarget(String, known: [String])
  case noDatabase(file: String?, targets: [String])
  case noFolder(String, at: Origin)

  /// The source of a value.
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
    case .wrongKind(let origin, let expected): origin.sentence("takes \(expected)")
    case .unsetVariable(let name, _): "the environment variable '\(name)' is not set"
    case .badValue(let origin, let reason, _): origin.sentence(": " + reason)
    case .unknownTarget(let name, _): "there is no target '\(name)'"
    case .noDatabase: "no database is named"
    case .noFolder(let path, let origin): origin.sentence(": there is no folder '\(path)' for migrations")
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
    case .unreadable: "check that it is a readable file"
    case .syntax: nil
    case .unknownKey(_, _, let nearest): nearest.map { "did you mean '\($0)'?" }
    case .wrongKind: nil
    case .unsetVariable(let name, _): "set it: export \(name)=…"
    case .badValue(_, _, let remedy): remedy
    case .unknownTarget(let name, let known) where known.count > 20:
      (Phrase.nearest(to: name, among: known).map { "did you mean '\($0)'? " } ?? "")
        + "run 'rung targets' for the list of \(known.count)"
    case .unknownTarget(let name, let known):
      known.isEmpty
        ? "the settings have no targets: leave out --target, or write [target.\(name)]"
        : "the known ones are \(Phrase.list(known))"
    case .noDatabase(_, let targets) where !targets.isEmpty:
      "use --target with \(Phrase.list(targets, "or"))"
    case .noDatabase(let file, _):
      """
      write database = "sqlite:app.db" into \(file ?? "rung.toml ('rung init' creates one)"), \
      set DATABASE_URL, or use --database URL
      """
    case .noFolder(_, .byDefault): "run 'rung init' to create one, or run rung in the folder of rung.toml"
    case .noFolder: "create the folder, or correct the path"
    }
  }

  package var place: Place? {
    switch self {
    case .syntax(let location, _): .source(location)
    case .unknownKey(let file, _, _): .file(file)
    case .wrongKind(let origin, _), .unsetVariable(_, let origin), .badValue(let origin, _, _),
      .noFolder(_, let origin):
      origin.place
    default: nil
    }
  }

  package var status: ExitStatus {
    switch self {
    case .unknownTarget, .badValue(.flag, _, _), .wrongKind(.flag, _), .noFolder(_, .flag): .usage
    default: .badSettings
    }
  }
}

extension SettingsError.Origin {
  package var place: Place? {
    if case .file(let file, let key) = self { .setting(file: file, key: key) } else { nil }
  }

  /// A sentence about the value, with its subject if the place does not name it.
  fileprivate func sentence(_ rest: String) -> String {
    let subject: String
    switch self {
    case .file, .byDefault: return String(rest.trimmingPrefix(": "))
    case .variable(let name): subject = "the environment variable '\(name)'"
    case .flag(let name): subject = "'\(name)'"
    }
    return rest.hasPrefix(":") ? subject + rest : subject + " " + rest
  }
}
