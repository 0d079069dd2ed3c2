import Configuration
import Diagnostics
import Migrations
import Projects

/// The commands of a run.
extension Run {
  /// Applies the pending migrations, up to a revision.
  public func upgrade(to revision: String) throws -> Outcome {
    let revision = try Revision(revision)
    return try perform { snapshot in
      let plan = try Plan.upgrade(
        project.catalog, reconciledHistory(snapshot), to: revision.after(snapshot.count),
        policy: policy(snapshot.attempts))
      try refuseForgottenHistory(plan, snapshot)
      let needsRepair = TrackerRepair(project.catalog, snapshot.state.history) != nil
      return try decision(
        plan, snapshot, isEmpty: plan.isEmpty && !needsRepair && snapshot.reconciliation.isEmpty)
    }
  }

  /// Applies what is pending, and runs a repeatable migration whether its text has changed or not.
  package func upgrade(repeating version: Version) throws -> Outcome {
    try move { history, snapshot in
      var policy = policy(snapshot.attempts)
      policy.repeats = version
      return try Plan.upgrade(project.catalog, history, to: .head, policy: policy)
    }
  }

  /// Reverts applied migrations, down to a revision.
  public func downgrade(to revision: String) throws -> Outcome {
    let revision = try Revision(revision)
    return try move { history, snapshot in
      try Plan.downgrade(
        project.catalog, history, to: revision.after(snapshot.count), policy: policy(snapshot.attempts))
    }
  }

  /// Reverts the migration applied last, and applies it again.
  public func redo() throws -> Outcome {
    try move { history, snapshot in try Plan.redo(project.catalog, history, policy: policy(snapshot.attempts))
    }
  }

  /// Creates the missing tables of an extension, without writing rows for its migrations.
  public func createTables(of name: String) throws -> Outcome {
    try perform { snapshot in
      if let row = snapshot.history.rows.first(where: { $0.series == .named(name) }) {
        throw ExtensionTablesError.tracked(name, row: row.name)
      }
      let tables = ExtensionTables(project: project, driver: snapshot.driver)
      let plan = try tables.plan(making: name)
      return try decision(plan, snapshot, isEmpty: plan.items.isEmpty)
    }
  }

  private func move(_ plan: @escaping (History, Snapshot) throws -> Plan) throws -> Outcome {
    try perform { snapshot in
      let plan = try plan(reconciledHistory(snapshot), snapshot)
      return try decision(plan, snapshot, isEmpty: plan.isEmpty)
    }
  }

  /// The history to plan with; fails if a person must first match files and rows.
  private func reconciledHistory(_ snapshot: Snapshot) throws -> History {
    if let problem = snapshot.reconciliation.problems.first {
      throw MissingSources(problem, project.settings) ?? problem
    }
    return snapshot.history
  }

  /// Rewrites the tracking table as if everything up to a revision had been applied.
  public func stamp(_ revision: String) throws -> Outcome {
    let revision = try Revision(revision)
    return try perform { snapshot in
      // The user who stamps decides what is applied, including squashed files.
      let reconciliation = snapshot.reconciliation.accepting { migration in
        switch revision {
        case .head: true
        case .version(let version): version.series == migration.version.series && migration.version <= version
        case .base, .steps: false
        }
      }
      let stamp = try Stamp(project.catalog, reconciliation.history, at: revision)
      let isEmpty = stamp.isEmpty && reconciliation.isEmpty
      return Decision(
        script: isEmpty
          ? nil : try writer(snapshot, reconciliation).script(stamp, reconciliation.history),
        findings: stamp.resolved.map(Finding.forgotten))
    }
  }

  /// Marks an interrupted migration as applied or as not applied.
  public func resolve(_ version: String, applied: Bool) throws -> Outcome {
    try resolve(version, as: applied ? .applied : .reverted)
  }

