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
  public internal(set) var after: String?
  /// The migrations that were applied or reverted, in order.
  public private(set) var migrations: [Done] = []
  /// Whether anything was sent that changed the database.
  public internal(set) var isChanged = false
  /// The script that a dry run would send.
  public internal(set) var script: String?
  /// Notes on other changes, such as a renamed row.
  public private(set) var notes: [String] = []
  /// The migrations that failed in a run that continued with others.
  public private(set) var failed: [String] = []
  /// The migrations to run, in order; a dry run has only these.
  public private(set) var planned: [Planned] = []
  /// Whether the hook after the run failed, while the run itself did not.
  public internal(set) var hookFailed = false
  /// The warnings of the command.
  public private(set) var warnings: [String] = []

  private enum CodingKeys: String, CodingKey {
    case database, dialect, dryRun = "dry_run", before, after, isChanged = "changed", migrations, script,
      notes, failed, warnings
  }

  /// One migration to run.
  public struct Planned: Sendable {
    public let version: String
    /// The direction, `up` or `down`.
    public let direction: String
    public let description: String
    public let file: String
  }

  /// One migration that was applied or reverted.
  public struct Done: Encodable, Sendable {
    public let version: String
    public let direction: String
    public let description: String
    public let file: String
    public let milliseconds: Int

    private enum CodingKeys: String, CodingKey {
      case version, direction, description, file, milliseconds = "duration_ms"
    }
  }

  /// - Parameters:
  ///   - database: the database's URL without secrets.
  ///   - dialect: the dialect's name.
  ///   - dryRun: whether nothing is sent.
  init(database: String, dialect: String, dryRun: Bool) {
    self.database = database
    self.dialect = dialect
    self.dryRun = dryRun
  }

  /// Adds and reports what a section has done.
  mutating func done(_ section: Script.Section, milliseconds: Int, _ tell: (Event) -> Void) {
    let idle: [Step.Kind] = [.client, .lock, .unlock, .session, .createTable]
    if section.steps.contains(where: { !idle.contains($0.kind) }) { isChanged = true }
    for note in section.notes {
      notes.append(note)
      tell(.note(note))
    }
    guard let migration = section.migration, let work = Event.Work(section) else { return }
    tell(.finished(work, milliseconds: milliseconds))
    migrations.append(
      Done(
        version: "\(migration.version)", direction: section.direction.rawValue,
        description: migration.description,
        file: migration.source.path, milliseconds: milliseconds))
  }

  /// Stores the migrations to run, after those that are done.
  mutating func plan(_ script: Script) {
    planned =
      migrations.map {
        Planned(version: $0.version, direction: $0.direction, description: $0.description, file: $0.file)
      }
      + script.sections.compactMap { section in
        section.migration.map {
          Planned(
            version: "\($0.version)", direction: section.direction.rawValue, description: $0.description,
            file: $0.source.path)
        }
      }
  }

  /// Whether something failed although the run continued to its end.
  public var isFailed: Bool { !failed.isEmpty || hookFailed }

  /// Adds a migration that failed in a run that continues with others.
  mutating func failed(_ version: String) { failed.append(version) }

  /// Adds and reports each finding once, however often the history is read.
  mutating func note(_ findings: [Finding], _ tell: (Event) -> Void) {
    for finding in findings where !warnings.contains(finding.message) {
      warnings.append(finding.message)
      tell(.warning(finding))
    }
  }
}
