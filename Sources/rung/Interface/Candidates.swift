import ArgumentParser
import Authoring
import Configuration
import Projects
import System

/// The values that a shell offers for an argument; none of them needs a database.
enum Candidates {
  static let target = custom { typed in
    // The target may be half typed, so that it would be unknown.
    try settings(typed, withTarget: false).targets
  }
  static let version = custom { try versions($0) }
  static let upTo = custom { try ["head"] + versions($0) }
  static let downTo = custom { try ["base"] + versions($0) }
  static let stamped = custom { try ["head", "base"] + versions($0) }
  static let profile = custom { try Profile.all(settings($0)).map(\.name) }
  static let `extension` = custom { try resources($0).extensions().map(\.name) }
  static let dialect = custom { try resources($0).dialectNames }
  static let block = custom { typed in
    let resources = try resources(typed)
    let dialects = resources.dialectNames
    return try typed.last(where: dialects.contains).map { try resources.blockNames(of: $0) } ?? []
  }
  static let settingsFile = CompletionKind.file(extensions: ["toml"])
  static let sqlFile = CompletionKind.file(extensions: ["sql"])

  /// Completion by a function of the typed words; an error offers nothing, for a shell has no place for it.
  private static func custom(_ values: @escaping @Sendable ([String]) throws -> [String]) -> CompletionKind {
    .custom { typed, _, _ in (try? values(typed)) ?? [] }
  }

  private static func versions(_ typed: [String]) throws -> [String] {
    try Project.versions(settings(typed))
  }

  private static func resources(_ typed: [String]) throws -> Resources {
    Resources(sqlFolders: try settings(typed).sqlFolders)
  }

  /// The settings of the project that the typed words choose.
  private static func settings(_ typed: [String], withTarget: Bool = true) throws -> Settings {
    var flags = Settings.Flags()
    flags.config = value(of: ["-c", "--config"], typed)
    flags.target = withTarget ? value(of: ["-t", "--target"], typed) : nil
    flags.database = value(of: ["-d", "--database"], typed)
    flags.migrations = value(of: ["--migrations"], typed)
    flags.readsEnvironmentFile = true
    return try Settings(flags, .process)
  }

  private static func value(of names: [String], _ typed: [String]) -> String? {
    for (index, word) in typed.enumerated() {
      if names.contains(word), index + 1 < typed.count { return typed[index + 1] }
      if let name = names.last, word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
    }
    return nil
  }
}
