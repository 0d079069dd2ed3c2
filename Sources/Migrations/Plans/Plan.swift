import Diagnostics
import SQLText

/// What has to happen to bring a database where the user wants it; a value that touches nothing.
package struct Plan: Sendable {
  package let verb: Verb
  /// In the order in which they run.
  package let items: [Item]
  /// What the user should know first.
  package let findings: [Finding]

  /// The command that a plan is for.
  package enum Verb: String, Sendable {
    case upgrade, downgrade, redo
    case createTables = "extension create-tables"

    /// Whether what is done is recorded.
    var isTracked: Bool { self != .createTables }
  }

  /// One migration to apply or revert.
  package struct Item: Sendable {
    package let migration: Migration
    package let direction: Direction
    /// The row that applying it made, where there is one: it may spell the version in another way.
    package let row: History.Row?
    /// How far an interrupted run came, where this plan takes it up again.
    package let resumes: History.Progress?
    /// Whether all that it does is there already, so that it is only recorded.
    package var isRecordOnly = false
  }

  /// What a project asks of its plans.
  package struct Policy: Sendable {
    /// Whether changed and missing migrations stop everything.
    package var strict = false
    /// Whether a migration older than applied ones of its series stops everything.
    package var strictOrdering = false
    /// Whether an interrupted migration is taken up where it stopped.
    package var resume = false
    /// Series in which nothing runs any more, as something in them has failed.
    package var stopped: Set<String?> = []
    /// Whether a database may be upgraded of whose migrations no file tells.
    package var allowUnknown = false

    package init(strict: Bool = false, strictOrdering: Bool = false, resume: Bool = false) {
      self.strict = strict
      self.strictOrdering = strictOrdering
      self.resume = resume
    }
  }
}

extension Plan {
  /// Applies what is pending, up to a revision.
  ///
  /// - Throws: ``RevisionError`` for a goal that an upgrade cannot have, ``PlanError`` for what has to be
  ///   settled first.
  package static func upgrade(
    _ catalog: Catalog, _ history: History, to revision: Revision, _ policy: Policy
  ) throws -> Plan {
    if !policy.allowUnknown { try refuseOtherProject(catalog, history) }
    let pending = try catalog.pending(history).filter { !policy.stopped.contains($0.version.series) }
    let chosen: [Migration]
    switch revision {
    case .head: chosen = pending
    case .steps(let count) where count >= 0: chosen = Array(pending.prefix(count))
    case .version(let version):
      try require(version, catalog, history)
      try requireWanted(version, catalog, history)
      chosen = pending.filter { $0.version.series == version.series && $0.version <= version }
      try refuseEarly(chosen, catalog, history)
    case .base, .steps:
      throw RevisionError.unfit(
        revision.words, command: "upgrade",
        allowed: "a version, 'head' or steps such as +1; 'downgrade' goes back")
    }
    let findings =
      Finding.all(catalog, history).filter { !$0.isOutOfOrder } + Finding.outOfOrder(chosen, history)
    try Faults(chosen.filter(\.isDraft).map(MigrationError.emptyUpBlock)).throwIfAny()
    let items = try chosen.map { try item($0, row: nil, .up, history, policy) }
    try refuseInterrupted(catalog, history, except: items, policy)
    return Plan(verb: .upgrade, items: items, findings: try settled(findings, items, policy))
  }

