import Diagnostics
import SQLText

/// Writes repeatable migrations, which run as a whole each time, so that nothing of them is resumed.
extension ScriptWriter {
  /// The steps of a repeatable migration, whose row is replaced when it has run.
  func repeatedSteps(_ item: Plan.Item, _ body: Body, isTransactional: Bool) throws -> [Step] {
    let closing = try [row(item)] + noted(item)
    guard isTransactional else { return try separateWork(item, body) + transaction(closing) }
    return try transaction(work(item, body) + closing, at: isolation(of: item.migration, body))
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
  func removal(of rows: [History.Row], _ verb: Plan.Verb) throws -> Script.Section? {
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
