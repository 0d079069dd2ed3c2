import Diagnostics
import SQLText

/// The rules about what is lost, renamed or made.
extension MigrationRules {
  /// What a running program, or a down migration, will miss.
  func losing(_ statement: WatchedStatement) throws -> [LintFinding] {
    try tables(statement) + columns(statement)
  }

  private func tables(_ statement: WatchedStatement) throws -> [LintFinding] {
    let (before, after) = (statement.before, statement.after)
    var findings: [LintFinding] = []
    let gone = before.relations.added(since: after.relations).filter {
      $0.kind == .table && isOld($0.identity)
    }
    let new = after.relations.added(since: before.relations).filter { $0.kind == .table }
    for table in gone {
      if let other = new.first(where: { $0.storage == table.storage }) {
        findings.append(renamed(table, to: other.name, by: statement))
        continue
      }
      // What comes back under its name was only rebuilt.
      guard end.relations[table.identity] == nil else { continue }
      findings.append(LintFinding(.dropsTable, "drops the table \(table.name)", at: statement.place))
    }
    for table in before.relations.values.sorted(by: { $0.name < $1.name })
    where table.kind == .table && isOld(table.identity) {
      guard let other = after.relations[table.identity], other.name != table.name else { continue }
      findings.append(renamed(table, to: other.name, by: statement))
    }
    if try isTruncation(statement) {
      findings += statement.rewritten(since: start).filter { $0.kind == .table }.map {
        LintFinding(.emptiesTable, "deletes every row of \($0.name)", at: statement.place)
      }
    }
    let deleted = gone.filter { table in !new.contains { $0.storage == table.storage } }
    return findings + deleting(deleted, statement) + rebuilding(new, statement)
  }

  private func renamed(_ table: Look.Relation, to name: String, by statement: WatchedStatement) -> LintFinding
  {
    LintFinding(.renamesTable, "renames the table \(table.name) to \(name)", at: statement.place)
  }

  /// On SQLite, a table that is dropped while foreign keys are on takes the rows that refer to it along.
  ///
  /// https://www.sqlite.org/foreignkeys.html#fk_schemacommands
  private func deleting(_ gone: [Look.Relation], _ statement: WatchedStatement) -> [LintFinding] {
    guard statement.before.settings["foreign_keys"] == "1" else { return [] }
    let keys = statement.before.constraints.values.filter { key in
      key.kind == .foreignKey && ["CASCADE", "SET NULL", "SET DEFAULT"].contains(key.onDelete)
        && gone.contains { $0.identity == key.target && $0.identity != key.owner }
    }
    return keys.sorted { $0.identity < $1.identity }.map { key in
      let child = statement.before.name(key.owner ?? "")
      let what = key.onDelete == "CASCADE" ? "deletes the rows of \(child)" : "changes the rows of \(child)"
      return LintFinding(
        .losesRows, "\(what) that refer to \(statement.before.name(key.target ?? ""))",
        evidence: "on delete \(key.onDelete.lowercased()), and foreign_keys is on", at: statement.place)
    }
  }

  private func rebuilding(_ new: [Look.Relation], _ statement: WatchedStatement) -> [LintFinding] {
    new.filter { isOld($0.identity) && statement.before.relations[$0.identity] == nil }.flatMap { table in
      let lost = start.columns(of: table.identity).filter { statement.after.columns[$0.identity] == nil }
      return [LintFinding(.rebuildsTable, "replaces the table \(table.name) by a copy", at: statement.place)]
        + lost.map {
          LintFinding(
            .dropsColumn, "drops the column \($0.name) of \(table.name), which the copy does not have",
            at: statement.place)
        }
    }
  }

  private func columns(_ statement: WatchedStatement) throws -> [LintFinding] {
    let (before, after) = (statement.before, statement.after)
    let gone = before.columns.added(since: after.columns)
      .filter { isOld($0.owner) && after.relations[$0.owner] != nil && before.relations[$0.owner] != nil }
    let new = after.columns.added(since: before.columns)
    let isRename = try renames(statement)
    var findings = gone.map { column in
      let table = after.name(column.owner)
      if let other = new.first(where: { isRename(column, $0) }) {
        return renamed(column, to: other.name, by: statement)
      }
      return LintFinding(
        .dropsColumn, "drops the column \(column.name) of \(table)", at: statement.place)
    }
    for column in before.columns.values.sorted(by: { $0.name < $1.name }) where isOld(column.owner) {
      guard let other = after.columns[column.identity] else { continue }
      if other.name != column.name { findings.append(renamed(column, to: other.name, by: statement)) }
      if column.isRequired, !other.isRequired {
        let what = "lets \(column.name) of \(after.name(column.owner)) be null"
        findings.append(LintFinding(.dropsNotNull, what, at: statement.place))
      }
    }
    return findings
      + new.filter {
        // The rows of a table that takes the place of another one have values.
        isOld($0.owner) && before.relations[$0.owner] != nil && $0.isRequired && $0.source == .nothing
      }
      .filter { column in !gone.contains { isRename($0, column) } }
      .map {
        LintFinding(
          .requiredColumn, "adds \($0.name) to \(after.name($0.owner)) without a value for the rows there",
          at: statement.place)
      }
  }

  /// Whether a column that is gone has the name of a new one now, where the name is its identity.
  ///
  /// On SQLite the new one has its number. On MySQL one that is added while another is dropped may have it
  /// too, and one that is renamed may move, so that both names must be in the statement.
  private func renames(_ statement: WatchedStatement) throws -> (Look.Column, Look.Column) -> Bool {
    guard let pattern = words.renamedColumn else {
      return { $0.owner == $1.owner && $0.number == $1.number }
    }
    func plain(_ name: String) -> String { name.filter { $0 != "`" && $0 != "\"" }.lowercased() }
    let renames = try pattern.matches(in: statement.text).map { match in
      ["old", "new"].map { plain(match.text($0) ?? "") }
    }
    return { $0.owner == $1.owner && renames.contains([plain($0.name), plain($1.name)]) }
  }

  private func renamed(_ column: Look.Column, to name: String, by statement: WatchedStatement) -> LintFinding
  {
    let table = statement.after.name(column.owner)
    return LintFinding(
      .renamesColumn, "renames the column \(column.name) of \(table) to \(name)", at: statement.place)
  }
}
