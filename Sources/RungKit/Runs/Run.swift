import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

/// A command that changes a database, or prints how it would do so.
public struct Run {
  public private(set) var project: Project
  let options: Options
  let author: String
  let loader: MigrationLoader
  let tell: (Event) -> Void
  let hooks: HookRunner
  private let hookBlocks: HookBlocks
  private(set) var observer: (any StatementObserver)?

  /// The options of a run.
  public struct Options: Sendable {
    public var dryRun = false
    public var singleTransaction = false
    public var resume = false
    public var allowMissing = false
    /// Whether a database may be upgraded whose applied migrations have no file.
    public var allowUnknown = false
    /// Whether a file is always identified by its name, so that no row is renamed.
    public var noAutoSync = false
    /// Whether a failure stops only its own series.
    public var continueOnError = false
    /// Whether the programs that the settings name are called.
    public var callsHooks = true
    /// Whether a signal ends the statement under way, and then the run.
    package var endsOnSignals = false
    /// Whether a dry run makes a plan for review.
    package var makesPlan = false
    /// Whether a dry run of an upgrade also makes the script that undoes it; this needs the plan for review.
    package var makesRollback = false
    /// What the user asked for, such as `upgrade head`, for such a plan.
    package var command = ""
    /// Whether the steps that a dry run returns are to be sent, so that they need the secrets.
    package var fillsSecrets = false
    /// The version of Rung, for such a plan.
    package var release = ""
    /// What the run must be; nil if it need not be approved.
    package var approval: Approval?

    public init() {}

    /// Whether the whole script is decided before any of it is sent.
    var decidesAtOnce: Bool { dryRun || singleTransaction || approval != nil }
  }

  /// The decision of a command, once it knows the history.
  package struct Decision {
    /// The script; nil if there is nothing to do.
    let script: Script?
    let findings: [Finding]
    /// Whether there is more to decide after this script.
    let isPartial: Bool
    /// Whether it follows from the files and the history alone, and not from anything else in the database.
    let isLasting: Bool
    /// The plan that the script is made of; nil for a command that has none.
    let plan: Plan?

    package init(
      script: Script?, findings: [Finding] = [], isPartial: Bool = false, isLasting: Bool = false,
      plan: Plan? = nil
    ) {
      self.script = script
      self.plan = plan
      self.findings = findings
      self.isPartial = isPartial
      self.isLasting = isLasting
    }
  }

  /// The facts on which a decision is based.
  package struct Snapshot {
    package let state: Database.State
    /// The match of rows and files; its history is the one to plan with.
    let reconciliation: Reconciliation
    /// What this run has given up, and what it tries again.
    let attempts: Attempts
    /// The number of migrations that this run has done or given up already.
    let count: Int
    /// The connection; nil if the database does not exist yet.
    package let driver: (any Driver)?
    /// Whether this decision is the one that is sent or printed.
    let isFinal: Bool
    /// The author and the database in the script; nil for those of this run.
    var signature: ReviewedPlan.Signature?

    var history: History { reconciliation.history }
  }

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - project: its files and its database.
  ///   - options: the options of the run.
  ///   - environment: the variables that settings may name.
  ///   - tell: receives events as they happen.
  /// - Throws: ``SettingsError`` for an author that cannot be found out.
  public init(
    _ project: Project, _ options: Options = Options(), environment: Environment = .process,
    tell: @escaping (Event) -> Void = { _ in }
  ) throws {
    self.project = project
    self.options = options
    self.tell = tell
    loader = MigrationLoader(
      project: project, environment: environment, isEarly: options.decidesAtOnce,
      keepsAnswers: options.makesPlan || options.makesRollback || options.approval != nil, tell: tell)
    author = try Author.name(project.settings, environment)
    hooks = HookRunner(project, isOn: options.callsHooks, tell: tell)
    hookBlocks = try HookBlocks(project)
  }

  /// The same run of a project with the blocks that read other tools' histories.
  ///
  /// - Throws: ``DialectError`` if they cannot be read.
  func readingHistories() throws -> Run {
    var run = self
    run.project = try project.readingHistories()
    return run
  }

  /// The same run with somebody who looks at the database between its statements.
  package func watched(by observer: any StatementObserver) -> Run {
    var run = self
    run.observer = observer
    return run
  }

