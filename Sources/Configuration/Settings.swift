import Diagnostics
import Drivers
import Migrations
import System

/// The settings of a project; flags override the environment, which overrides `rung.toml`.
public struct Settings: Sendable {
  /// The database, as a URL; nil if nothing names one, or only a variable that is not set.
  public private(set) var database: String?
  /// The error about the unset variable that should have named the database.
  package let unsetDatabase: SettingsError?
  /// The folder that a relative path in the database's URL is relative to.
  package let databaseFolder: String
  /// The folder of new migrations, as the user would write it from the current folder.
  public var scriptLocation: String { folders[0].path }
  /// The folders of migrations; there is at least one.
  package let folders: [MigrationFolder]
  package private(set) var versionTableName: String
  package let versionTableSchema: String?
  package let defaultSchema: String?
  package private(set) var transactional = true
  package private(set) var strict = false
  package private(set) var strictOrdering = false
  /// Whether the rows of renamed files are updated.
  package private(set) var autoSync = true
  /// Whether foreign keys are enforced; nil leaves it to the database.
  package private(set) var foreignKeys: Bool?
  /// The author as written, which is resolved only when a name is needed.
  package let author: String
  package private(set) var title = Settings.defaultTitle
  /// The folder from which migrations in Python import.
  package let projectRoot: String
  /// The longest time that the loader of a migration in another language may take.
  package let loadTimeout: Milliseconds
  package private(set) var profile = Settings.defaultProfile
  package private(set) var defaultFormat = MigrationFormat.sql
  /// Whether new files get sequential numbers rather than timestamps.
  package private(set) var isSequential = false
  /// The parts of templates that the settings file holds.
  package let fragments: TemplateFragments
  package let lockTimeout: Milliseconds
  package private(set) var statementTimeout: Milliseconds?
  /// How long a statement waits for a lock of the database.
  package private(set) var statementLockTimeout: Milliseconds?
  /// How often a migration is tried again after that.
  package private(set) var lockRetries = 0
  /// How long to wait for a server that does not accept connections yet, in milliseconds.
  package private(set) var wait = 0
  /// The folders whose files replace shipped ones; the last one wins.
  package private(set) var sqlFolders: [String] = []
  package private(set) var templateFolders: [String] = []
  /// The extensions that the project uses, sorted by name.
  package private(set) var extensions: [ExtensionChoice]
  /// The other targets whose rows are in the same tracking table.
  package let sharedTrackers: [SharedTracker]
  /// The values that fill the holes of migrations.
  package let values: Values
  /// The programs and the SQL that run along with each run.
  package let hooks: Hooks
  /// The libraries that SQLite loads, each a name that the system finds, or a path.
  package private(set) var sqliteExtensions: [String] = []
  /// The rules of `rung lint` that do not count, and those that count as errors.
  package private(set) var lintAllowed: [String] = []
  package private(set) var lintErrors: [String] = []
  /// The form in which a run reports what it does.
  package private(set) var log = LogFormat.text
  /// Whether a run reports only its result.
  package private(set) var summaryOnly = false
  /// Whether the project, or this target, is enabled; a disabled target is not listed among all targets.
  let isEnabled: Bool
  /// Whether the database changes only by a reviewed plan, or if the user names it.
  package let isProtected: Bool
  /// The names of the configured targets, without disabled ones.
  public let targets: [String]
  /// The target that was chosen, if any.
  public let target: String?
  /// The settings file, if there is one.
  public let file: String?

  /// The flags by which the user chose the project, database and tables, without passwords.
  package let selection: [String]

  private let origins: [SettingsKey: SettingsError.Origin]

  /// The origin of a key's value.
  package func origin(of key: SettingsKey) -> SettingsError.Origin { origins[key] ?? .byDefault }

  /// A copy that also uses an extension, with its standard settings; unchanged if the project uses it.
  package func including(_ name: String) -> Settings {
    guard !extensions.contains(where: { $0.name == name }) else { return self }
    var copy = self
    copy.extensions.append(ExtensionChoice(name: name, path: nil, values: [:], origin: .byDefault))
    return copy
  }

  /// A copy with another tracking table.
  package func with(table: String) -> Settings {
    var copy = self
    copy.versionTableName = table
    return copy
  }

  /// The tracking table of a target that cannot share one with others.
  package var tableOfTarget: String {
    let target = (target ?? "").map { $0.isLetter || $0.isNumber ? $0 : "_" }
    return "\(SettingsSource.standardTable)_\(String(target))"
  }

