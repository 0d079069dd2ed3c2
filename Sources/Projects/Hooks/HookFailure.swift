import Configuration
import Diagnostics
import Drivers
import System

/// A hook that failed.
package struct HookFailure: Diagnostic {
  private let hook: Hook
  private let migration: MigrationRun?
  private let origin: SettingsError.Origin
  private let reason: String

  /// - Parameters:
  ///   - hook: the hook.
  ///   - program: the hook's command.
  ///   - end: how it ended; nil if it could not start.
  ///   - last: the last line that it printed.
  ///   - migration: the migration that it was called for.
  ///   - origin: where its command comes from.
  ///   - limit: its time limit.
  init(
    of hook: Hook, program: String, end: Program.Ending?, last: String?, migration: MigrationRun?,
    origin: SettingsError.Origin, limit: Milliseconds?
  ) {
    self.hook = hook
    self.migration = migration
    self.origin = origin
    let lines = program.split(whereSeparator: \.isNewline)
    let name = "'\(lines.first ?? "")\(lines.count > 1 ? " …" : "")'"
    let outcome =
      if let end {
        end.isLate
          ? "\(name) was stopped after \(limit?.text ?? "its timeout")"
          : "\(name) ended with status \(end.status)"
      } else {
        "\(name) cannot be started"
      }
    reason = outcome + (last.map { ": \($0)" } ?? "")
  }

  package var message: String {
    "the hook '\(hook.rawValue)' failed" + (migration.map { " for '\($0.version)'" } ?? "")
  }

  package var cause: String? { reason }

  package var remedy: String? {
    let done = migration?.isReverted == true ? "reverted" : "applied"
    return switch hook {
    case .beforeRun: "nothing has run; resolve this, then run again"
    case .beforeMigration: "it has not run, and earlier migrations are kept; resolve this, then run again"
    case .afterMigration:
      "it is \(done) and recorded; later migrations have not run; run again to continue"
    case .afterRun: "the run has finished and is kept; do by hand what the hook should have done"
    }
  }

  package var place: Place? { origin.place }

  package var status: ExitStatus { .failed }
}
