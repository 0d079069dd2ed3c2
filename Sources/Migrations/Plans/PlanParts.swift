/// Plans that are made of other plans.
extension Plan {
  /// The plan with other items.
  func with(_ items: [Item], _ verb: Verb? = nil) -> Plan {
    var plan = Plan(verb: verb ?? self.verb, items: items, findings: findings)
    plan.removedRows = removedRows
    return plan
  }

  /// The plan with the SQL that loaders produce for migrations in other languages.
  ///
  /// - Parameter load: gives a migration its block for a direction, or none if it is irreversible.
  /// - Returns: the plan with every block known.
  /// - Throws: ``PlanError/irreversible(_:path:)``, and the errors of `load`.
  package func loading(_ load: (Migration, Direction) throws -> Migration) throws -> Plan {
    let items = try items.map { item in
      guard item.migration.isLoaded, !item.isRecordOnly else { return item }
      let migration = try load(item.migration, item.direction)
      return Item(migration: migration, direction: item.direction, row: item.row, resumes: item.resumes)
    }
    return with(items)
  }

  /// The plan with a verdict about each statement that was under way when a run was stopped.
  package func judging(_ judge: (Item) throws -> Verdict?) rethrows -> Plan {
    let items = try items.map { item in
      var item = item
      item.verdict = try judge(item)
      return item
    }
    return with(items)
  }

  /// The part of the plan that can be known now: all before the next migration that reads the database, or
  /// that migration alone if it is the next.
  ///
  /// - Parameter isFinal: whether that migration may be loaded now.
  /// - Returns: the beginning of the plan, or the whole plan.
  package func beforeNextRead(isFinal: Bool) -> Plan {
    let look = items.firstIndex { $0.migration.directives.readsDatabase }
    let end = look.map { isFinal ? max($0, 1) : $0 } ?? items.endIndex
    return with(Array(items[..<end]))
  }
}