  /// Reverts what is applied, the last applied first, down to a revision.
  ///
  /// - Throws: ``RevisionError`` for a goal that a downgrade cannot have, ``PlanError`` for what has to be
  ///   settled first.
  package static func downgrade(
    _ catalog: Catalog, _ history: History, to revision: Revision, _ policy: Policy
  ) throws -> Plan {
    let applied = Array(history.rows.reversed())
    let chosen: [History.Row]
    switch revision {
    case .base: chosen = applied
    case .steps(let count) where count <= 0: chosen = Array(applied.prefix(-count))
    case .version(let version):
      if !version.isZero { try require(version, catalog, history) }
      chosen = applied.filter { row in
        row.version.map { $0.series == version.series && $0 > version } ?? false
      }
    case .head, .steps:
      throw RevisionError.unfit(
        revision.words, command: "downgrade",
        allowed: "a version, 'base' or steps such as -1; 'upgrade' goes forward")
    }
    try refuseNeeded(chosen, catalog, history)
    let items = try chosen.map { row in
      guard let migration = row.version.flatMap({ catalog[$0] }) else { throw PlanError.noFile(row.name) }
      if let other = history.recognised[row.name], other.standsFor != [other.version] {
        throw PlanError.foreign(row.name, by: other.by)
      }
      guard migration.down != nil else {
        throw PlanError.irreversible(migration.version, path: migration.source.path)
      }
      return try item(migration, row: row, .down, history, policy)
    }
    try refuseInterrupted(catalog, history, except: items, policy, isReverting: true)
    let findings = Finding.all(catalog, history).filter { !$0.isOutOfOrder }
    return Plan(verb: .downgrade, items: items, findings: try settled(findings, items, policy))
  }

  /// Reverts the migration applied last, and applies it again.
  ///
  /// - Throws: ``PlanError`` for one that cannot be reverted, and what has to be settled first.
  package static func redo(_ catalog: Catalog, _ history: History, _ policy: Policy) throws -> Plan {
    // Whoever does it over has most likely changed it; that is no news.
    let last = history.rows.last?.version
    let known = history.with(history.rows.map { $0.version == last ? $0.renamed($0.name, checksum: "") : $0 })
    let down = try downgrade(catalog, known, to: .steps(-1), policy)
    let items = try down.items.flatMap { item in
      if item.migration.isDraft { throw MigrationError.emptyUpBlock(item.migration) }
      return [item, Item(migration: item.migration, direction: .up, row: nil, resumes: nil)]
    }
    return Plan(verb: .redo, items: items, findings: down.findings)
  }

  /// Part of what is pending cannot run before what it has to come after.
  private static func refuseEarly(
    _ chosen: [Migration], _ catalog: Catalog, _ history: History
  ) throws(PlanError) {
    for migration in chosen {
      if !migration.isWanted { continue }
      for version in migration.directives.after
      where !history.contains(version) && !chosen.contains(where: { $0.version == version }) {
        throw .early(migration.version, after: version, path: migration.source.path)
      }
    }
  }

  /// Migrations of one extension whose tables are not there, to be applied without a record of it.
  package static func creatingTables(_ migrations: [Migration]) -> Plan {
    let items = migrations.map { Item(migration: $0, direction: .up, row: nil, resumes: nil) }
    return Plan(verb: .createTables, items: items, findings: [])
  }

  /// The same plan, with what loaders say of the migrations that are not written in SQL.
  ///
  /// - Parameter load: gives a migration its block for a direction, or none where it has no way back.
  /// - Returns: the plan, every block of it known.
  /// - Throws: ``PlanError/irreversible(_:path:)``, and what `load` throws.
  package func loading(_ load: (Migration, Direction) throws -> Migration) throws -> Plan {
    let items = try items.map { item in
      guard item.migration.isLoaded, !item.isRecordOnly else { return item }
      let migration = try load(item.migration, item.direction)
      return Item(migration: migration, direction: item.direction, row: item.row, resumes: item.resumes)
    }
    return Plan(verb: verb, items: items, findings: findings)
  }

  /// What of the plan can be said now: all before the next migration that looks into the database first, or
  /// that one alone where it is the next.
  ///
  /// - Parameter isFinal: whether that one may be asked now.
  /// - Returns: the beginning of the plan, or all of it.
  package func beforeNextRead(isFinal: Bool) -> Plan {
    let look = items.firstIndex { $0.migration.directives.readsDatabase }
    let end = look.map { isFinal ? max($0, 1) : $0 } ?? items.endIndex
    return Plan(verb: verb, items: Array(items[..<end]), findings: findings)
  }

