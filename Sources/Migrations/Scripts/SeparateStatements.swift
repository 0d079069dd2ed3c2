import Diagnostics
import SQLText

/// Writes a migration without a transaction: its statements one at a time, each with its progress.
extension ScriptWriter {
  func separateSteps(_ item: Plan.Item, _ body: Body) throws -> [Step] {
    let direction = item.direction
    var values = try values(item)
    values["direction"] = .text(direction.rawValue)
    values["expected"] = .number(direction == .up ? 0 : 1)
    values["finished"] = .number(item.resumes?.finished ?? 0)
    try refuseChanges(since: item.resumes, body, path: item.migration.source.path)
    var steps = [Step(.claim, try progressClaim(item, values))]
    let settings = try session(item.migration, scope: "session")
    steps += settings
    // If a statement has finished, the hook before the migration has run.
    if item.resumes?.finished ?? 0 == 0 { steps += try separateHook(.before, item) }
    let isControlled = try preflight.hasControl(body.statements, of: body.text)
    let areJoined = try joining.choice(of: body.statements, in: body.text, isControlled: isControlled)
    var sent = SentStatement(
      values: values, settings: settings.map(\.sql).joined(), isControlled: isControlled)
    for (index, statement) in body.statements.enumerated() {
      let text = String(body.text[utf8Range: statement.range])
      sent.begin(index, chain: Checksum.chain(sent.chain, text))
      sent.effect = areJoined[index] ? nil : try effects.effect(of: statement, in: body.text)
      if let resumes = item.resumes, index < resumes.finished {
        // Its effect on the session was lost with that session.
        if sent.effect == .session { steps.append(body.setting(statement)) }
      } else if item.resumes?.finished == index, item.verdict == .finished {
        steps.append(try advance(sent))
      } else {
        if item.resumes?.finished == index, case .clear(let removal) = item.verdict {
          steps.append(Step(.session, removal))
        }
        let step = body.step(of: statement, dialect.syntax)
        steps += areJoined[index] ? [try joined(step, sent)] : try alone(step, sent)
      }
      if sent.effect == .session { sent.settings += body.shown(statement, dialect.syntax) }
    }
    let record = try sql(direction == .up ? "tracker-record" : "tracker-remove", values)
    let closing = [Step(.record, record), Step(.record, try sql("progress-remove", values))]
    return try steps + separateHook(.after, item) + reset() + transaction(closing + noted(item))
  }

  /// What became of the statement that was under way when the run before was stopped.
  ///
  /// - Returns: nil if none was; otherwise the state before it, and the question about it.
  /// - Throws: ``PlanError/undecided(_:_:isChanged:)`` if the database cannot be asked.
  package func interruption(of item: Plan.Item) throws -> Interruption? {
    guard let progress = item.resumes, let begun = progress.begun,
      let block = item.migration.block(item.direction)
    else { return nil }
    let body = try body(of: item.migration, block)
    try refuseChanges(since: progress, body, path: item.migration.source.path)
    guard body.statements.indices.contains(progress.finished) else {
      throw PlanError.changedWhileInterrupted(progress, path: item.migration.source.path)
    }
    var settings = try session(item.migration, scope: "session").map(\.sql).joined()
    for statement in body.statements[..<progress.finished]
    where try effects.effect(of: statement, in: body.text) == .session {
      settings += body.shown(statement, dialect.syntax)
    }
    let statement = body.statements[progress.finished]
    let place = body.origin.location(at: statement.start)
    guard begun.isOf(body.chains[progress.finished]) else {
      throw PlanError.undecided(progress, at: place, isChanged: true)
    }
    let effect = try effects.effect(of: statement, in: body.text)
    // Its progress was part of the transaction that the statement commits, so it has been committed.
    if effect == .commit { return .known(.finished) }
    guard let inquiry = try inquiry(into: effect, settings) else {
      throw PlanError.undecided(progress, at: place, isChanged: false)
    }
    return .asked(inquiry, before: begun.before)
  }

  /// What is known of a statement that was under way when a run was stopped.
  package enum Interruption { case known(Verdict), asked(Inquiry, before: String) }

