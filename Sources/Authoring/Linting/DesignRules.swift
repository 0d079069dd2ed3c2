/// The rules about what will be hard to live with later.
extension MigrationRules {
  func designing(_ statement: WatchedStatement) -> [LintFinding] {
    let (before, after) = (statement.before, statement.after)
    let columns = after.columns.added(since: before.columns).flatMap { column in
      typed(column, of: after).map { rule, what in
        LintFinding(rule, "\(column.name) of \(after.name(column.owner)) \(what)", at: statement.place)
      }
    }
    let types = after.enums.filter { before.enums[$0.key] == nil }.values.sorted().map {
      LintFinding(.enumType, "creates the enumerated type \($0)", at: statement.place)
    }
    let domains = after.constraints.added(since: before.constraints).filter { $0.kind == .domain }.map {
      LintFinding(.domainConstraint, "gives a domain the constraint \($0.name)", at: statement.place)
    }
    return columns + types + domains + unindexed(statement)
  }

  /// What is to be said about the type of a column, as PostgreSQL spells it.
  private func typed(_ column: Look.Column, of look: Look) -> [(LintRule, String)] {
    guard words.isPostgreSQL else { return [] }
    var rules: [(LintRule, String)] = []
    let isKey = look.constraints.values.contains {
      $0.kind == .primaryKey && $0.owner == column.owner && $0.columns == [column.number]
    }
    let isNumbered = column.source == .sequence || column.source == .identity
    let isReference = column.name == "id" || column.name.hasSuffix("_id")
    if ["integer", "smallint"].contains(column.type), isKey || isNumbered || isReference {
      rules.append(
        (.smallKey, "has room for \(column.type == "integer" ? "2,147,483,647" : "32,767") numbers"))
    }
    if column.source == .sequence {
      rules.append((.serialColumn, "has a sequence of its own, with rights of its own"))
    }
    switch column.type {
    case "json": rules.append((.jsonColumn, "is json, which has no equality"))
    case let type where type.hasPrefix("timestamp") && type.hasSuffix("without time zone"):
      rules.append((.timestampWithoutZone, "does not say which time zone it means"))
    case let type where type.hasPrefix("character varying("):
      rules.append((.limitedText, "is \(type), whose limit is hard to change"))
    case let type where type.hasPrefix("character(") || type == "character":
      rules.append((.paddedText, "is \(type), which is filled up with blanks"))
    default: break
    }
    return rules
  }

  /// The foreign keys of a statement whose columns no index begins with, at the end of the migration.
  private func unindexed(_ statement: WatchedStatement) -> [LintFinding] {
    statement.after.constraints.added(since: statement.before.constraints).compactMap { key in
      guard key.kind == .foreignKey, let table = key.owner, end.constraints[key.identity] != nil,
        !hasIndex(of: key.columns, table), !isRenamed(table, by: statement)
      else { return nil }
      let columns = end.names(of: key.columns, in: table).joined(separator: ", ")
      return LintFinding(
        .foreignKeyWithoutIndex, "refers to \(end.name(key.target ?? "")) by \(columns), which has no index",
        evidence: "whoever deletes or changes a row there reads all rows of \(end.name(table))",
        at: statement.place)
    }
  }

  /// Whether a table only has a new name, where the name is its identity.
  private func isRenamed(_ table: String, by statement: WatchedStatement) -> Bool {
    guard let new = statement.after.relations[table], statement.before.relations[table] == nil else {
      return false
    }
    return statement.before.relations.values.contains { $0.storage == new.storage }
  }

  private func hasIndex(of columns: [String], _ table: String) -> Bool {
    end.relations.values.contains { index in
      index.kind == .index && index.owner == table
        && Set(index.columns.prefix(columns.count)) == Set(columns)
    }
  }

  /// The second `alter table` of the same table in a row.
  func repeating(_ index: Int) throws -> [LintFinding] {
    guard index > 0, statements[index].isInTransaction, let table = try alteredTable(statements[index]),
      try alteredTable(statements[index - 1]) == table,
      try index < 2 || alteredTable(statements[index - 2]) != table
    else { return [] }
    return [
      LintFinding(
        .severalAlters, "alters \(table) once more, right after another statement that does",
        at: statements[index].place)
    ]
  }
}
