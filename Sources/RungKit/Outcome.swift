import Diagnostics
import Migrations

/// What a command did, for people and for machines.
package struct Outcome: Encodable {
  package let database: String
  package let dialect: String
  /// Whether nothing was done but deciding.
  package let dryRun: Bool
  /// Where the database stood, and where it stands.
  package var before: String?
  package var after: String?
  /// The migrations that were applied or reverted, in order.
  package private(set) var migrations: [Done] = []
  /// Whether anything was sent that changed the database.
  package var isChanged = false
  /// What a dry run would send.
  package var script: String?
  /// What was done besides, such as renaming a row.
  package private(set) var notes: [String] = []
  /// The migrations that failed, where the run went on with others.
  package private(set) var failed: [String] = []
  /// How many migrations there were to run.
  package private(set) var planned = 0
  /// Whether all went well but for what comes after a run.
  package var hookFailed = false
  /// What there was to know first.
  package private(set) var warnings: [String] = []

  private enum CodingKeys: String, CodingKey {
    case database, dialect, dryRun = "dry_run", before, after, isChanged = "changed", migrations, script,
      notes, failed, warnings
  }

  /// One migration that is done.
  package struct Done: Encodable {
    package let version: String
    package let direction: String
    package let description: String
    package let file: String
    package let milliseconds: Int

    private enum CodingKeys: String, CodingKey {
      case version, direction, description, file, milliseconds = "duration_ms"
    }
  }

  init(_ project: Project, dryRun: Bool) {
    database = "\(project.url)"
    dialect = project.dialect.name
    self.dryRun = dryRun
  }

  /// Takes down and tells what a section has done.
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

  /// Takes down how many migrations there are to run.
  mutating func plan(_ script: Script) {
    planned = migrations.count + script.sections.count { $0.migration != nil }
  }

  /// Whether something failed, though the run went on to its end.
  package var isFailed: Bool { !failed.isEmpty || hookFailed }

  /// Takes down a migration that failed, while others go on.
  mutating func failed(_ version: String) { failed.append(version) }

  /// Tells each finding once, however often the history is read.
  mutating func note(_ findings: [Finding], _ tell: (Event) -> Void) {
    for finding in findings where !warnings.contains(finding.message) {
      warnings.append(finding.message)
      tell(.warning(finding))
    }
  }
}
