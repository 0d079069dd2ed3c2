import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText

/// The state of the files compared with the database.
public struct Status: Encodable {
  public let database: String
  public let folder: String
  public let revision: String?
  /// The holder of the lock, if a migration looks interrupted that may be in progress.
  public let holder: String?
  /// The applied migrations in the order in which they were applied, then the pending ones in the order to
  /// apply.
  public let entries: [Entry]

  /// The problems between files and rows that need a person.
  public let problems: [String]
  /// The errors in the files; the project has to tolerate them.
  public let faults: [Fault]
  /// What people should know of entries that are not as they should be, and what to do; not in the JSON.
  public let advice: [any Diagnostic]
  /// The lines of a unified diff from what the applied migrations make to the database; nil if nobody asked.
  public package(set) var drift: [String]?
  /// The time zone of `appliedAt`, if it was asked for and is known; not in the JSON.
  public let timeZone: String?

  private enum CodingKeys: String, CodingKey {
    case database, folder, revision, holder = "lock_holder", entries = "migrations", problems, faults, drift
  }

  public struct Entry: Encodable {
    public let version: String
    public let state: State
    public let description: String
    public let file: String?
    public internal(set) var sequence: Int?
    public internal(set) var appliedAt: String?
    public internal(set) var appliedBy: String?
    public internal(set) var milliseconds: Int?
    /// The versions applied before it that should have come after it.
    public internal(set) var outOfOrder: [String] = []
    /// The number of an interrupted migration's statements that have run.
    public internal(set) var finished: Int?
    /// The names in the tracking table until the next run renames the row.
    public internal(set) var recordedAs: [String] = []
    /// Whether it is a repeatable migration, which runs whenever its text has changed.
    public internal(set) var isRepeatable = false
    /// The extension that the version belongs to; nil for the project.
    ///
    /// This and what follows is not in the JSON.
    public internal(set) var series: String?
    /// Whether nobody has written SQL into its file yet.
    public internal(set) var isDraft = false
    /// Whether newer versions of its series were applied before it, or are.
    public internal(set) var isLate = false
    /// The versions that it replaces, and those of other series that come first.
    public internal(set) var replaces: [String] = []
    public internal(set) var after: [String] = []

    private enum CodingKeys: String, CodingKey {
      case version, state, description, file, sequence, appliedAt = "applied_at", appliedBy = "applied_by"
      case milliseconds = "execution_time_ms", outOfOrder = "out_of_order", finished = "finished_statements"
      case recordedAs = "recorded_as", isRepeatable = "repeatable"
    }
  }

  public enum State: String, Encodable, Sendable, CaseIterable {
    case applied, renamed, changed, missing, pending, interrupted
    /// The migration's file has an error.
    case faulty
    /// The settings disable the migration.
    case skipped
  }

  /// Reads a project's database, without writing.
  ///
  /// - Parameters:
  ///   - project: its files and its database.
  ///   - asksZone: whether to ask the database for the time zone of its times.
  /// - Throws: any ``Diagnostic`` if the database cannot be read.
  public init(_ project: Project, asksZone: Bool = false) throws {
    let database = Database(project)
    let driver = try database.open(.look)
    let state = try database.state(driver)
    let tables = ExtensionTables(project: project, driver: driver)
    let missing = try tables.missingColumns(state.history).flatMap(\.findings)
    let lock = driver.map { Lock(driver: $0, project: project, table: state.table) { _ in } }
    try self.init(
      project, recorded: state.history,
      reconciliation: Reconciliation(
        project.catalog, state.history, policy: project.settings.autoSync ? .follow : .refuse,
        dialect: project.dialect),
      findings: missing, holder: state.history.interrupted.isEmpty ? nil : lock?.holder,
      timeZone: asksZone ? Status.timeZone(project.dialect, driver) : nil)
  }

  /// The zone of the times in the tracking table.
  private static func timeZone(_ dialect: Dialect, _ driver: (any Driver)?) -> String? {
    if dialect.clockIsUTC { return "UTC" }
    guard dialect.has("time-zone"), let sql = try? dialect.sql("time-zone", [:]) else { return nil }
    return (try? driver?.rows(sql))?.first?.first ?? nil
  }

