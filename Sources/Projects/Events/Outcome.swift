import Diagnostics
import Migrations

/// The result of a command, for people and for machines.
public struct Outcome: Encodable, Sendable {
  public let database: String
  public let dialect: String
  /// Whether the command only decided what to do.
  public let dryRun: Bool
  /// The revision of the database before and after the command.
  public internal(set) var before: String?
  public package(set) var after: String?
  /// The migrations that were applied or reverted, in order.
  public private(set) var migrations: [MigrationRun] = []
  /// Whether anything was sent that changed the database.
  public package(set) var isChanged = false
  /// The script that a dry run would send.
  public package(set) var script: String?
  /// The same script in its parts.
  package var sections: [Script.Section] = []
  /// The plan for review that a dry run makes.
  package var plan: PlanFile?
  /// The script that undoes what a dry run would do, if it was asked for.
  package var rollback: String?
  /// Notes on other changes, such as a renamed row.
  public private(set) var notes: [String] = []
  /// The migrations that failed in a run that continued with others.
  public private(set) var failed: [String] = []
  /// The migrations to run, in order; a dry run has only these.
  public private(set) var planned: [MigrationRun] = []
  /// Whether the hook after the run failed, while the run itself did not.
  public package(set) var hookFailed = false
  /// The warnings of the command.
  public private(set) var warnings: [String] = []

  /// A plan for review, as a file.
  package struct PlanFile: Sendable {
    package let text: String
    /// The SHA-256 by which it is approved.
    package let digest: String
    /// The revision after it has run.
    package let end: String

    package init(_ plan: ReviewedPlan) {
      (text, digest) = (plan.text, plan.digest)
      end = plan.facts.first { $0.name == "to" }?.value ?? "base"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case database, dialect, dryRun = "dry_run", before, after, isChanged = "changed", migrations, script,
      notes, failed, warnings
  }

  /// - Parameters:
  ///   - database: the database's URL without secrets.
  ///   - dialect: the dialect's name.
  ///   - revision: the revision of the database before the command.
  ///   - dryRun: whether nothing is sent.
  package init(database: String, dialect: String, at revision: String?, dryRun: Bool) {
    self.database = database
    self.dialect = dialect
    self.dryRun = dryRun
    (before, after) = (revision, revision)
  }

  /// Adds and reports what a section has done.
  package mutating func done(_ section: Script.Section, milliseconds: Int, _ tell: (Event) -> Void) {
    let idle: [Step.Kind] = [.client, .lock, .unlock, .session, .createTable]
    if section.steps.contains(where: { !idle.contains($0.kind) }) { isChanged = true }
    for note in section.notes {
      notes.append(note)
      tell(.note(note))
    }
    guard let run = MigrationRun(section, milliseconds: milliseconds) else { return }
    tell(.finished(run, milliseconds: milliseconds))
    migrations.append(run)
  }

  /// Stores the migrations to run, after those that are done.
  package mutating func plan(_ script: Script) {
    planned = migrations + script.sections.compactMap { MigrationRun($0) }
  }

  /// Whether something failed although the run continued to its end.
  public var isFailed: Bool { !failed.isEmpty || hookFailed }

  /// Adds a migration that failed in a run that continues with others.
  package mutating func failed(_ version: String) { failed.append(version) }

  /// Adds notes that were reported before the run, above its own.
  package mutating func note(_ earlier: [String]) { notes = earlier + notes }

  /// Adds and reports each finding once, however often the history is read.
  package mutating func note(_ findings: [Finding], _ tell: (Event) -> Void) {
    for finding in findings where !warnings.contains(finding.message) {
      warnings.append(finding.message)
      tell(.warning(finding))
    }
  }
}
