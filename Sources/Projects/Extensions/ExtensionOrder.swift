import Diagnostics
import Migrations
import SQLText

extension ExtensionTables {
  /// Refuses a migration of the project that uses a table which an extension creates only after it.
  ///
  /// The project's migrations run before those of extensions, unless they have `-- after:`.
  ///
  /// - Throws: ``EarlyUse``; ``Faults`` for several files.
  package func refuseEarlyUse(in plan: Plan, _ history: History) throws {
    guard plan.verb == .upgrade, plan.items.contains(where: { $0.migration.version.isOfProject }) else {
      return
    }
    let waiting = try project.catalog.pending(history).filter { !$0.version.isOfProject && !$0.isLoaded }
    let series = Dictionary(grouping: waiting) { $0.version.series }.values
    let pending = try series.map { (last: $0.last, tables: try tables(madeBy: $0)) }
    guard pending.contains(where: { !$0.tables.isEmpty }) else { return }
    let uses = try TableUses(project.dialect)
    var faults = Faults()
    for (index, item) in plan.items.enumerated() where item.migration.version.isOfProject {
      let migration = item.migration
      let before = plan.items[...index].map(\.migration)
      guard try !mayCreateUnseen(before.dropLast()) else { break }
      let made = try tables(madeBy: before)
      let early = try uses.uses(in: migration.up).first { use in
        try !made.contains(where: use.table.isSame)
          && pending.contains { $0.tables.contains(where: use.table.isSame) } && isThere(use.table) == false
      }
      guard let early,
        let maker = pending.first(where: { $0.tables.contains(where: early.table.isSame) })?.last
      else { continue }
      faults.append(EarlyUse(migration, uses: early, madeBy: maker.version))
    }
    try faults.throwIfAny()
  }
}