  private init(
    _ project: Project, recorded: History, reconciliation: Reconciliation, findings: [Finding],
    holder: String?, timeZone: String?
  ) throws {
    (self.holder, self.timeZone) = (holder, timeZone)
    problems =
      reconciliation.problems.map(\.message)
      + findings.map { "\($0.message); \($0.remedy ?? "")" }
    faults = project.faults.all.map(Fault.init)
    let history = reconciliation.history
    let formerNames = reconciliation.formerNames
    database = "\(project.url)"
    folder = project.settings.folders.map(\.description).joined(separator: ", ")
    revision = recorded.revision
    let faulty = project.catalog.faultyFiles
    let overtaken = history.overtaken
    let applied = history.rows.map { row in
      Entry(
        applied: row, migration: row.version.flatMap { project.catalog[$0] }, history: history,
        formerNames: formerNames[row.name] ?? [],
        faultyFile: row.version.flatMap { faulty[$0] }, isLate: overtaken.contains(row.name))
    }
    let pending = try project.catalog.pending(history)
    let late = Finding.later(pending, history)
    let lost = history.interrupted.filter {
      !history.contains($0.version) && project.catalog[$0.version] == nil
    }
    let covered = project.catalog.migrations.compactMap { migration in
      history.recognised(for: migration.version).map { Entry(covered: migration, by: $0.by, row: $0.row) }
    }
    let skipped = project.catalog.migrations.filter { !$0.isWanted && !history.contains($0.version) }
    advice = reconciliation.problems + findings + Status.advice(project.catalog, history, pending: pending)
    entries =
      applied + covered + pending.map { Entry(pending: $0, late[$0.version] ?? [], history) }
      + lost.map(Entry.init(lost:)) + skipped.map(Entry.init(skipped:))
      + faulty.filter { !history.contains($0.key) }.sorted { $0.key < $1.key }.map(Entry.init(faulty:path:))
      + Status.repeatables(project, history)
  }

  /// The repeatable migrations, then the rows of those without a file.
  private static func repeatables(_ project: Project, _ history: History) -> [Entry] {
    let files = project.catalog.repeatables
    let lost = history.repeated.filter { row in !files.contains { $0.version == row.key } }
    return files.map { Entry(repeatable: $0, history.repeated[$0.version]) }
      + lost.sorted { $0.key < $1.key }.map { Entry(repeatedAs: $0.value) }
  }

  /// The number of entries in a state.
  public func count(_ state: State) -> Int { entries.count { $0.state == state } }
}

extension Status.Entry {
  private init(_ version: Version, _ state: Status.State, of migration: Migration? = nil) {
    self.init(
      version: "\(version)", state: state, description: migration?.description ?? "",
      file: migration?.source.path)
    describe(version, migration)
  }

  private mutating func describe(_ version: Version?, _ migration: Migration?) {
    series = version?.series.name
    isDraft = migration?.isDraft ?? false
    (replaces, after) = (
      (migration?.directives.replaces ?? []).map(\.description),
      (migration?.directives.after ?? []).map(\.description)
    )
  }

  fileprivate init(
    applied row: History.Row, migration: Migration?, history: History, formerNames: [String],
    faultyFile: String?, isLate: Bool
  ) {
    let known: Status.State =
      migration.map { row.isChanged($0) ? .changed : .applied } ?? (faultyFile == nil ? .missing : .faulty)
    let progress = history.interrupted.first { $0.version == row.version }
    self.init(
      version: row.name, state: progress != nil ? .interrupted : formerNames.isEmpty ? known : .renamed,
      description: migration?.description ?? row.description ?? "",
      file: migration?.source.path ?? faultyFile)
    (sequence, appliedAt, appliedBy) = (row.sequence, row.appliedAt, row.appliedBy)
    (milliseconds, finished, recordedAs) = (row.executionTime, progress?.finished, formerNames)
    describe(row.version, migration)
    self.isLate = isLate
  }

  fileprivate init(repeatable migration: Migration, _ row: History.Row?) {
    let isDue = row?.isChanged(migration) ?? true
    self.init(migration.version, isDue ? .pending : .applied, of: migration)
    (appliedAt, appliedBy, milliseconds) = (row?.appliedAt, row?.appliedBy, row?.executionTime)
    (isRepeatable, series) = (true, "repeatable")
  }

  /// A repeatable migration whose file is gone.
  fileprivate init(repeatedAs row: History.Row) {
    self.init(version: row.name, state: .missing, description: row.description ?? "", file: nil)
    (isRepeatable, series) = (true, "repeatable")
  }

  /// An interrupted migration that has neither a row nor a file.
  fileprivate init(lost progress: History.Progress) {
    self.init(progress.version, .interrupted)
    finished = progress.finished
  }

  /// A migration that a row of another program represents.
  fileprivate init(covered migration: Migration, by: String, row: String) {
    self.init(migration.version, .applied, of: migration)
    (appliedBy, recordedAs) = (by, [row])
  }

  /// A migration that is not applied, in a file with an error.
  fileprivate init(faulty version: Version, path: String) {
    self.init(version: "\(version)", state: .faulty, description: "", file: path)
  }

  fileprivate init(skipped migration: Migration) { self.init(migration.version, .skipped, of: migration) }

  fileprivate init(pending migration: Migration, _ later: [Version], _ history: History) {
    let progress = history.interrupted.first { $0.version == migration.version }
    self.init(migration.version, progress == nil ? .pending : .interrupted, of: migration)
    (outOfOrder, finished) = (later.map(\.description), progress?.finished)
    isLate = !later.isEmpty
  }
}
