import Diagnostics
import Migrations
import SQLText
import System

/// When a program of the user's is called.
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

/// What the settings say of hooks.
package struct Hooks: Sendable {
  /// What is run by sh.
  package let programs: [Hook: String]
  /// How long each may take; nil for any time.
  package let timeout: Milliseconds?
  /// Where they run: the folder of the settings file.
  package let folder: String
  /// The file of blocks that run inside migrations' transactions.
  package let sql: String?

  /// Reads them; an empty text is no program, so that a target can do without.
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

  /// The programs as the heading of a script tells them.
  package var heading: [ScriptWriter.Options.Program] {
    Hook.allCases.compactMap { hook in
      programs[hook].map { text in
        // A comment ends where its line does.
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        return ScriptWriter.Options.Program(
          ["hook \(hook.rawValue): \(lines.first ?? "")"] + lines.dropFirst().map { "  " + $0 },
          isOfMigration: hook.isOfMigration)
      }
    }
  }
}
