import Diagnostics
import Drivers
import Migrations
import SQLText

/// A step that the database refused, at its place in the user's file.
struct Failure: Diagnostic {
  let error: DriverError
  let section: Script.Section
  let step: Step
  let direction: Direction

  var message: String {
    guard let migration = section.migration else {
      return "cannot \(step.kind == .createTable ? "create" : "write") the tracking table: \(error.message)"
    }
    let verb = direction == .up ? "apply" : "revert"
    guard step.kind != .migration else { return "cannot \(verb) '\(migration.version)': \(error.message)" }
    return "cannot \(verb) '\(migration.version)': \(stepWords): \(error.message)"
  }

  var cause: String? {
    let parts = [error.cause, step.kind == .migration ? error.remedy.map { "hint: \($0)" } : error.remedy].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  var remedy: String? {
    guard let migration = section.migration else { return nil }
    if error.kind == .insideTransaction {
      return "put '-- transactional: false' at the top of the file; its statements then run one by one"
    }
    if section.isTransactional { return "nothing of '\(migration.version)' remains; mend the file and run again" }
    let verb = direction == .up ? "upgrade" : "downgrade"
    return "the statements before it have run and stay; mend this one, then 'rung \(verb) --resume' goes on with it"
  }

  var place: Place? {
    guard step.kind == .migration, let location = step.location(at: offset) else {
      return section.migration.map { .file($0.source.path) }
    }
    return .source(location)
  }

  var status: ExitStatus { error.status }

  /// Where the fault is in the step's SQL.
  private var offset: Int {
    switch error.position {
    case .offset(let offset): offset
    case .statementAt(let offset):
      step.statements.first { $0.range.upperBound > offset }?.start ?? offset
    case .statement(let number):
      step.statements.indices.contains(number) ? step.statements[number].start : step.statements.last?.start ?? 0
    case nil: step.statements.first?.start ?? 0
    }
  }

  private var stepWords: String {
    switch step.kind {
    case .claim, .record: "its record in the tracking table"
    case .begin, .commit: "its transaction"
    default: "the session"
    }
  }
}
