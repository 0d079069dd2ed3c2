import Diagnostics

/// The rules about what other sessions have to wait for.
extension MigrationRules {
  func locking(_ statement: WatchedStatement) throws -> [LintFinding] {
    // What MySQL says about a statement says more than that its rows have moved.
    if let grade = statement.grade { return altering(statement, grade) }
    return try rewriting(statement) + constraining(statement) + indexing(statement)
  }

  private func altering(_ statement: WatchedStatement, _ grade: AlterGrade) -> [LintFinding] {
    switch grade {
    case .instant, .online: []
    case .shared:
      [
        LintFinding(
          .blocksWrites, "keeps everybody from writing to the table",
          evidence: "the server refuses LOCK=NONE", at: statement.place)
      ]
    case .copy:
      [
        LintFinding(
          .copiesTable, "copies every row of the table, while others can only read",
          evidence: "the server refuses ALGORITHM=INPLACE", at: statement.place)
      ]
    }
  }

  private func rewriting(_ statement: WatchedStatement) throws -> [LintFinding] {
    if try isTruncation(statement) { return [] }
    let rewritten = statement.rewritten(since: start) + rebuilt(statement)
    let tables = Set(rewritten.filter { $0.kind == .table }.map(\.identity))
    return rewritten.filter { $0.owner.map { !tables.contains($0) } ?? true }.map { relation in
      let what =
        relation.kind == .index
        ? "rebuilds the index \(relation.name)" : "rewrites every row of \(relation.name)"
      return LintFinding(
        .rewritesTable, what, evidence: evidence(statement, relation.owner ?? relation.identity),
        at: statement.place)
    }
  }

  /// The indexes that take the place of one of the same name, because a column has another type.
  private func rebuilt(_ statement: WatchedStatement) -> [Look.Relation] {
    statement.after.relations.added(since: statement.before.relations).filter { index in
      index.kind == .index && isOld(index.owner)
        && statement.before.relations.values.contains { $0.owner == index.owner && $0.name == index.name }
    }
  }

  private func constraining(_ statement: WatchedStatement) -> [LintFinding] {
    let (before, after) = (statement.before, statement.after)
    let validated = after.constraints.values.filter { constraint in
      guard let table = constraint.owner, isOld(table), constraint.isValid,
        // The same constraint may have been made again, because its column has another type.
        !before.constraints.values.contains(where: {
          $0.isValid && $0.owner == table && $0.name == constraint.name
        })
      else { return false }
      return [.check, .foreignKey].contains(constraint.kind)
        && isLocked(table, statement)
    }
    let checks = validated.sorted { $0.name < $1.name }.map { constraint in
      LintFinding(
        .validatesConstraint,
        "checks every row of \(after.name(constraint.owner ?? "")) for \(constraint.name) while it is locked",
        evidence: evidence(statement, constraint.owner, constraint.target), at: statement.place)
    }
    let scanned = Set(statement.scanned(since: start).map(\.identity))
    let required = after.columns.values.filter { column in
      column.isRequired && before.columns[column.identity]?.isRequired == false && isOld(column.owner)
        && scanned.contains(column.owner)
    }
    let scans = required.sorted { $0.name < $1.name }.map { column in
      LintFinding(
        .scansForNotNull,
        "reads every row of \(after.name(column.owner)) for a null in \(column.name) while it is locked",
        evidence: evidence(statement, column.owner), at: statement.place)
    }
    return checks + scans
  }

  private func indexing(_ statement: WatchedStatement) throws -> [LintFinding] {
    let (before, after) = (statement.before, statement.after)
    let rebuilt = Set(rebuilt(statement).map(\.identity))
    let added = after.relations.added(since: before.relations).filter {
      $0.kind == .index && isOld($0.owner) && !rebuilt.contains($0.identity)
    }
    let constraints = after.constraints.added(since: before.constraints)
    let parents = added.filter(\.isPartitioned)
    var findings = topmost(added, parents).compactMap { index -> LintFinding? in
      let table = index.owner ?? ""
      let own = constraints.first { $0.owner == table && $0.isMade(of: index) }
      guard isLocked(table, statement) else { return nil }
      let (rule, work): (LintRule, String) =
        switch own?.kind {
        case .exclusion: (.exclusionBlocksAll, "builds the index of \(index.name)")
        case .unique, .primaryKey: (.uniqueBlocksAll, "builds the index of \(index.name)")
        default: (.indexBlocksWrites, "builds the index \(index.name)")
        }
      let others = rule == .indexBlocksWrites ? "nobody can write to" : "nobody can read or write"
      return LintFinding(
        rule, "\(work) while \(others) \(after.name(table))", evidence: evidence(statement, table),
        advice: parents.isEmpty ? nil : advice(rule), at: statement.place)
    }
    if try isIndexDrop(statement) {
      findings += statement.locks(since: start).filter(\.mode.blocksReads).map { lock in
        LintFinding(
          .dropBlocksAll, "drops an index while nobody can read or write \(lock.name)",
          evidence: evidence(statement, lock.table), at: statement.place)
      }
    }
    return findings
  }

