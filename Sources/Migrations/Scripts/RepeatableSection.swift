import Diagnostics
import SQLText

/// Writes repeatable migrations, which run as a whole each time, so that nothing of them is resumed.
extension ScriptWriter {
  /// The section of a repeatable migration: its row is replaced when it has run.
  func repeated(_ item: Plan.Item) throws -> Script.Section {
    let migration = item.migration
    let isTransactional =
      migration.directives.transactional ?? (options.transactional && dialect.hasTransactionalDDL)
    let body = try body(of: migration, migration.up)
    let keys = migration.directives.foreignKeys
    let switches = try preflight.check(
      body.statements, of: body.text, body.origin, isTransactional: isTransactional, keys: keys)
    let work = try work(item, body, isTransactional: isTransactional)
    let closing = try [row(item)] + noted(item)
    var steps =
      try isTransactional
      ? transaction(work + closing, at: isolation(of: migration, body)) : work + transaction(closing)
    if let keys { steps.insert(try foreignKeysSet(keys, migration), at: 0) }
    if keys != nil || switches { steps.append(try foreignKeys(options.foreignKeys ?? false, .restore)) }
    return Script.Section(
      title: "\(migration.title) (\(migration.source.path))", migration: migration,
      isTransactional: isTransactional, mayCommitEarly: isTransactional && dialect.recordsLast, steps: steps)
  }

  /// The user's SQL, and what its session needs.
  private func work(_ item: Plan.Item, _ body: Body, isTransactional: Bool) throws -> [Step] {
    if isTransactional { return try work(item, body) }
    return try session(item.migration, scope: "session") + separateHook(.before, item)
      + body.separate(dialect.syntax) + separateHook(.after, item) + reset()
  }

  /// The statements that replace the row.
  ///
  /// Its execution_sequence is 0, so that no tool takes it for the current version.
  private func row(_ item: Plan.Item) throws -> Step {
    let values = try values(item.migration)
    let removal = try item.row.map { try sql("tracker-remove", ["version": .text($0.name)]) } ?? ""
    let place: [String: SQLTemplate.Value] = [
      "version": .text("\(item.migration.version)"), "sequence": .number(0), "type": .null, "checksum": .null,
    ]
    return try Step(.record, removal + sql("tracker-stamp", values) + sql("tracker-backfill", place))
  }

  /// The section that removes rows of repeatable migrations; nil if there are none.
  func forgetting(_ rows: [History.Row], _ verb: Plan.Verb) throws -> Script.Section? {
    guard !rows.isEmpty else { return nil }
    let steps = try rows.map { Step(.record, try sql("tracker-remove", ["version": .text($0.name)])) }
    let names = rows.map { "'\($0.name)'" }.joined(separator: ", ")
    return Script.Section(
      title: verb == .upgrade
        ? "rows of repeatable migrations without a file"
        : "repeatable migrations run again with the next upgrade",
      steps: try transaction(steps),
      notes: verb == .upgrade
        ? ["removed the rows of \(names), which have no file; what they have created is kept"] : [])
  }
}
