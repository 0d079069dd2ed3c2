import Diagnostics
import Migrations
import SQLText
import System

/// The moments at which Rung calls a program of the user's.
public enum Hook: String, Sendable, CaseIterable {
  case beforeRun = "before_run"
  case afterRun = "after_run"
  case beforeMigration = "before_migration"
  case afterMigration = "after_migration"

  package var key: SettingsKey {
    switch self {
    case .beforeRun: .beforeRun
    case .afterRun: .afterRun
    case .beforeMigration: .beforeMigration
    case .afterMigration: .afterMigration
    }
  }

  /// Whether it is called for each migration.
  package var isOfMigration: Bool { self == .beforeMigration || self == .afterMigration }
}

/// The settings of hooks.
package struct Hooks: Sendable {
  /// The commands that sh runs.
  package let programs: [Hook: String]
  /// The longest time that each may take; nil for no limit.
  package let timeout: Milliseconds?
  /// The folder in which they run: that of the settings file.
  package let folder: String
  /// The file of blocks that run inside migrations' transactions.
  package let sql: String?

  /// Reads the settings of hooks; an empty text means no program, so that a target can disable one.
  init(_ source: SettingsSource, below folder: String) throws(SettingsError) {
    var programs: [Hook: String] = [:]
    for hook in Hook.allCases {
      guard let text = try source.text(hook.key)?.text, !text.isEmpty else { continue }
      programs[hook] = text
    }
    self.programs = programs
    let limit = try source.text(.hooksTimeout)
    timeout = if let limit { try source.limit(limit) } else { nil }
    let sql = try source.text(.hooksSQL)
    self.sql = if sql?.text.isEmpty == false { try source.folder(.hooksSQL, below: folder) } else { nil }
    self.folder = folder
  }

  /// The programs as the first lines of a script list them.
  package var heading: [ScriptWriter.Options.Program] {
    Hook.allCases.compactMap { hook in
      programs[hook].map { text in
        // A comment ends with its line, so each line becomes a comment.
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        return ScriptWriter.Options.Program(
          ["hook \(hook.rawValue): \(lines.first ?? "")"] + lines.dropFirst().map { "  " + $0 },
          isOfMigration: hook.isOfMigration)
      }
    }
  }
}
