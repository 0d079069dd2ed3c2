import Configuration
import Diagnostics
import Migrations
import SQLText

/// The recognition of an extension's tables that exist before the tracking table has rows of its migrations.
///
/// The tables were created by 'extension create-tables', by a store of SQLSpec, or in some other way.
extension ExtensionTables {
  /// The plan, in which migrations whose tables exist with the same columns only get a row and do not run.
  ///
  /// - Throws: ``TablesTaken`` if a table exists that is not the extension's.
  package func recognised(in plan: Plan, _ history: History) throws -> Plan {
    guard plan.verb == .upgrade else { return plan }
    // An interrupted migration has already created some of its tables.
    let interrupted = Set(history.interrupted.map(\.version.series))
    let own = driver == nil ? [] : project.extensions.filter { !interrupted.contains(.named($0.name)) }
    let known = try own.reduce(plan) { plan, own in
      let isPlanned = plan.items.contains { $0.migration.version.series == .named(own.name) }
      return isPlanned ? try recognised(own, in: plan, history) : plan
    }
    return try known.recordingOnly { item, before in
      try item.migration.directives.unless.allSatisfy { try hasColumn($0, after: before.map(\.migration)) }
    }
  }

  /// Whether a column, named `TABLE.COLUMN`, exists now or will exist after some migrations.
  private func hasColumn(_ name: String, after migrations: [Migration]) throws -> Bool {
    let (syntax, folding) = (project.dialect.syntax, project.dialect.folding)
    guard let whole = TableName(name, syntax, folding: folding), !whole.schema.isEmpty else { return false }
    let (table, column) = (TableName(parts: whole.schema), whole.table.lowercased())
    var shapes: [TableShapes.Shape] = []
    let reader = try TableShapes(project.dialect)
    for migration in migrations { try reader.note(migration.up, in: &shapes) }
    if let shape = shapes.first(where: { $0.table.isSame(as: table) }) {
      return shape.columns.contains(column)
    }
    return try driver.map { try Database(project).columns(of: table, $0).contains(column) } ?? false
  }

  private func recognised(_ own: ProjectExtension, in plan: Plan, _ history: History) throws -> Plan {
    let all = project.catalog.migrations.filter { $0.version.series == .named(own.name) && !$0.isLoaded }
    let applied = all.filter { history.contains($0.version) }
    let wanted = all.filter { $0.isWanted && !history.contains($0.version) }
    let old = try tables(madeBy: applied)
    let new = try tables(madeBy: applied + wanted).filter { table in !old.contains(where: table.isSame) }
    let present = try new.filter { try isThere($0) == true }
    guard !present.isEmpty else { return plan }
    let rest = all.filter { !history.contains($0.version) }
    for candidate in try candidates(wanted, rest) {
      guard try isThere(applied + candidate, of: new) else { continue }
      return plan.recording(candidate)
    }
    throw try refusal(of: own, present: present, wanted: wanted)
  }

  /// The lists of migrations that may have been run already, the longest first.
  ///
  /// They are the beginnings of two lists: the wanted migrations, and all migrations without those that
  /// create a missing table.
  private func candidates(_ wanted: [Migration], _ rest: [Migration]) throws -> [[Migration]] {
    let possible = try rest.filter { migration in
      try tables(madeBy: [migration]).allSatisfy { try isThere($0) != false }
    }
    let lists = [wanted, possible]
    return lists.flatMap { list in list.indices.reversed().map { Array(list[...$0]) } }
  }

  /// Whether the tables are exactly what some migrations leave, without any table of later migrations.
  private func isThere(_ migrations: [Migration], of new: [TableName]) throws -> Bool {
    guard let driver else { return false }
    let reader = try TableShapes(project.dialect)
    var shapes: [TableShapes.Shape] = []
    for migration in migrations { try reader.note(migration.up, in: &shapes) }
    let database = Database(project)
    for shape in shapes where try database.columns(of: shape.table, driver) != shape.columns { return false }
    let later = new.filter { table in !shapes.contains { $0.table.isSame(as: table) } }
    return try !shapes.isEmpty && later.allSatisfy { try isThere($0) == false }
  }

  private func refusal(
    of own: ProjectExtension, present: [TableName], wanted: [Migration]
  ) throws -> TablesTaken {
    let table = present[0]
    let maker = try wanted.first { try tables(madeBy: [$0]).contains(where: table.isSame) } ?? wanted[0]
    let settings = own.configured.tables.filter { present.contains($0.value) }
    for clash in own.configured.base.clashes {
      guard let name = settings[clash.setting],
        try clash.beside.contains(where: { try isThere(TableName(parts: name.schema + [$0])) == true })
      else { continue }
      return TablesTaken(maker.version, words(name), setting: clash.setting, by: clash.by)
    }
    let key = settings.first { $0.value == table }?.key
    return TablesTaken(maker.version, words(table), setting: key, by: nil)
  }
}
