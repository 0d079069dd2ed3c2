import Diagnostics
import SQLText

/// The migrations to apply or revert to reach the user's goal; making a plan changes nothing.
package struct Plan: Sendable {
  package let verb: Verb
  /// The items in the order in which they run.
  package let items: [Item]
  /// The findings that the user should see first.
  package let findings: [Finding]
  /// The rows of repeatable migrations to remove first: their files are gone, or they have to run again.
  package var removedRows: [History.Row] = []

  /// Whether there is nothing to send.
  package var isEmpty: Bool { items.isEmpty && removedRows.isEmpty }

  /// The command that a plan is for.
  package enum Verb: String, Sendable {
    case upgrade, downgrade, redo
    case createTables = "extension create-tables"

    /// Whether the tracking table is updated.
    var isTracked: Bool { self != .createTables }
  }

  /// One migration to apply or revert.
  package struct Item: Sendable {
    package let migration: Migration
    package let direction: Direction
    /// The row from applying the migration, if there is one; it may spell the version differently.
    package let row: History.Row?
    /// The progress of an interrupted run, if this plan resumes it.
    package let resumes: History.Progress?
    /// How to continue with the statement that was under way in that run; nil if none was.
    package var verdict: Verdict?
    /// Whether all that it creates exists already, so that it is only recorded.
    package var isRecordOnly = false
    /// The migration that the same script applies just before this one.
    var previous: Version?
    /// The highest `execution_sequence` that was read, which no row may exceed; nil if it is not compared.
    var lastSequence: Int?
  }

  /// The project's rules for its plans.
  package struct Policy: Sendable {
    /// Whether changed and missing migrations are errors.
    package var strict = false
    /// Whether a migration that is older than applied ones of its series is an error.
    package var strictOrdering = false
    /// Whether an interrupted migration is resumed where it stopped.
    package var resume = false
    /// The migrations that this run itself has stopped at, and resumes.
    package var retried: Set<Version> = []
    /// The series in which nothing runs any more, because something in them has failed.
    package var stopped: Set<Series> = []
    /// Whether a database may be upgraded if its migrations have no files here.
    package var allowUnknown = false
    /// The repeatable migration that runs even if its text has not changed.
    package var repeats: Version?

    package init(strict: Bool = false, strictOrdering: Bool = false, resume: Bool = false) {
      self.strict = strict
      self.strictOrdering = strictOrdering
      self.resume = resume
    }
  }
}

extension Plan {
  /// Applies pending migrations up to a revision.
  ///
  /// - Throws: ``RevisionError`` for a goal that does not fit an upgrade, ``PlanError`` for what must be
  ///   resolved first.
  package static func upgrade(
    _ catalog: Catalog, _ history: History, to revision: Revision, policy: Policy
  ) throws -> Plan {
    if !policy.allowUnknown { try refuseOtherProject(catalog, history) }
    let pending = try catalog.pending(history).filter { !policy.stopped.contains($0.version.series) }
    let chosen: [Migration]
    switch revision {
    case .head: chosen = pending
    case .steps(let count) where count >= 0: chosen = Array(pending.prefix(count))
    case .version(let version):
      try require(version, in: catalog, history)
      try requireWanted(version, in: catalog, history)
      chosen = pending.filter { $0.version.series == version.series && $0.version <= version }
      try refuseEarly(chosen, in: catalog, history)
    case .base, .steps:
      throw RevisionError.unfit(
        revision.words, command: "upgrade",
        allowed: "a version, 'head' or steps such as +1; 'downgrade' goes back")
    }
    let findings =
      Finding.all(catalog, history).filter { !$0.isOutOfOrder } + Finding.outOfOrder(chosen, history)
    let repeated = revision == .head ? repeatables(catalog, history, after: chosen, policy: policy) : []
    try refuseDrafts(chosen + repeated.map(\.migration))
    let items = try chosen.map { try item($0, row: nil, .up, history: history, policy: policy) } + repeated
    try refuseInterrupted(catalog, history, except: items, policy: policy)
    var plan = Plan(verb: .upgrade, items: items, findings: try allowed(findings, of: items, policy: policy))
    if revision == .head { plan.removedRows = history.repeated(without: catalog.repeatables) }
    return plan
  }

  /// Reverts applied migrations down to a revision, the last applied first.
  ///
  /// - Throws: ``RevisionError`` for a goal that does not fit a downgrade, ``PlanError`` for what must be
  ///   resolved first.
  package static func downgrade(
    _ catalog: Catalog, _ history: History, to revision: Revision, policy: Policy
  ) throws -> Plan {
    let applied = Array(history.rows.reversed())
    let chosen: [History.Row]
    switch revision {
    case .base: chosen = applied
    case .steps(let count) where count <= 0: chosen = Array(applied.prefix(-count))
    case .version(let version):
      if !version.isZero { try require(version, in: catalog, history) }
      chosen = applied.filter { row in
        row.version.map { $0.series == version.series && $0 > version } ?? false
      }
    case .head, .steps:
      throw RevisionError.unfit(
        revision.words, command: "downgrade",
        allowed: "a version, 'base' or steps such as -1; 'upgrade' goes forward")
    }
    try refuseNeeded(chosen, in: catalog, history)
    let items = try chosen.map { row in
      guard let migration = row.version.flatMap({ catalog[$0] }) else { throw PlanError.noFile(row.name) }
      if let other = history.recognised[row.name], other.standsFor != [other.version] {
        throw PlanError.foreign(row.name, by: other.by)
      }
      guard migration.down != nil else {
        throw PlanError.irreversible(migration.version, path: migration.source.path)
      }
      return try item(migration, row: row, .down, history: history, policy: policy)
    }
    try refuseInterrupted(catalog, history, except: items, policy: policy, isReverting: true)
    let findings = Finding.all(catalog, history).filter { !$0.isOutOfOrder }
    var plan = Plan(
      verb: .downgrade, items: items, findings: try allowed(findings, of: items, policy: policy))
    // What is reverted may have taken views with it.
    if !items.isEmpty { plan.removedRows = history.repeated(without: []) }
    return plan
  }