  private func refuseChanges(
    since progress: History.Progress?, _ body: Body, path: String
  ) throws {
    guard let progress, progress.finished > 0 else { return }
    guard progress.finished <= body.statements.count,
      body.chains[progress.finished - 1] == progress.checksum
    else { throw PlanError.changedWhileInterrupted(progress, path: path) }
  }

  /// A statement and its progress, in one transaction.
  private func joined(_ step: Step, _ sent: SentStatement) throws -> Step {
    let begin = try sql("transaction-begin")
    let progress = try ownSession + sql("progress-advance", sent.values) + sql("transaction-commit")
    return Step(
      .migration, begin + step.sql + progress, origin: step.origin, lead: begin.utf8.count + step.lead,
      statements: step.statements, isWhole: true
    ).hiding(step.secrets)
  }

  /// A statement that is sent alone, its progress, and before it what tells later whether it has run.
  private func alone(_ step: Step, _ sent: SentStatement) throws -> [Step] {
    let advance = try advance(sent)
    guard dialect.has("progress-begin"), let effect = sent.effect, !effect.isRepeatable else {
      return [step, advance]
    }
    let inquiry = try inquiry(into: effect, sent.settings)
    var values = sent.values
    values["begun"] = .text(History.Begun.mark(after: sent.previous, sent.chain))
    values["look"] = .text(inquiry.map { "(\($0.query.trimmingBlanks.dropLast()))" } ?? "'unknown'")
    let begin = try own(sql("progress-begin", values), sent)
    values["chain"] = .text(sent.previous)
    values["finished"] = .number(sent.index)
    let refused = try sql("progress-refused", values)
    return [begin, step.recovering(Step.Recovery(inquiry: inquiry, refused: refused)), advance]
  }

  private func advance(_ sent: SentStatement) throws -> Step {
    try own(sql("progress-advance", sent.values), sent)
  }

  /// A change of the progress by itself; it must not end a transaction of the migration's own.
  private func own(_ progress: String, _ sent: SentStatement) throws -> Step {
    let own = try sent.isControlled ? "" : ownSession
    guard !own.isEmpty else { return Step(.record, progress) }
    let whole = try sql("transaction-begin") + own + progress + sql("transaction-commit")
    return Step(.record, whole, isWhole: true)
  }

  /// What lets Rung write its own rows, whatever role the migration has taken, until the transaction ends.
  private var ownSession: String { get throws { dialect.has("session-own") ? try sql("session-own") : "" } }

  /// The question whether a statement has run; nil if the dialect has none for it.
  private func inquiry(into effect: Effect, _ settings: String) throws -> Inquiry? {
    guard let object = effect.object, dialect.has("look-\(object.kind)") else { return nil }
    let removes = object.mayBeInvalid && dialect.has("remove-invalid")
    return Inquiry(
      query: try sql("look-\(object.kind)", object.values), settings: settings,
      creates: effect.isCreation, removal: removes ? try sql("remove-invalid", object.values) : nil)
  }
}

extension Body {
  /// A statement for the session of a question; nothing if it has a secret, which no question needs.
  fileprivate func shown(_ statement: Statement, _ syntax: Syntax) -> String {
    guard secrets(of: statement).isEmpty else { return "" }
    return String(text[utf8Range: statement.range].terminated(after: nil, syntax))
  }

  /// A finished statement that is sent again, because what it set ended with its session.
  fileprivate func setting(_ statement: Statement) -> Step {
    let text = String(text[utf8Range: statement.range])
    let blanks = text.utf8.prefix { $0 == 0x20 || (0x09...0x0D).contains($0) }.count
    return Step(.session, text.trimmingBlanks + "\n").hiding(
      secrets(of: statement).map { $0.moved(by: blanks) })
  }
}

/// A statement of a migration without a transaction, and what has been sent before it.
private struct SentStatement {
  var values: [String: SQLTemplate.Value]
  /// The SQL with which a new session gets the settings of this one.
  var settings: String
  /// Whether the migration begins or ends transactions itself.
  let isControlled: Bool
  var index = 0
  var chain = ""
  /// The chain of the statements before it.
  var previous = ""
  /// What it changes; nil if it is joined with its progress.
  var effect: Effect?

  mutating func begin(_ index: Int, chain: String) {
    self.index = index
    (previous, self.chain) = (self.chain, chain)
    values["finished"] = .number(index + 1)
    values["chain"] = .text(chain)
  }
}
