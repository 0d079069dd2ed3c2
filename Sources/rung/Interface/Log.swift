import Configuration
import Diagnostics
import Projects
import System

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The log of a run for machines, one object per line; the names of events and fields are SQLSpec's.
final class Log {
  private let isQuiet: Bool
  private let isSummary: Bool
  /// The fields that every object has.
  private var context = LogRecord()
  /// The migrations that are in progress, with their start times.
  private var started: [(migration: MigrationRun, at: ContinuousClock.Instant)] = []
  /// The last failure in a run that continued.
  private var failure: (any Diagnostic)?

  init(isQuiet: Bool, isSummary: Bool) {
    self.isQuiet = isQuiet
    self.isSummary = isSummary
  }

  /// Stores the database and the target for all objects.
  func begin(_ settings: Settings) {
    context.databaseSystem = settings.databaseSystem
    context.target = settings.target
  }

  func tell(_ event: Event) {
    switch event {
    case .warning(let problem): put(.warning, "migration.warning") { $0.describe(problem) }
    case .waiting(_, let holder): put(.info, "migration.lock.waiting") { $0.holder = holder }
    case .started(let migration):
      finish(migration)
      started.append((migration, .now))
      put(.info, migration.event) { $0.describe(migration, "start") }
    case .advanced: break
    case .finished(let migration, _):
      finish(migration)
      put(.info, migration.event) { $0.describe(migration, "complete") }
    case .again(let again): put(.warning, "migration.again") { $0.message = again.text }
    case .note(let text): put(.info, "migration.note") { $0.message = text }
    case .failed(let problem): error(problem)
    case .notice(let text): put(.info, "migration.notice") { $0.message = text }
    case .said(let hook, let text):
      put(.info, "migration.hook") { ($0.hook, $0.message) = (hook.rawValue, text) }
    }
  }

  private func finish(_ migration: MigrationRun) {
    started.removeAll {
      $0.migration.version == migration.version && $0.migration.direction == migration.direction
    }
  }

  func say(_ text: String) { put(.info, "migration.note") { $0.message = text } }

  func warning(_ problem: any Diagnostic) { tell(.warning(problem)) }

  /// Logs an error, and with it the migrations in progress as failed.
  func error(_ problem: any Diagnostic) {
    for (migration, start) in started {
      put(.error, migration.event) {
        $0.describe(migration, "failed")
        $0.milliseconds = Int((start.duration(to: .now) / .milliseconds(1)).rounded())
        $0.errorType = problem.status.name
      }
    }
    started = []
    failure = problem
    put(.error, "migration.error") { $0.describe(failure: problem) }
  }

  private static let summaryEvent = "migration.command.summary"

  /// Logs the end of a command.
  func summary(_ summary: Summary) {
    put(summary.isFailed ? .error : .info, Log.summaryEvent) { $0.describe(summary, failure) }
  }

  private func put(_ level: LogRecord.Level, _ event: String, fill: (inout LogRecord) -> Void) {
    let isLast = event == Log.summaryEvent
    guard isSummary ? isLast : !isQuiet || level != .info else { return }
    var record = context
    (record.level, record.event, record.timestamp) = (level.rawValue, event, Clock.now)
    fill(&record)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(record) else { return }
    _ = Stream.errors.write(String(decoding: json, as: UTF8.self) + "\n")
  }
}

extension MigrationRun {
  fileprivate var event: String { isReverted ? "migration.rollback" : "migration.apply" }
}
