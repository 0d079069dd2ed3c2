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
  /// What there was to know first.
  package private(set) var warnings: [String] = []

  private enum CodingKeys: String, CodingKey {
    case database, dialect, dryRun = "dry_run", before, after, isChanged = "changed", migrations, script,
      warnings
  }

  /// One migration that is done.
  package struct Done: Encodable {
    package let version: String
    package let description: String
    package let file: String
    package let milliseconds: Int

    private enum CodingKeys: String, CodingKey {
      case version, description, file, milliseconds = "duration_ms"
    }
  }

  init(_ project: Project, dryRun: Bool) {
    database = "\(project.url)"
    dialect = project.dialect.name
    self.dryRun = dryRun
  }

  mutating func done(_ migration: Migration, milliseconds: Int) {
    migrations.append(
      Done(
        version: "\(migration.version)", description: migration.description, file: migration.source.path,
        milliseconds: milliseconds))
  }

  /// Tells each finding once, however often the history is read.
  mutating func note(_ findings: [Finding], _ tell: (Event) -> Void) {
    for finding in findings where !warnings.contains(finding.message) {
      warnings.append(finding.message)
      tell(.warning(finding))
    }
  }
}