  /// A copy for a command that only changes files; if no database is named, SQL is read as PostgreSQL's.
  package var withoutDatabase: Settings {
    var copy = self
    copy.database = database ?? "postgresql:"
    return copy
  }

  /// The dialect of the database, as far as its URL shows it.
  package var databaseSystem: String? {
    database.flatMap { try? DatabaseURL($0, relativeTo: databaseFolder).dialect }
  }

  /// The values of the command line; nil leaves a value to the environment and the file.
  public struct Flags: Sendable {
    public var config: String?
    public var target: String?
    public var database: String?
    /// The folder of migrations, relative to where the user stands.
    public var migrations: String?
    /// The schema that names without one belong to.
    public var schema: String?
    /// The tracking table.
    public var table: String?
    /// How long to wait for another run, such as `30s`.
    public var lockTimeout: String?
    /// How long a statement may take, such as `5min`.
    public var statementTimeout: String?
    /// How often a migration is tried again that has waited for a lock of the database.
    public var lockRetries: String?
    /// How long to wait for a server that is still starting, such as `30s`.
    public var wait: String?
    /// Who applies or writes migrations.
    public var author: String?
    public var strict: Bool?
    package var log: LogFormat?
    package var summaryOnly: Bool?
    /// Whether the file `.env` beside the settings sets variables of this process.
    package var readsEnvironmentFile = false

    public init() {}

    /// The values of flags that override a key of the settings.
    var texts: [SettingsKey: SettingsSource.Found] {
      let flags: [(key: SettingsKey, flag: String, text: String?)] = [
        (.scriptLocation, "--migrations", migrations), (.defaultSchema, "--schema", schema),
        (.versionTableName, "--table", table), (.lockTimeout, "--lock-timeout", lockTimeout),
        (.statementTimeout, "--statement-timeout", statementTimeout), (.author, "--author", author),
        (.lockRetries, "--lock-retries", lockRetries), (.wait, "--wait", wait),
        (.log, "--log", log?.rawValue),
      ]
      return flags.reduce(into: [:]) { texts, flag in
        texts[flag.key] = flag.text.map { .init(text: $0, origin: .flag(flag.flag)) }
      }
    }
  }

  /// The time to wait for another run, unless the settings give another.
  private static let defaultLockTimeout = "60s"
  private static let defaultLoadTimeout = "60s"
  package static let defaultTitle = "Migration"
  package static let defaultProfile = "default"

  /// Finds and reads the settings.
  ///
  /// - Throws: ``SettingsError`` for the first error.
  public init(_ flags: Flags, _ environment: Environment) throws {
    var file = try SettingsFile.find(flags.config ?? environment["RUNG_CONFIG"])
    if flags.readsEnvironmentFile { try Settings.setVariables(file, environment) }
    let target = flags.target ?? environment["RUNG_TARGET"]
    if let target { file = try SettingsFile.including(target, of: file, environment) }
    let source = SettingsSource(file: file, target: target, environment: environment, flags: flags.texts)
    try source.refuseMisspelt()
    try source.refuseEmptyFlags()
    let folder = file?.folder ?? "."
    selection = Settings.selection(flags)
    let named = try Settings.database(source, flags, below: folder)
    (database, databaseFolder, unsetDatabase) = (named.text, named.folder, named.unset)
    origins = source.origins.merging(named.origin.map { [.database: $0] } ?? [:]) { $1 }
    folders = try source.migrationFolders(below: folder)
    versionTableName = try source.text(.versionTableName)?.text ?? SettingsSource.standardTable
    defaultSchema = try source.text(.defaultSchema)?.text
    versionTableSchema = try source.text(.versionTableSchema)?.text
    author = source.raw(.author)?.text ?? "system"
    fragments = try source.fragments()
    projectRoot = try source.folder(.projectRoot, below: folder) ?? Path.folder(of: folders[0].path)
    loadTimeout = try source.limit(
      source.text(.loadTimeout) ?? .init(text: Settings.defaultLoadTimeout, origin: .byDefault))
    lockTimeout = try source.time(
      source.text(.lockTimeout) ?? .init(text: Settings.defaultLockTimeout, origin: .byDefault))
    extensions = try source.extensions(below: folder)
    sharedTrackers = source.sharedTrackers(below: folder)
    hooks = try Hooks(source, below: folder)
    values = source.values(below: folder)
    self.target = target
    isEnabled = try source.flag(.enabled) ?? true
    isProtected = try source.flag(.protected) ?? false
    targets = try (file?.targets ?? []).filter { name in
      try SettingsSource(file: file, target: name, environment: environment).flag(.enabled) ?? true
    }
    self.file = file?.path
    try readRuns(source, flags, below: folder)
    try readNewFiles(source)
    try readFolders(source, folder)
  }