  /// Records what the user says about an interrupted migration.
  package func resolve(_ version: String, as resolution: Resolution) throws -> Outcome {
    guard let version = Version(version) else { throw RevisionError.noVersion(version) }
    return try perform { snapshot in
      let history = snapshot.state.history
      guard let progress = history.interrupted.first(where: { $0.version == version }) else {
        throw PlanError.notInterrupted(version)
      }
      let nothing = Reconciliation([], history)
      let migration = try project.catalog[version].map { migration in
        if case .finished = resolution { return try loader.loaded(migration, progress.direction) }
        return migration
      }
      let script = try writer(snapshot, nothing).script(
        resolving: progress, of: migration, resolution, history: history)
      return Decision(script: script)
    }
  }

  /// Renames the row of a migration whose file has a new name, even if the texts differ.
  public func reconcile(_ old: String, with new: String) throws -> Outcome {
    guard let target = Version(new) else { throw RevisionError.noVersion(new) }
    return try perform { snapshot in
      let history = snapshot.state.history
      guard let migration = project.catalog[target] else {
        throw RevisionError.unknown(target, nearest: project.catalog.migrations.last?.version)
      }
      guard
        let row = history.rows.first(where: {
          $0.name == old || $0.version != nil && $0.version == Version(old)
        })
      else { throw ReconciliationError.noRow(old) }
      // By naming both, the user says that the file is what was applied.
      let rename = Reconciliation.Rename(row, to: migration, isSame: true)
      // Other renames that free names are sent in the same transaction. Those blocked by another row need a
      // person's decision.
      let others = snapshot.reconciliation.renames.filter {
        !$0.isDetour && $0.origin != row.name && Version($0.name) != target
      }
      let all = Reconciliation.Rename.unhindered([rename] + others.map(\.direct), among: history.rows)
      guard all.contains(where: { $0.origin == row.name }) else { throw ReconciliationError.taken(target) }
      return try decision(Reconciliation(all, history), snapshot, verb: "reconcile")
    }
  }

  /// The facts for matching rows and files beyond their texts.
  package struct Rewriting {
    /// The command, for the first lines of the script.
    let verb: String
    /// The new versions by old ones, for files that are being changed.
    let known: [Version: Version]
    /// The versions that must not be interrupted.
    let uninterrupted: Set<Version>
    /// Whether problems that need a person are left to the next run.
    let isLenient: Bool

    package init(
      verb: String = "fix", known: [Version: Version] = [:], uninterrupted: Set<Version> = [],
      isLenient: Bool = false
    ) {
      self.verb = verb
      self.known = known
      self.uninterrupted = uninterrupted
      self.isLenient = isLenient
    }
  }

  /// Renames the rows of every file that was renamed.
  ///
  /// - Parameter leavingDoubts: whether problems that need a person are skipped.
  /// - Returns: the outcome with the renamed rows.
  /// - Throws: any ``Diagnostic`` for a rename that is not possible.
  public func reconcile(leavingDoubts: Bool = false) throws -> Outcome {
    try reconcile(Rewriting(isLenient: leavingDoubts))
  }

  package func reconcile(_ rewriting: Rewriting) throws -> Outcome {
    try perform { snapshot in
      let history = snapshot.state.history
      if let progress = history.interrupted.first(where: { rewriting.uninterrupted.contains($0.version) }) {
        throw PlanError.interrupted(progress, path: nil)
      }
      let reconciliation = try Reconciliation(
        project.catalog, history, policy: .follow, dialect: project.dialect, known: rewriting.known)
      for problem in reconciliation.problems {
        // A rename that cannot be sent stops everything; other problems can wait.
        if case .occupied = problem { throw problem }
        if !rewriting.isLenient { throw problem }
      }
      return try decision(reconciliation, snapshot, verb: rewriting.verb)
    }
  }

  private func decision(
    _ reconciliation: Reconciliation, _ snapshot: Snapshot, verb: String
  ) throws -> Decision {
    if reconciliation.isEmpty { return Decision(script: nil) }
    return Decision(
      script: try writer(snapshot, reconciliation).script(reconciling: snapshot.state.history, verb))
  }
}
