import Diagnostics
import SQLText

extension Script.Section {
  /// The section with each of the user's statements as a step of its own, for whoever looks at the database
  /// between them.
  package func separated(_ syntax: Syntax) -> Script.Section {
    with(steps: steps.flatMap { $0.separated(syntax) })
  }
}

extension Step {
  /// The user's statements one at a time, between what Rung sends along with them.
  fileprivate func separated(_ syntax: Syntax) -> [Step] {
    guard kind == .migration, let origin, let last = statements.last else { return [self] }
    let user = sql[utf8Range: lead..<sql.utf8.count]
    let before = lead > 0 ? [Step(.session, sql[utf8Range: 0..<lead])] : []
    let own = statements.map { statement in
      Step(separate: statement, text: user[utf8Range: statement.range], origin: origin, syntax: syntax)
        .hiding(
          secrets.filter { statement.range.contains($0.range.lowerBound) }
            .map { $0.moved(by: statement.range.lowerBound) })
    }
    let rest = user[utf8Range: last.range.upperBound..<user.utf8.count]
    return before + own + (isWhole ? [Step(.record, rest)] : [])
  }
}