  /// All targets, with those of the list under `[targets]`.
  ///
  /// - Throws: ``SettingsError`` for settings or a list that cannot be used.
  package static func allTargets(_ flags: Flags, _ environment: Environment) throws -> AllTargets {
    guard let file = try SettingsFile.find(flags.config ?? environment["RUNG_CONFIG"]) else {
      return AllTargets()
    }
    if flags.readsEnvironmentFile { try setVariables(file, environment) }
    return try AllTargets(file, environment)
  }

  /// Sets the variables of the file `.env`, unless the settings turn that off.
  private static func setVariables(_ file: SettingsFile?, _ environment: Environment) throws {
    let source = SettingsSource(file: file, target: nil, environment: environment)
    guard try source.flag(.dotenv) ?? true else { return }
    try EnvironmentFile.load(in: file?.folder ?? ".")
  }

  private static func selection(_ flags: Flags) -> [String] {
    let choices = [
      ("--config", flags.config), ("--target", flags.target),
      ("--database", flags.database.map(DatabaseURL.redacted)),
      ("--migrations", flags.migrations), ("--schema", flags.schema), ("--table", flags.table),
    ]
    return choices.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
  }

  /// The database, or the error about the unset variable that should name it.
  ///
  /// The error is not thrown here, because commands that work only on files do not need the database.
  private static func database(
    _ source: SettingsSource, _ flags: Flags, below folder: String
  ) throws(SettingsError) -> (
    text: String?, folder: String, origin: SettingsError.Origin?, unset: SettingsError?
  ) {
    do {
      let database = try source.database(flag: flags.database)
      return (database.text, database.folder, database.origin, nil)
    } catch {
      guard case .unsetVariable = error else { throw error }
      return (nil, folder, nil, error)
    }
  }

  /// Reads the settings of runs.
  private mutating func readRuns(_ source: SettingsSource, _ flags: Flags, below folder: String) throws {
    transactional = try source.flag(.transactional) ?? transactional
    strict = try flags.strict ?? source.flag(.strict) ?? strict
    strictOrdering = try source.flag(.strictOrdering) ?? strictOrdering
    autoSync = try source.flag(.autoSync) ?? autoSync
    foreignKeys = try source.flag(.foreignKeys)
    statementTimeout = try source.text(.statementTimeout).map { try source.time($0) }
    statementLockTimeout = try source.text(.statementLockTimeout).map { try source.time($0) }
    lockRetries = try source.number(.lockRetries) ?? lockRetries
    wait = try source.text(.wait).map { try source.time($0).count } ?? wait
    lintAllowed = source.list(.lintAllow)?.names ?? []
    lintErrors = source.list(.lintErrors)?.names ?? []
    sqliteExtensions = (source.list(.sqliteExtensions)?.names ?? []).map { name in
      // As in SQLite, a name with a slash is a path.
      name.contains("/") ? Path.join(folder, name) : name
    }
    log = try source.log() ?? log
    summaryOnly = try flags.summaryOnly ?? source.flag(.summaryOnly) ?? summaryOnly
  }

  /// Reads how new files are named and filled.
  private mutating func readNewFiles(_ source: SettingsSource) throws {
    title = try [source.text(.title)?.text, fragments.title].compactMap { $0 }.first { !$0.isEmpty } ?? title
    profile = try source.text(.profile)?.text ?? profile
    defaultFormat = try source.choice(.defaultFormat) ?? defaultFormat
    isSequential = try source.choice(.versions) == Version.Kind.sequential
  }

  /// Reads the folders of the user's files that replace shipped ones.
  private mutating func readFolders(_ source: SettingsSource, _ folder: String) throws {
    let home = source.environment["RUNG_HOME"]
    sqlFolders = try [home.map { $0 + "/sql" }, source.existingFolder(.sql, below: folder)].compactMap { $0 }
    templateFolders = try [
      home.map { $0 + "/templates" },
      source.existingFolder(.templates, below: folder) ?? Path.join(folder, "templates"),
    ].compactMap { $0 }
  }
}
