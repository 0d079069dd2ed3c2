import Diagnostics
import SQLText

/// The rows of a database by table, as SQL, regardless of their order.
struct TableRows {
  /// How often each row is there, by table.
  private var tables: [String: [String: Int]] = [:]

  /// The number of rows.
  var count: Int { tables.values.reduce(0) { $0 + $1.values.reduce(0, +) } }

  /// Reads the statements of a dump that insert or copy rows.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  init(_ dump: String, _ dialect: Dialect) throws(PatternError) {
    let opening = try Pattern(
      statement: "(?: insert (?&gap) into | copy ) (?&gap) (?<name> (?&table) )", dialect.syntax)
    for statement in try StatementSplitter(dialect.lexer).statements(of: dump) {
      guard let table = try opening.firstMatch(in: dump, from: statement.start)?.text("name"),
        // SQLite's own tables hold counters and statistics.
        !table.hasPrefix("sqlite_")
      else { continue }
      if let data = statement.data {
        for line in dump[utf8Range: data].split(separator: "\n") { add(String(line), to: table) }
      } else {
        add(String(dump[utf8Range: statement.start..<statement.terminator.lowerBound]), to: table)
      }
    }
  }

  private mutating func add(_ row: String, to table: String) {
    tables[table, default: [:]][row, default: 0] += 1
  }

  /// The tables in which rows differ, each with the number of rows, in words.
  ///
  /// - Parameter later: the rows at another time.
  /// - Returns: the tables that have lost rows, or values of rows, and those that have more rows.
  func difference(to later: TableRows) -> (lost: [String], added: [String]) {
    var (lost, added): ([String], [String]) = ([], [])
    for table in Set(tables.keys).union(later.tables.keys).sorted() {
      let (old, new) = (tables[table] ?? [:], later.tables[table] ?? [:])
      let missing = old.reduce(0) { $0 + max(0, $1.value - (new[$1.key] ?? 0)) }
      let more = new.reduce(0) { $0 + max(0, $1.value - (old[$1.key] ?? 0)) }
      if missing > 0 { lost.append("\(table) (\(Phrase.count(missing, "row")))") }
      if more > missing { added.append("\(table) (\(Phrase.count(more - missing, "row")))") }
    }
    return (lost, added)
  }
}

/// What a comparison of rows says about a down block.
struct RowVerdict {
  /// Whether the rows are the same.
  let isProof: Bool
  /// The words after 'up, down, up'.
  let words: String

  init(_ before: TableRows, _ after: TableRows) {
    let (lost, added) = before.difference(to: after)
    isProof = lost.isEmpty && added.isEmpty
    let problems =
      (lost.isEmpty ? [] : ["impossible: data is lost: \(lost.joined(separator: ", "))"])
      + (added.isEmpty ? [] : ["not undone: rows are left: \(added.joined(separator: ", "))"])
    words =
      isProof
      ? before.count == 0 ? "; no rows to compare" : "; proved, with \(Phrase.count(before.count, "row"))"
      : "; " + problems.joined(separator: "; ")
  }
}

/// The error that reverting migrations does not restore the rows that were there before.
package struct UnrestoredRows: Diagnostic {
  let versions: [String]

  package var message: String {
    "reverting \(Phrase.list(versions)) does not restore the rows that were there before"
  }
  package var remedy: String? {
    "let the up block keep a copy of these rows, or save them before 'rung downgrade'"
  }
  package var status: ExitStatus { .failed }
}