  func policy(_ attempts: Attempts) -> Plan.Policy {
    var policy = Plan.Policy(
      strict: project.settings.strict,
      strictOrdering: project.settings.strictOrdering && !options.allowMissing, resume: options.resume)
    policy.stopped = attempts.stopped
    policy.retried = attempts.retried
    policy.allowUnknown = options.allowUnknown
    return policy
  }

  private var renaming: Reconciliation.Policy {
    options.noAutoSync ? .ignore : project.settings.autoSync ? .follow : .refuse
  }

  func snapshot(
    _ state: Database.State, _ driver: (any Driver)?, attempts: Attempts, count: Int = 0, isFinal: Bool
  ) throws -> Snapshot {
    let reconciliation = try Reconciliation(
      project.catalog, state.history, policy: renaming, dialect: project.dialect)
    return Snapshot(
      state: state, reconciliation: reconciliation, attempts: attempts, count: count, driver: driver,
      isFinal: isFinal)
  }

  /// The part of a plan to run now, with all its SQL.
  ///
  /// A migration that first reads the database is loaded only when all migrations before it are done. The
  /// rest is then decided again.
  func decision(_ plan: Plan, _ snapshot: Snapshot, isEmpty: Bool) throws -> Decision {
    let isWhole = options.decidesAtOnce || plan.verb == .redo
    let part = isWhole ? plan : plan.beforeNextRead(isFinal: snapshot.isFinal)
    let tables = ExtensionTables(project: project, driver: snapshot.driver)
    let loaded = try tables.recognised(in: part.loading(loader.loaded), snapshot.history)
    try tables.requireReferenced(by: loaded)
    try tables.refuseEarlyUse(in: loaded, snapshot.history)
    let missing = plan.verb == .upgrade ? try tables.missingColumns(snapshot.history) : []
    return Decision(
      script: isEmpty ? nil : try script(of: loaded, snapshot),
      findings: plan.findings + missing.flatMap(\.findings),
      isPartial: part.items.count < plan.items.count,
      isLasting: project.extensions.isEmpty
        && plan.items.allSatisfy {
          !$0.migration.directives.readsDatabase && $0.migration.directives.unless.isEmpty
            && $0.resumes?.begun == nil
        }, plan: loaded)
  }

  private func script(of plan: Plan, _ snapshot: Snapshot) throws -> Script {
    let writer = try writer(snapshot)
    // Only under the lock is what was under way certainly not under way any more.
    let judged = snapshot.isFinal ? try plan.judging { try verdict(on: $0, writer, snapshot) } : plan
    return try writer.script(judged, snapshot.history)
  }

  package func writer(_ snapshot: Snapshot, _ reconciliation: Reconciliation? = nil) throws -> ScriptWriter {
    let settings = project.settings
    let timeouts: [(key: SettingsKey, isSet: Bool, block: String, what: String)] = [
      (.statementTimeout, settings.statementTimeout != nil, "timeout-set", "statement timeout"),
      (.statementLockTimeout, settings.statementLockTimeout != nil, "lock-timeout-set", "lock timeout"),
    ]
    for timeout in timeouts where timeout.isSet && !project.dialect.has(timeout.block) {
      throw SettingsError.badValue(
        settings.origin(of: timeout.key), reason: "\(project.dialect.name) has no \(timeout.what)",
        remedy: "remove '\(timeout.key.name)'")
    }
    let state = snapshot.state
    var options = ScriptWriter.Options(
      table: state.table, progressTable: state.progressTable, author: snapshot.signature?.author ?? author,
      schema: settings.defaultSchema, statementTimeout: settings.statementTimeout?.text,
      lockTimeout: settings.lockTimeout.count,
      transactional: settings.transactional, foreignKeys: settings.foreignKeys,
      singleTransaction: self.options.singleTransaction, target: snapshot.signature?.client ?? clientTarget)
    options.statementLockTimeout = settings.statementLockTimeout?.text
    options.hooks = hookBlocks
    options.programs = settings.hooks.heading
    options.values = settings.values
    options.values.purpose = self.options.dryRun && !self.options.fillsSecrets ? .print : .send
    options.sqliteExtensions = settings.sqliteExtensions
    return try ScriptWriter(
      project.dialect, options,
      repair: TrackerRepair(project.catalog, state.history),
      reconciliation: reconciliation ?? snapshot.reconciliation)
  }

  /// The database as the first lines of a printed script name it; a driver program knows best what its client
  /// takes.
  var clientTarget: String {
    let known = options.dryRun ? project.program?.about(project.url)?.target : nil
    return known ?? project.url.clientTarget
  }
}
