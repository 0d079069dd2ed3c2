import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A command that changes a database, or prints how it would.
public struct Run {
  public let project: Project
  let options: Options
  private let author: String
  private let loader: LoaderCache
  let tell: (Event) -> Void
  let hooks: HookRunner
  private let hookBlocks: HookBlocks

  /// How a run goes about it.
  public struct Options: Sendable {
    public var dryRun = false
    public var singleTransaction = false
    public var resume = false
    public var allowMissing = false
    /// Whether a database may be upgraded of whose migrations no file tells.
    public var allowUnknown = false
    /// Whether every file is taken for what its name says.
    public var noAutoSync = false
    /// Whether a failure stops its own series alone.
    public var continueOnError = false
    /// Whether programs are called that the settings name.
    public var callsHooks = true

    public init() {}
  }

  /// What a command wants of a database, once it knows the history.
  package struct Decision {
    /// Nil where there is nothing to do.
    let script: Script?
    let findings: [Finding]
    /// Whether there is more to decide once this is done.
    let isPartial: Bool

    package init(script: Script?, findings: [Finding] = [], isPartial: Bool = false) {
      self.script = script
      self.findings = findings
      self.isPartial = isPartial
    }
  }

  /// What a decision is made upon.
  package struct Snapshot {
    package let state: Database.State
    /// Rows and files brought together; its history is the one to plan with.
    let reconciliation: Reconciliation
    /// The series in which something has failed.
    let stopped: Set<String?>
    /// How many migrations this run has done already, or given up.
    let count: Int
    /// The connection; nil where there is no database yet.
    package let driver: (any Driver)?
    /// Whether what is decided now is what is sent, or printed.
    let isFinal: Bool

    var history: History { reconciliation.history }
  }

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - project: its files and its database.
  ///   - options: how it goes about it.
  ///   - environment: where variables are looked up that settings name.
  ///   - tell: told what happens, as it happens.
  /// - Throws: ``SettingsError`` for an author that cannot be found out.
  public init(
    _ project: Project, _ options: Options = Options(), _ environment: Environment = .process,
    tell: @escaping (Event) -> Void = { _ in }
  ) throws {
    self.project = project
    self.options = options
    self.tell = tell
    loader = LoaderCache(
      MigrationLoader(
        project: project, environment: environment, isEarly: options.dryRun || options.singleTransaction,
        tell: tell))
    author = try Author.name(project.settings, environment)
    hooks = HookRunner(project, isOn: options.callsHooks, tell: tell)
    hookBlocks = try HookBlocks(project)
  }

  func policy(_ stopped: Set<String?> = []) -> Plan.Policy {
    var policy = Plan.Policy(
      strict: project.settings.strict,
      strictOrdering: project.settings.strictOrdering && !options.allowMissing, resume: options.resume)
    policy.stopped = stopped
    policy.allowUnknown = options.allowUnknown
    return policy
  }

  private var renaming: Reconciliation.Policy {
    options.noAutoSync ? .ignore : project.settings.autoSync ? .follow : .refuse
  }

  func snapshot(
    _ state: Database.State, _ driver: (any Driver)?, _ stopped: Set<String?> = [], count: Int = 0,
    isFinal: Bool
  ) throws -> Snapshot {
    let reconciliation = try Reconciliation(project.catalog, state.history, renaming, project.dialect)
    return Snapshot(
      state: state, reconciliation: reconciliation, stopped: stopped, count: count, driver: driver,
      isFinal: isFinal)
  }

  /// What runs of a plan, with the SQL of all of it.
  ///
  /// A migration that looks into the database first is asked when all before it is done: the rest is decided
  /// anew then.
  func decision(_ plan: Plan, _ snapshot: Snapshot, isEmpty: Bool) throws -> Decision {
    let isWhole = options.dryRun || options.singleTransaction || plan.verb == .redo
    let part = isWhole ? plan : plan.beforeNextRead(isFinal: snapshot.isFinal)
    let tables = ExtensionTables(project: project, driver: snapshot.driver)
    let loaded = try tables.recognised(in: part.loading(loader.loaded), snapshot.history)
    try tables.requireReferenced(by: loaded)
    try tables.refuseEarlyUse(in: loaded, snapshot.history)
    let missing = plan.verb == .upgrade ? try tables.missingColumns(snapshot.history) : []
    return Decision(
      script: isEmpty ? nil : try writer(snapshot).script(loaded, snapshot.history),
      findings: plan.findings + missing.flatMap(\.findings),
      isPartial: part.items.count < plan.items.count)
  }

  package func writer(_ snapshot: Snapshot, _ reconciliation: Reconciliation? = nil) throws -> ScriptWriter {
    let settings = project.settings
    if settings.statementTimeout != nil, !project.dialect.has("timeout-set") {
      throw SettingsError.badValue(
        settings.origin(of: .statementTimeout),
        reason: "\(project.dialect.name) has no statement timeout",
        remedy: "take 'statement_timeout' out")
    }
    let state = snapshot.state
    var options = ScriptWriter.Options(
      table: state.table, progressTable: state.progressTable, author: author,
      schema: settings.defaultSchema, statementTimeout: settings.statementTimeout?.text,
      lockTimeout: settings.lockTimeout.count,
      transactional: settings.transactional, foreignKeys: settings.foreignKeys,
      singleTransaction: self.options.singleTransaction, target: clientTarget)
    options.hooks = hookBlocks
    options.programs = settings.hooks.heading
    options.sqliteExtensions = settings.sqliteExtensions
    return try ScriptWriter(
      project.dialect, options,
      repair: TrackerRepair(project.catalog, state.history),
      reconciliation: reconciliation ?? snapshot.reconciliation)
  }

  /// The database as the heading of a printed script names it; a program knows best what its client wants.
  private var clientTarget: String {
    let known = options.dryRun ? project.program?.about(project.url)?.target : nil
    return known ?? project.url.clientTarget
  }
}
