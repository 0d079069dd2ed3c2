import Migrations
import SQLText

/// The table for testing a driver, and the scripts that are sent to it.
struct TestTable {
  let dialect: Dialect
  private let values: [String: SQLTemplate.Value] = [
    "table": .name(["rung_driver_test"]), "name": .text("rung_driver_test"), "schema": .null,
    "progress": .name(["rung_driver_test_progress"]), "progress_name": .null,
    "lock": .text("rung_driver_test"), "lock_timeout": .number(0),
  ]

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// A block of the dialect; empty if the dialect does not have it.
  func sql(_ block: String, _ more: [String: SQLTemplate.Value] = [:]) -> String {
    (try? dialect.sql(block, values.merging(more) { $1 })) ?? ""
  }

  func marker(_ step: Int) -> String { sql("step-marker", ["step": .number(step)]) }

  /// A row.
  func stamp(_ number: Int, _ description: String = "") -> String {
    sql(
      "tracker-stamp",
      [
        "version": .text(TestTable.version(number)), "type": .text("sequential"),
        "description": .text(description), "checksum": .text(String(repeating: "0", count: 32)),
        "author": .text("test"), "replaces": .null,
        "next": .text(String(sql("tracker-next").trimmingBlanks.dropLast())),
      ])
  }

  /// Many rows.
  func stamps(_ numbers: Range<Int>) -> String { numbers.map { stamp($0) }.joined() }

  static func version(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
  }

  func transaction(_ script: String) -> String {
    sql("transaction-begin") + script + sql("transaction-commit")
  }

  /// A statement that no database accepts.
  let mistake = "this is not sql;\n"

  /// The query for all rows; a given expression replaces its column.
  func read(_ expressions: [String: String] = [:]) -> String {
    let columns = TrackerBackfill.columns.map { ($0, SQLTemplate.Value.text(expressions[$0] ?? $0)) }
    return sql("tracker-read", Dictionary(uniqueKeysWithValues: columns))
  }

  /// The script that drops the table.
  ///
  /// - Throws: ``DialectError`` for a dialect without a block for it.
  var drop: String { get throws { transaction(try dialect.sql("tracker-drop", values)) } }

  /// The texts in a form in which a reader can distinguish them.
  static func listed(_ texts: [String?]) -> String {
    texts.map { $0?.debugDescription ?? "null" }.joined(separator: ", ")
  }
}
