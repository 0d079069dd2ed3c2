import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A step that the database refused, with its place in the user's file.
struct Failure: Diagnostic {
  let error: DriverError
  let section: Script.Section
  let step: Step
  /// The violations that a check has found.
  var violations: [String] = []
  /// Whether something that ran in the transaction had ended it.
  var lostTransaction = false
  /// Whether a commit was done whose answer was lost; nil if that is not known.
  var wasCommitted: Bool?
  /// Whether the first statement of a migration without a transaction failed, so that its progress was
  /// removed.
  var isWithdrawn = false

  /// Whether the file lacks the directive for the values that its statement has holes for.
  var lacksValues = false

  /// The rights that the user lacks for it, as far as the database shows them.
  var rights: MissingRights?

  /// The sessions that hold the lock that the statement waited for, in words.
  var blockers: [String] = []

  /// Whether the same may succeed later, because another session was in the way.
  var mayPass: Bool {
    error.kind == .conflict || error.kind == .locked && [.migration, .commit, .check].contains(step.kind)
  }

  /// The beginning of the user's statement that was refused; only rows make one long.
  var statement: String {
    guard let found = step.statements.first(where: { $0.range.upperBound > offset }) else { return "" }
    let start = found.start + step.lead
    return String(step.sql[utf8Range: start..<min(found.range.upperBound + step.lead, start + 1 << 12)])
  }

  private var direction: Direction { section.direction }

  var message: String {
    if error.kind == .readOnly, step.kind != .migration {
      return "cannot write to the database: \(error.message)"
    }
    guard let migration = section.migration else {
      if step.kind == .migration { return "cannot load the \(section.title): \(error.message)" }
      return "cannot \(step.kind == .createTable ? "create" : "write") the tracking table: \(error.message)"
    }
    let verb = direction == .up ? "apply" : "revert"
    if step.kind == .check, error.kind == .constraint {
      return "cannot \(verb) '\(migration.version)': a foreign key is violated"
    }
    if step.kind == .migration || error.kind == .unavailable {
      return "cannot \(verb) '\(migration.version)': \(error.message)"
    }
    return "cannot \(verb) '\(migration.version)': \(stepWords): \(error.message)"
  }

  /// The database's cause, except for SQL of Rung's own, whose context would not describe the user's SQL.
  var cause: String? {
    switch step.kind {
    case .session: nil
    case .check where !violations.isEmpty: violations.joined(separator: "\n")
    case .check: nil
    default: blockers.isEmpty ? error.cause : blockers.joined(separator: "\n")
    }
  }

