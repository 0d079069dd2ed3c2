import Configuration
import Diagnostics
import SQLText
import System

/// The data that a hook gets, in its environment and as a line of JSON on its standard input.
struct HookCall: Encodable {
  var hook = ""
  /// The verb: `upgrade`.
  var command = ""
  let target: String?
  let dialect: String
  /// The URL without its password; its path is relative to the folder where hooks run.
  let database: String
  /// The revision of the database.
  package var revision: String?
  var migration: MigrationRun?
  /// The migrations that are about to run, or that have run.
  var migrations: [MigrationRun]?
  /// The result, `complete` or `failed`, once it is known.
  var status: String?
  var milliseconds: Int?
  var error: String?

  private enum CodingKeys: String, CodingKey {
    case hook, command, target, dialect, database, revision, migrations, status, milliseconds = "duration_ms",
      error
  }

  init(_ project: Project) {
    let folder = project.settings.hooks.folder
    target = project.settings.target
    dialect = project.dialect.name
    database = Path.relocated(url: "\(project.url)", from: folder)
  }

  /// Encodes the migration's keys beside the others, as in the environment.
  func encode(to encoder: any Encoder) throws {
    try migration?.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(hook, forKey: .hook)
    try keys.encode(command, forKey: .command)
    try keys.encodeIfPresent(target, forKey: .target)
    try keys.encode(dialect, forKey: .dialect)
    try keys.encode(database, forKey: .database)
    try keys.encodeIfPresent(revision, forKey: .revision)
    try keys.encodeIfPresent(migrations, forKey: .migrations)
    try keys.encodeIfPresent(status, forKey: .status)
    try keys.encodeIfPresent(milliseconds, forKey: .milliseconds)
    try keys.encodeIfPresent(error, forKey: .error)
  }

  /// The environment variables; nil removes one that another program has set.
  var environment: [String: String?] {
    [
      "RUNG_HOOK": hook, "RUNG_COMMAND": command, "RUNG_TARGET": target, "RUNG_DIALECT": dialect,
      "RUNG_DATABASE": database, "RUNG_REVISION": revision, "RUNG_VERSION": migration?.version,
      "RUNG_DIRECTION": migration?.direction, "RUNG_DESCRIPTION": migration?.description,
      "RUNG_FILE": migration?.file, "RUNG_STATUS": status,
      "RUNG_DURATION_MS": milliseconds.map { "\($0)" }, "RUNG_ERROR": error,
    ]
  }
}