  /// The indexes of a statement without those of partitions, which come with that of their table.
  ///
  /// The index of a partitioned table has no rows of its own, so that there is nothing to wait for if no
  /// partition gets one.
  private func topmost(_ added: [Look.Relation], _ parents: [Look.Relation]) -> [Look.Relation] {
    // It is made before those of its partitions, which may have partitions too.
    guard let first = parents.first else { return added }
    return added.count == parents.count ? [] : parents.filter { $0.owner == first.owner }
  }

  /// What to do instead on a partitioned table, which refuses `concurrently` and `using index`.
  private func advice(_ rule: LintRule) -> String? {
    switch rule {
    case .indexBlocksWrites:
      "create it 'on only' the table, build the index of each partition concurrently, and attach those to it"
    case .uniqueBlocksAll:
      "add it to 'only' the table, build the unique index of each partition concurrently, "
        + "add its constraint 'using index', and attach those indexes"
    default: nil
    }
  }

  /// The rules about locks that are held until the transaction ends.
  ///
  /// - Parameter others: what the other rules found, which says more about the work of a statement.
  /// - Returns: at most one finding of each rule.
  func waiting(_ others: [LintFinding]) -> [LintFinding] {
    var findings: [LintFinding] = []
    var held: [TableLock] = []
    var isTold: Set<LintRule> = []
    func tell(_ rule: LintRule, _ summary: String, evidence: String? = nil, at statement: WatchedStatement) {
      guard isTold.insert(rule).inserted else { return }
      findings.append(LintFinding(rule, summary, evidence: evidence, at: statement.place))
    }
    for statement in statements {
      let locks = statement.locks(since: start)
      let isJudged = others.contains { $0.location == statement.place && $0.rule.severity == .error }
      if !isJudged, let lock = held.max(by: { $0.mode < $1.mode }), let work = work(of: statement) {
        tell(
          .worksUnderLock, "\(work) while nobody can \(lock.mode.blocked) \(lock.name)", at: statement)
      }
      let lock = locks.first(where: \.mode.blocksWrites)
      if lock != nil || statement.grade != nil, statement.after.settings["lock_timeout"] == "0" {
        let name = lock?.name ?? "its table"
        tell(
          .noLockTimeout, "waits for the lock on \(name) as long as it takes, and everybody else behind it",
          evidence: evidence(statement, lock?.table), at: statement)
      }
      if words.commitsChanges, statement.changesSchema, statement.place != statements.last?.place {
        tell(
          .commitsHalfway, "is committed at once, so that it stays if a later statement fails", at: statement)
      }
      guard statement.isInTransaction else { continue }
      for lock in locks where lock.mode.blocksWrites {
        let known = held.first { $0.table == lock.table }
        held =
          held.filter { $0.table != lock.table } + [known.map { $0.mode > lock.mode ? $0 : lock } ?? lock]
      }
      let closed = held.filter(\.mode.blocksReads)
      if closed.count > 1 {
        let names = closed.map(\.name).joined(separator: " and ")
        tell(.locksSeveralTables, "keeps everybody out of \(names) at once", at: statement)
      }
    }
    return findings
  }

  /// What takes longer the more rows there are; nil if nothing does.
  private func work(of statement: WatchedStatement) -> String? {
    if let table = statement.rewritten(since: start).first { return "rewrites \(table.name)" }
    if let table = statement.scanned(since: start).first { return "reads \(table.name)" }
    return statement.locks(since: start).first { $0.mode == .rowExclusive }.map { "writes to \($0.name)" }
  }

  /// Whether others cannot write to a table while a statement runs.
  private func isLocked(_ table: String, _ statement: WatchedStatement) -> Bool {
    statement.locksHeld(since: start).contains { $0.table == table && $0.mode.blocksWrites }
  }

  /// The locks on some tables that are held while a statement runs, in words.
  private func evidence(_ statement: WatchedStatement, _ tables: String?...) -> String? {
    let locks = statement.locksHeld(since: start).filter { tables.contains($0.table) }
    return locks.isEmpty ? nil : locks.map(\.text).joined(separator: ", ")
  }
}

extension TableLock {
  /// The lock in words, such as `ShareLock on orders`.
  var text: String { "\(mode.rawValue) on \(name)" }
}

extension Look.Constraint {
  /// Whether an index is the constraint's own, which has its name, perhaps after that of a schema.
  fileprivate func isMade(of index: Look.Relation) -> Bool {
    index.name == name || index.name.hasSuffix("." + name)
  }
}