  /// The database's own hint, then what remains of the migration and how to continue.
  var remedy: String? {
    let hint = lacksValues ? "put '-- values: on' at the top of the file, so that its holes are filled" : nil
    let parts = [error.remedy, hint, rights?.remedy, nextStep].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  private var nextStep: String? {
    if error.kind == .readOnly, step.kind != .migration {
      return "connect to a server that accepts writes, as a user who may write; in a URL of several hosts, "
        + "'target_session_attrs=read-write' selects the primary"
    }
    guard let migration = section.migration else { return ownerRemedy }
    if error.kind == .insideTransaction, isSettingTransaction {
      return "put '-- isolation: LEVEL' at the top of the file, or make it the first statement of its block"
    }
    if error.kind == .insideTransaction {
      return "put '-- transactional: false' at the top of the file; its statements then run one by one"
    }
    if step.kind == .session, error.kind != .unavailable {
      return "create what it needs in an earlier migration, or correct its directive"
    }
    if mayPass || [.interrupted, .denied].contains(error.kind) { return laterRemedy(migration) }
    if step.kind == .claim, error.kind == .constraint {
      return "nothing of '\(migration.version)' was sent: the tracking table differs from what was read; "
        + "connect to the primary if a balancer answers from standbys, then run again"
    }
    if section.isTransactional, section.mayCommitEarly || lostTransaction {
      return
        "'\(migration.version)' is not recorded; what it committed itself is kept, the rest is rolled back; "
        + "check that, \(correction(migration, "the file", then: " and run again"))"
    }
    if step.kind == .commit, error.kind == .unavailable, wasCommitted != false {
      return wasCommitted == nil
        ? "whether '\(migration.version)' was committed is not known; 'rung status' shows it"
        : "'\(migration.version)' was committed nevertheless; run again to continue"
    }
    if section.isTransactional {
      let isWhole = [.begin, .commit].allSatisfy { kind in section.steps.contains { $0.kind == kind } }
      let remains = "nothing of \(isWhole ? "'\(migration.version)'" : "this run") remains"
      return [.migration, .check].contains(step.kind) && error.kind != .unavailable
        ? "\(remains); \(correction(migration, "the file", then: " and run again"))"
        : "\(remains); resolve this, then run again"
    }
    if step.kind == .claim {
      return "this run has sent no statement of '\(migration.version)'; resolve this, then run it again"
    }
    if isWithdrawn {
      return "no statement of '\(migration.version)' has finished; "
        + correction(migration, "this one", then: " and run again")
    }
    if migration.isRepeatable {
      return "earlier statements are kept; \(correction(migration, "this one", then: " and run again")); "
        + "the whole file runs then"
    }
    guard section.steps.contains(where: { $0.kind == .claim }) else {
      return "earlier statements are kept; undo them by hand before you run again"
    }
    if error.kind == .unavailable {
      return "finished statements are kept; resolve this, then run 'rung \(direction.verb) --resume'"
    }
    let resumption = "rung \(direction.verb) --resume"
    let correction = correction(migration, "this one", then: ", then run '\(resumption)'")
    guard let finished = section.resumed, section.isFirst(step) else {
      return "earlier statements are kept; " + correction
    }
    return """
      earlier statements are kept; \(correction); if an older release was killed in it, it may have run: \
      run 'rung resolve \(migration.version) --finished \(finished + 1)', then '\(resumption)'
      """
  }

  /// How to continue after another session, a signal, or a missing right was in the way; nothing is to be
  /// corrected.
  private func laterRemedy(_ migration: Migration) -> String {
    let name = "'\(migration.version)'"
    let later = mayPass ? " when the lock is free" : rights == nil ? "" : " with that right"
    if migration.isRepeatable { return "run again\(later); the whole file runs then" }
    guard section.isTransactional else {
      return isWithdrawn || step.kind == .claim
        ? "no statement of \(name) has finished; run again\(later)"
        : "earlier statements are kept; run 'rung \(direction.verb) --resume'\(later)"
    }
    return section.mayCommitEarly
      ? "\(name) is not recorded; what it committed itself is kept; check that, and run again\(later)"
      : "nothing of \(name) remains; run again\(later)"
  }

  /// The SQL for the owner of the tracking table, if this user may not alter it.
  private var ownerRemedy: String? {
    guard step.kind == .alterTable else { return nil }
    return "let the table's owner run: \(step.sql.trimmingBlanks)\nor give this user the right to alter it"
  }

  /// The correction of an error in the text; the user cannot correct a file that Rung ships.
  private func correction(_ migration: Migration, _ part: String, then next: String) -> String {
    guard let name = migration.version.series.name, !Path.exists(migration.source.path) else {
      return "correct \(part)\(next)"
    }
    return
      "correct [extension.\(name)], or run 'rung extension eject \(name)' and correct \(part)"
      + (next.hasPrefix(",") ? next : "," + next)
  }

  /// Whether the statement that was refused is a 'SET TRANSACTION', which has no effect outside a
  /// transaction.
  private var isSettingTransaction: Bool {
    let rest = step.sql.utf8.dropFirst(offset).prefix(40)
    return String(decoding: rest, as: UTF8.self).lowercased().hasPrefix("set transaction")
  }

  var place: Place? {
    switch step.kind {
    case .migration: break
    // The file's session directives, and what it deferred until the end.
    case .session, .commit, .check: return section.migration.map { .file($0.source.path) }
    // An error in Rung's own SQL is not at a place in the user's file.
    default: return nil
    }
    return step.location(at: offset).map { .source($0) } ?? section.migration.map { .file($0.source.path) }
  }

  var status: ExitStatus { error.status }

  /// The offset of the error in the step's SQL.
  private var offset: Int {
    switch error.position {
    case .offset(let offset): min(offset, lastWritten)
    case .statementAt(let offset):
      (step.statements.first { $0.range.upperBound > offset } ?? step.statements.last)?.start ?? offset
    case .statement(let number):
      step.statements.indices.contains(number)
        ? step.statements[number].start : step.statements.last?.start ?? 0
    case .inputLine, .line, nil: step.statements.first?.start ?? 0
    }
  }

  /// The last character that the user wrote; at most a terminator that Rung added follows it.
  private var lastWritten: Int {
    guard let last = step.statements.last else { return step.sql.utf8.count }
    if last.isTerminated { return step.isWhole ? last.range.upperBound : step.sql.utf8.count - step.lead }
    let text = step.sql[utf8Range: last.range.lowerBound + step.lead..<last.range.upperBound + step.lead].utf8
    guard let end = text.lastIndex(where: { !" \t\r\n".utf8.contains($0) }) else { return last.start }
    return last.range.lowerBound + text.distance(from: text.startIndex, to: end)
  }

  private var stepWords: String {
    switch step.kind {
    case .claim, .record: "its row in the tracking table"
    case .commit: "when it was to be committed"
    case .begin: "its transaction"
    default: "the session"
    }
  }
}
