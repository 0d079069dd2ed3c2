import Diagnostics
import Migrations
import SQLText

extension ExtensionTables {
  /// Refuses a migration of the project that uses a table which an extension creates only after it.
  ///
  /// The project's migrations run before those of extensions, unless they have `-- after:`.
  ///
  /// - Throws: ``EarlyUse``; ``Faults`` for several files.
  func refuseEarlyUse(in plan: Plan, _ history: History) throws {
    guard plan.verb == .upgrade, plan.items.contains(where: { $0.migration.version.series == nil }) else {
      return
    }
    let waiting = try project.catalog.pending(history).filter { $0.version.series != nil && !$0.isLoaded }
    let series = Dictionary(grouping: waiting) { $0.version.series }.values
    let pending = try series.map { (last: $0.last, tables: try tables(madeBy: $0)) }
    guard pending.contains(where: { !$0.tables.isEmpty }) else { return }
    let uses = try TableUses(project.dialect)
    var faults = Faults()
    for (index, item) in plan.items.enumerated() where item.migration.version.series == nil {
      let migration = item.migration
      let before = plan.items[...index].map(\.migration)
      guard try !mayHide(before.dropLast()) else { break }
      let made = try tables(madeBy: before)
      let early = try uses.uses(in: migration.up).first { use in
        try !made.contains(where: use.table.isSame)
          && pending.contains { $0.tables.contains(where: use.table.isSame) } && isThere(use.table) == false
      }
      guard let early,
        let maker = pending.first(where: { $0.tables.contains(where: early.table.isSame) })?.last
      else { continue }
      faults.append(EarlyUse(migration, early, maker.version))
    }
    try faults.throwIfAny()
  }
}

/// A migration of the project that uses an extension's table before it exists.
struct EarlyUse: Diagnostic {
  private let migration: Migration
  private let use: TableUses.Use
  private let maker: Version

  init(_ migration: Migration, _ use: TableUses.Use, _ maker: Version) {
    (self.migration, self.use, self.maker) = (migration, use, maker)
  }

  var message: String {
    let table = use.table.parts.joined(separator: ".")
    return
      "'\(migration.version)' uses '\(table)', which a later migration of '\(maker.series ?? "")' creates"
  }
  var cause: String? { "migrations of the project run before those of extensions" }
  var remedy: String? {
    let mark = migration.isLoaded ? "#" : "--"
    return "add this line at the top of \(migration.source.path): \(mark) after: \(maker)"
  }
  var place: Place? { .source(use.place) }
  var status: ExitStatus { .badFile }
}