  /// Reverts the migration that was applied last, and applies it again.
  ///
  /// - Throws: ``PlanError`` for an irreversible migration, and for what must be resolved first.
  package static func redo(_ catalog: Catalog, _ history: History, policy: Policy) throws -> Plan {
    // The user has most likely changed the file on purpose, so that change is not reported.
    let last = history.rows.last?.version
    let known = history.with(history.rows.map { $0.version == last ? $0.renamed($0.name, checksum: "") : $0 })
    let down = try downgrade(catalog, known, to: .steps(-1), policy: policy)
    let items = try down.items.flatMap { item in
      if item.migration.isDraft { throw MigrationError.emptyUpBlock(item.migration) }
      return [item, Item(migration: item.migration, direction: .up, row: nil, resumes: nil)]
    }
    // The rows are removed with what is reverted.
    let repeated = catalog.repeatables.map {
      Item(migration: $0, direction: .up, row: nil, resumes: nil)
    }
    try refuseDrafts(catalog.repeatables)
    return down.with(down.items.isEmpty ? [] : items + repeated, .redo)
  }

  private static func refuseDrafts(_ migrations: [Migration]) throws {
    try Faults(migrations.filter(\.isDraft).map(MigrationError.emptyUpBlock)).throwIfAny()
  }

  /// Throws if a chosen migration must come after one that is not chosen.
  private static func refuseEarly(
    _ chosen: [Migration], in catalog: Catalog, _ history: History
  ) throws(PlanError) {
    for migration in chosen {
      if !migration.isWanted { continue }
      for version in migration.directives.after
      where !history.contains(version) && !chosen.contains(where: { $0.version == version }) {
        throw .early(migration.version, after: version, path: migration.source.path)
      }
    }
  }

  /// Applies migrations of one extension without recording them, because its tables do not exist.
  package static func creatingTables(_ migrations: [Migration]) -> Plan {
    let items = migrations.map { Item(migration: $0, direction: .up, row: nil, resumes: nil) }
    return Plan(verb: .createTables, items: items, findings: [])
  }

  /// Throws unless a file or the database has the goal's version.
  static func require(_ version: Version, in catalog: Catalog, _ history: History) throws(RevisionError) {
    guard catalog[version] != nil || history.contains(version) else {
      let series = catalog.migrations.last { $0.version.series == version.series }
      throw .unknown(version, nearest: series?.version)
    }
  }

  /// Throws if the goal is not applied and the settings do not ask for it.
  static func requireWanted(_ version: Version, in catalog: Catalog, _ history: History) throws(PlanError) {
    guard let goal = catalog[version], !goal.isWanted, !history.contains(version) else { return }
    throw .notWanted(version, settings: goal.directives.conditions, path: goal.source.path)
  }

  private static func item(
    _ migration: Migration, row: History.Row?, _ direction: Direction, history: History, policy: Policy
  ) throws(PlanError) -> Item {
    let progress = history.interrupted.first { $0.version == migration.version }
    let resumes = policy.resume || policy.retried.contains(migration.version)
    if let progress, !resumes || progress.direction != direction {
      throw .interrupted(progress, path: migration.source.path, reverting: direction == .down)
    }
    return Item(migration: migration, direction: direction, row: row, resumes: progress)
  }

  /// Throws if the database has rows but no file here matches them, because it belongs to another project.
  ///
  /// Rows of shipped extensions do not count, because any project may have included those.
  private static func refuseOtherProject(_ catalog: Catalog, _ history: History) throws(PlanError) {
    let rows = history.rows.filter { $0.series == .project && history.recognised[$0.name] == nil }
    let isKnown = history.rows.contains { $0.version.flatMap { catalog[$0] }.map { !$0.isVendored } ?? false }
    let isOurs = catalog.migrations.contains { $0.version.isOfProject }
    guard !rows.isEmpty, !isKnown, isOurs else { return }
    throw .otherProject(rows.map { "\($0.name) \($0.description ?? "")".trimmingBlanks })
  }

  /// Throws if a migration that stays applied must come after one that is reverted.
  private static func refuseNeeded(
    _ chosen: [History.Row], in catalog: Catalog, _ history: History
  ) throws(PlanError) {
    let leaving = Set(chosen.compactMap(\.version))
    for version in history.rows.compactMap(\.version) where !leaving.contains(version) {
      guard let needed = catalog[version]?.directives.after.first(where: leaving.contains) else { continue }
      throw .needed(needed, by: version)
    }
  }

  /// Throws for another interrupted migration, which must be resolved before anything else runs.
  private static func refuseInterrupted(
    _ catalog: Catalog, _ history: History, except items: [Item], policy: Policy, isReverting: Bool = false
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

  /// Returns the findings, unless the project's policy makes one of them an error.
  ///
  /// A resumed migration was fixed since, so its change is not reported.
  private static func allowed(
    _ findings: [Finding], of items: [Item], policy: Policy
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
  /// The revision as the user would type it.
  package var words: String {
    switch self {
    case .head: "head"
    case .base: "base"
    case .steps(let count): count > 0 ? "+\(count)" : "\(count)"
    case .version(let version): "\(version)"
    }
  }
}