  /// A goal has to be a version that a file or the database knows.
  static func require(_ version: Version, _ catalog: Catalog, _ history: History) throws(RevisionError) {
    guard catalog[version] != nil || history.contains(version) else {
      let series = catalog.migrations.last { $0.version.series == version.series }
      throw .unknown(version, nearest: series?.version)
    }
  }

  /// A goal that is not there yet has to be one that the settings ask for.
  static func requireWanted(_ version: Version, _ catalog: Catalog, _ history: History) throws(PlanError) {
    guard let goal = catalog[version], !goal.isWanted, !history.contains(version) else { return }
    throw .notWanted(version, goal.directives.conditions, path: goal.source.path)
  }

  private static func item(
    _ migration: Migration, row: History.Row?, _ direction: Direction, _ history: History, _ policy: Policy
  ) throws(PlanError) -> Item {
    let progress = history.interrupted.first { $0.version == migration.version }
    if let progress, !policy.resume || progress.direction != direction {
      throw .interrupted(progress, path: migration.source.path, reverting: direction == .down)
    }
    return Item(migration: migration, direction: direction, row: row, resumes: progress)
  }

  /// Where rows are recorded, and none of them is of a file that is here, the database is another project's.
  ///
  /// Rows of extensions that are shipped tell nothing: any project may have taken them in.
  private static func refuseOtherProject(_ catalog: Catalog, _ history: History) throws(PlanError) {
    let rows = history.rows.filter { $0.version?.series == nil && history.recognised[$0.name] == nil }
    let isKnown = history.rows.contains { $0.version.flatMap { catalog[$0] }.map { !$0.isVendored } ?? false }
    let isOurs = catalog.migrations.contains { $0.version.series == nil }
    guard !rows.isEmpty, !isKnown, isOurs else { return }
    throw .otherProject(rows.map { "\($0.name) \($0.description ?? "")".trimmingBlanks })
  }

  /// What stays applied cannot lose what it comes after.
  private static func refuseNeeded(
    _ chosen: [History.Row], _ catalog: Catalog, _ history: History
  ) throws(PlanError) {
    let leaving = Set(chosen.compactMap(\.version))
    for version in history.rows.compactMap(\.version) where !leaving.contains(version) {
      guard let needed = catalog[version]?.directives.after.first(where: leaving.contains) else { continue }
      throw .needed(needed, by: version)
    }
  }

  /// Another migration that stopped half-way has to be settled before anything else is built upon it.
  private static func refuseInterrupted(
    _ catalog: Catalog, _ history: History, except items: [Item], _ policy: Policy, isReverting: Bool = false
  ) throws(PlanError) {
    if policy.resume, history.interrupted.isEmpty { throw .nothingInterrupted }
    for progress in history.interrupted
    where !policy.stopped.contains(progress.version.series)
      && !items.contains(where: { $0.migration.version == progress.version })
    {
      let path = catalog[progress.version]?.source.path
      throw policy.resume && path == nil
        ? .resumedWithoutFile(progress)
        : .interrupted(progress, path: path, reverting: isReverting)
    }
  }

  /// The findings, unless the project's policy makes one of them an error.
  ///
  /// A migration that is resumed was mended since; that it was changed is no news.
  private static func settled(
    _ findings: [Finding], _ items: [Item], _ policy: Policy
  ) throws(PlanError) -> [Finding] {
    let resumed = items.filter { $0.resumes != nil }.map(\.migration.version)
    let findings = findings.filter { finding in
      if case .changed(let version, _) = finding { !resumed.contains(version) } else { true }
    }
    let refused = findings.filter { $0.isOutOfOrder ? policy.strictOrdering : policy.strict }
    if !refused.isEmpty { throw .refused(refused) }
    return findings
  }
}

extension Finding {
  package var isOutOfOrder: Bool {
    if case .outOfOrder = self { true } else { false }
  }
}

extension Revision {
  /// As the user would type it.
  package var words: String {
    switch self {
    case .head: "head"
    case .base: "base"
    case .steps(let count): count > 0 ? "+\(count)" : "\(count)"
    case .version(let version): "\(version)"
    }
  }
}
