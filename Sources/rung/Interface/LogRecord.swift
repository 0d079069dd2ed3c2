import Diagnostics
import Projects
import System

/// One line of a log; fields without a value are left out.
struct LogRecord: Encodable {
  var timestamp = ""
  var level = ""
  var event = ""
  var databaseSystem: String?
  var target: String?
  var version: String?
  var description: String?
  var direction: String?
  var file: String?
  var usesTransaction: Bool?
  var status: String?
  var milliseconds: Int?
  var message: String?
  var cause: String?
  var remedy: String?
  var line: Int?
  var column: Int?
  var setting: String?
  var holder: String?
  var hook: String?
  var errorType: String?
  var exitStatus: Int32?
  var command: String?
  var database: String?
  var revision: String?
  var before: String?
  var after: String?
  var isDryRun: Bool?
  var pending: Int?
  var applied: Int?
  var reverted: Int?
  var warnings: Int?
  var failed: [String]?

  enum Level: String { case info, warning, error }

  private enum CodingKeys: String, CodingKey {
    case timestamp, level, event, databaseSystem = "db_system", target, version, description, direction, file,
      usesTransaction = "use_transaction", status, milliseconds = "duration_ms", message, cause, remedy, line,
      column, setting, holder, hook, errorType = "error_type", exitStatus = "exit_status", command, database,
      revision, before, after, isDryRun = "dry_run", pending = "pending_count", applied = "applied_count",
      reverted = "reverted_count", warnings = "warning_count", failed
  }

  mutating func describe(_ migration: MigrationRun, _ status: String) {
    (version, description, self.status) = (migration.version, migration.description, status)
    (direction, file, milliseconds) = (migration.direction, migration.file, migration.milliseconds)
    usesTransaction = migration.isTransactional
  }

  /// Stores an error, and its place in the user's files.
  mutating func describe(_ problem: any Diagnostic) {
    let fault = Fault(problem)
    (message, cause, remedy) = (fault.message, fault.cause, fault.remedy)
    (file, line, column, setting) = (fault.file ?? file, fault.line, fault.column, fault.setting)
  }

  mutating func describe(failure problem: any Diagnostic) {
    describe(problem)
    (errorType, exitStatus) = (problem.status.name, problem.status.rawValue)
  }

  mutating func describe(_ summary: Summary, _ failure: (any Diagnostic)?) {
    (command, revision, milliseconds) = (summary.command, summary.revision, summary.milliseconds)
    status = summary.isFailed ? "failed" : "complete"
    if let outcome = summary.outcome {
      (database, before, after) = (outcome.database, outcome.before, outcome.after)
      (isDryRun, pending, warnings) = (outcome.dryRun, outcome.planned.count, outcome.warnings.count)
      reverted = outcome.migrations.count(where: \.isReverted)
      applied = outcome.migrations.count { !$0.isReverted }
      failed = outcome.failed.isEmpty ? nil : outcome.failed
    }
    if let problem = summary.problem ?? failure { describe(failure: problem) }
  }
}

/// The result of a command.
struct Summary {
  let command: String
  /// The revision that the user requested: `head`.
  let revision: String?
  let milliseconds: Int
  let outcome: Outcome?
  let problem: (any Diagnostic)?

  var isFailed: Bool { problem != nil || outcome?.isFailed == true }
}

extension ExitStatus {
  /// The kind of an error, for machines.
  var name: String {
    switch self {
    case .done: "done"
    case .failed: "failed"
    case .usage: "usage"
    case .badFile: "bad_file"
    case .unavailable: "unavailable"
    case .software: "software"
    case .cannotCreate: "cannot_create"
    case .locked: "locked"
    case .badSettings: "bad_settings"
    }
  }
}
