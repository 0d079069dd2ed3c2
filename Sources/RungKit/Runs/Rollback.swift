import Diagnostics
import Migrations
import Projects
import System

extension Run {
  /// The script that undoes what a decision does, with comments that bind it to the plan for review.
  ///
  /// It is what a downgrade would send after the plan has run. Nothing of the database is read for it.
  ///
  /// - Throws: ``RollbackError`` for a migration that cannot be undone, and the errors of a downgrade.
  func rollback(of decision: Decision, _ snapshot: Snapshot, _ reviewed: ReviewedPlan) throws -> String {
    guard let plan = decision.plan else { return "" }
    let hasProgress = snapshot.history.hasProgress || decision.script?.countsProgress == true
    var state = snapshot.state
    state.history = snapshot.history.after(plan, by: author, hasProgress: hasProgress)
    let after = Snapshot(
      state: state, reconciliation: Reconciliation([], state.history), attempts: snapshot.attempts, count: 0,
      driver: snapshot.driver, isFinal: true)
    let back = try plan.rollback(
      project.catalog, after: state.history, policy: policy(snapshot.attempts), load: loader.loaded)
    let lines = bindings(of: plan, snapshot, reviewed)
    if let script = try self.decision(back, after, isEmpty: back.isEmpty).script {
      return script.heading(with: lines).text
    }
    return (["rung downgrade: nothing to revert"] + lines).map { "-- \($0)\n" }.joined()
  }

  /// The comments that say what the script undoes, and what it does not.
  private func bindings(of plan: Plan, _ snapshot: Snapshot, _ reviewed: ReviewedPlan) -> [String] {
    let end = reviewed.facts.first { $0.name == "to" }?.value ?? "base"
    var lines = [
      "undoes the plan with sha256: \(reviewed.digest)",
      "from \(end) back to \(snapshot.state.history.revision ?? "base")",
    ]
    let repeated = plan.items.map(\.migration).filter(\.isRepeatable)
    if !repeated.isEmpty {
      let names = Phrase.list(repeated.map(\.source.path.lastPart))
      lines.append("not undone: what \(names) made; repeatable migrations have no down block")
    }
    let repair = TrackerRepair(project.catalog, snapshot.state.history)
    if repair != nil || !snapshot.reconciliation.isEmpty || !plan.removedRows.isEmpty {
      lines.append("not undone: the changes of the tracking table before the first migration")
    }
    for item in plan.items where item.resumes != nil {
      lines.append("'\(item.migration.version)' was interrupted before the plan: this reverts all of it")
    }
    return lines
  }
}
