/// Every key of `rung.toml` that holds a value, with its name and the kind of its value.
///
/// The names under `[migration]` are SQLSpec's.
package enum SettingsKey: String, CaseIterable {
  case database
  case dotenv
  case sql, templates
  case scriptLocation = "migration.script_location"
  case versionTableName = "migration.version_table_name"
  case versionTableSchema = "migration.version_table_schema"
  case defaultSchema = "migration.default_schema"
  case transactional = "migration.transactional"
  case strict = "migration.strict"
  case strictOrdering = "migration.strict_ordering"
  case autoSync = "migration.auto_sync"
  case foreignKeys = "migration.foreign_keys"
  case author = "migration.author"
  case title = "migration.title"
  case profile = "migration.profile"
  case defaultFormat = "migration.default_format"
  case versions = "migration.versions"
  case lockTimeout = "migration.lock_timeout"
  case statementTimeout = "migration.statement_timeout"
  case statementLockTimeout = "migration.statement_lock_timeout"
  case lockRetries = "migration.lock_retries"
  case wait = "migration.wait"
  case projectRoot = "migration.project_root"
  case loadTimeout = "migration.load_timeout"
  case includeExtensions = "migration.include_extensions"
  case excludeExtensions = "migration.exclude_extensions"
  case enabled = "migration.enabled"
  case protected = "migration.protected"
  case log = "migration.log"
  case summaryOnly = "migration.summary_only"
  case beforeRun = "hooks.before_run"
  case afterRun = "hooks.after_run"
  case beforeMigration = "hooks.before_migration"
  case afterMigration = "hooks.after_migration"
  case hooksSQL = "hooks.sql"
  case hooksTimeout = "hooks.timeout"
  case sqliteExtensions = "sqlite.extensions"
  case lintAllow = "lint.allow"
  case lintErrors = "lint.errors"
  case targetsFrom = "targets.from"
  case targetsCommand = "targets.command"

  enum Kind: String {
    case text = "a string"
    case flag = "true or false"
    case time = "a time with its unit, such as \"30s\""
    case number = "a whole number"
    case list = "a list of names, such as [\"adk\"]"
  }

  var kind: Kind {
    switch self {
    case .transactional, .strict, .strictOrdering, .autoSync, .foreignKeys, .enabled, .protected,
      .summaryOnly, .dotenv:
      .flag
    case .lockTimeout, .statementTimeout, .statementLockTimeout, .wait, .loadTimeout, .hooksTimeout: .time
    case .lockRetries: .number
    case .includeExtensions, .excludeExtensions, .sqliteExtensions, .lintAllow, .lintErrors: .list
    default: .text
    }
  }

  /// The last part: `script_location`.
  package var name: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }

  /// The environment variable that overrides the file: `RUNG_SCRIPT_LOCATION`.
  var variable: String { SettingsKey.variables[self] ?? "" }

  /// The variables by key; each is asked for several times in a run.
  private static let variables = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.builtVariable) })

  private var builtVariable: String {
    let sections = ["hooks.", "lint.", "sqlite.", "targets."]
    let section = sections.first(where: rawValue.hasPrefix)?.dropLast().uppercased()
    return "RUNG_" + (section.map { $0 + "_" } ?? "") + name.uppercased()
  }
}
