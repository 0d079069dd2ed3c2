/// The question to a database whether a statement has run.
package struct Inquiry: Sendable, Equatable {
  /// The query for the state of the statement's object, one value: `absent`, `there` or `invalid`.
  let query: String
  /// The settings that the statement had in its session.
  let settings: String
  /// Whether the statement creates the object; otherwise it removes it.
  let creates: Bool
  /// The SQL that removes what a stopped statement may have left of the object.
  package let removal: String?

  /// The SQL whose last value is the state of the object.
  package var sql: String { settings + query }
  /// Whether it leaves settings in the session.
  package var changesSession: Bool { !settings.isEmpty }

  /// What became of the statement.
  ///
  /// - Parameters:
  ///   - before: the state before the statement was sent.
  ///   - now: the state after the run was stopped.
  /// - Returns: how to continue.
  package func verdict(before: String, now: String) -> Verdict {
    let after = creates ? "there" : "absent"
    // A statement that found its object as it should become has failed, and will say so again.
    if before == after { return .run }
    if now == after { return .finished }
    if let removal, before == "absent", now == "invalid" { return .clear(removal) }
    return .run
  }
}

/// How to continue with the statement that was under way when a run was stopped.
package enum Verdict: Sendable, Equatable {
  /// It has not run.
  case run
  /// It has run.
  case finished
  /// It has left something useless, which this SQL removes, and must run again.
  case clear(String)
}
