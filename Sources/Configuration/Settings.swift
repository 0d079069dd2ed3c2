import Diagnostics
import Drivers
import Migrations
import System

/// What a project is configured to do: flags win over the environment, and that over `rung.toml`.
public struct Settings: Sendable {
  /// The database, as a URL; nil where nothing names one, or only a variable that is not set.
  public private(set) var database: String?
  /// The variable that was to name the database, and is not set.
  package let unsetDatabase: SettingsError?
  /// What a relative path in the database's URL is relative to.
  package let databaseFolder: String
  /// The folder of migrations, as the user would write it from where they stand.
  public let scriptLocation: String
  package private(set) var versionTableName: String
  package let versionTableSchema: String?
  package let defaultSchema: String?
  package private(set) var transactional = true
  package private(set) var strict = false
  package private(set) var strictOrdering = false
  /// Whether rows follow files that were renamed.
  package private(set) var autoSync = true
  /// Whether foreign keys are enforced; nil leaves it to the database.
  package private(set) var foreignKeys: Bool?
  /// As it is written; it is found out who that is when a name is needed.
  package let author: String
  package private(set) var title = Settings.defaultTitle
  /// The folder from which migrations in Python import.
  package let projectRoot: String
  /// How long a migration in another language may take to say what it does.
  package let loadTimeout: Milliseconds
  package private(set) var profile = Settings.defaultProfile
  package private(set) var defaultFormat = MigrationFormat.sql
  /// Whether new files are numbered, rather than named by the time.
  package private(set) var isSequential = false
  /// Parts of templates that the file holds.
  package let fragments: TemplateFragments
  package let lockTimeout: Milliseconds
  package private(set) var statementTimeout: Milliseconds?
  /// Folders whose files come before the shipped ones, later ones first in force.
  package private(set) var sqlFolders: [String] = []
  package private(set) var templateFolders: [String] = []
  /// The extensions that are taken in, by name.
  package private(set) var extensions: [ExtensionChoice]
  /// The other targets whose records are in the same table.
  package let sharedTrackers: [SharedTracker]
  /// The programs and the SQL that runs bring along.
  package let hooks: Hooks
  /// Libraries that SQLite loads: a name that the system finds, or a path.
  package private(set) var sqliteExtensions: [String] = []
  /// In which form a run tells what it does.
  package private(set) var log = LogFormat.text
  /// Whether a run tells no more than its end.
  package private(set) var summaryOnly = false
  /// Whether the settings leave the project, or this target, out of what is done for all of them.
  let isEnabled: Bool
  /// The names of the configured targets, but for those that are left out.
  public let targets: [String]
  /// The target that was chosen, if any.
  public let target: String?
  /// The settings file, if there is one.
  public let file: String?

  /// The flags by which the user chose the project, its database and its table; no password among them.
  package let selection: [String]

  private let origins: [SettingsKey: SettingsError.Origin]

  /// Where the value of a key comes from.
  package func origin(of key: SettingsKey) -> SettingsError.Origin { origins[key] ?? .byDefault }

  /// The same, with an extension taken in as it is, unless it is already.
  package func taking(_ name: String) -> Settings {
    guard !extensions.contains(where: { $0.name == name }) else { return self }
    var copy = self
    copy.extensions.append(ExtensionChoice(name: name, path: nil, values: [:], origin: .byDefault))
    return copy
  }

  /// The same with another tracking table.
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

  /// The same for a command that changes files alone; SQL is then read as PostgreSQL's where no database is
  /// named.
  package var withoutDatabase: Settings {
    var copy = self
    copy.database = database ?? "postgresql:"
    return copy
  }

  /// The dialect of the database, as far as its URL tells.
  package var databaseSystem: String? {
    database.flatMap { try? DatabaseURL($0, relativeTo: databaseFolder).dialect }
  }

  /// What the command line says; nil leaves it to the environment and the file.
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
    /// Who applies or writes migrations.
    public var author: String?
    public var strict: Bool?
    package var log: LogFormat?
    package var summaryOnly: Bool?

    public init() {}

    /// The flags that stand for a key of the settings.
    var texts: [SettingsKey: SettingsSource.Found] {
      let flags: [(key: SettingsKey, flag: String, text: String?)] = [
        (.scriptLocation, "--migrations", migrations), (.defaultSchema, "--schema", schema),
        (.versionTableName, "--table", table), (.lockTimeout, "--lock-timeout", lockTimeout),
        (.statementTimeout, "--statement-timeout", statementTimeout), (.author, "--author", author),
        (.log, "--log", log?.rawValue),
      ]
      return flags.reduce(into: [:]) { texts, flag in
        texts[flag.key] = flag.text.map { .init(text: $0, origin: .flag(flag.flag)) }
      }
    }
  }

  /// How long another run is waited for, unless the settings say otherwise.
  private static let defaultLockTimeout = "60s"
  private static let defaultLoadTimeout = "60s"
  package static let defaultTitle = "Migration"
  package static let defaultProfile = "default"

  /// Finds and reads the settings.
  ///
  /// - Throws: ``SettingsError`` for the first thing that is wrong.
  public init(_ flags: Flags, _ environment: Environment) throws {
    let file = try SettingsFile.find(flags.config ?? environment["RUNG_CONFIG"])
    let target = flags.target ?? environment["RUNG_TARGET"]
    if let target, !(file?.targets ?? []).contains(target) {
      throw SettingsError.unknownTarget(target, known: file?.targets ?? [])
    }
    let source = SettingsSource(file: file, target: target, environment: environment, flags: flags.texts)
    try source.refuseMisspelt()
    try source.refuseEmptyFlags()
    let folder = file?.folder ?? "."
    selection = Settings.selection(flags)
    let named = try Settings.database(source, flags, folder)
    (database, databaseFolder, unsetDatabase) = (named.text, named.folder, named.unset)
    origins = source.origins.merging(named.origin.map { [.database: $0] } ?? [:]) { $1 }
    scriptLocation = try source.folder(.scriptLocation, below: folder) ?? Path.join(folder, "migrations")
    versionTableName = try source.text(.versionTableName)?.text ?? SettingsSource.standardTable
    defaultSchema = try source.text(.defaultSchema)?.text
    versionTableSchema = try source.text(.versionTableSchema)?.text
    author = source.raw(.author)?.text ?? "system"
    fragments = try source.fragments()
    projectRoot = try source.folder(.projectRoot, below: folder) ?? Path.folder(of: scriptLocation)
    loadTimeout = try source.limit(
      source.text(.loadTimeout) ?? .init(text: Settings.defaultLoadTimeout, origin: .byDefault))
    lockTimeout = try source.time(
      source.text(.lockTimeout) ?? .init(text: Settings.defaultLockTimeout, origin: .byDefault))
    extensions = try source.extensions(below: folder)
    sharedTrackers = source.sharedTrackers(below: folder)
    hooks = try Hooks(source, below: folder)
    self.target = target
    isEnabled = try source.flag(.enabled) ?? true
    targets = try (file?.targets ?? []).filter { name in
      try SettingsSource(file: file, target: name, environment: environment).flag(.enabled) ?? true
    }
    self.file = file?.path
    try readRuns(source, flags, folder)
    try readNewFiles(source)
    try readFolders(source, folder)
  }

  private static func selection(_ flags: Flags) -> [String] {
    let choices = [
      ("--config", flags.config), ("--target", flags.target),
      ("--database", flags.database.map(DatabaseURL.redacted)),
      ("--migrations", flags.migrations), ("--schema", flags.schema), ("--table", flags.table),
    ]
    return choices.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
  }

  /// The database; or the variable that was to name it and is not set, which commands about files alone do
  /// not need.
  private static func database(
    _ source: SettingsSource, _ flags: Flags, _ folder: String
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

  /// What runs go by.
  private mutating func readRuns(_ source: SettingsSource, _ flags: Flags, _ folder: String) throws {
    transactional = try source.flag(.transactional) ?? transactional
    strict = try flags.strict ?? source.flag(.strict) ?? strict
    strictOrdering = try source.flag(.strictOrdering) ?? strictOrdering
    autoSync = try source.flag(.autoSync) ?? autoSync
    foreignKeys = try source.flag(.foreignKeys)
    statementTimeout = try source.text(.statementTimeout).map { try source.time($0) }
    sqliteExtensions = (source.list(.sqliteExtensions)?.names ?? []).map { name in
      // As SQLite has it, what holds a slash is a path.
      name.contains("/") ? Path.join(folder, name) : name
    }
    log = try source.log() ?? log
    summaryOnly = try flags.summaryOnly ?? source.flag(.summaryOnly) ?? summaryOnly
  }

  /// How new files are named and filled.
  private mutating func readNewFiles(_ source: SettingsSource) throws {
    title = try [source.text(.title)?.text, fragments.title].compactMap { $0 }.first { !$0.isEmpty } ?? title
    profile = try source.text(.profile)?.text ?? profile
    defaultFormat = try source.choice(.defaultFormat) ?? defaultFormat
    isSequential = try source.choice(.versions) == Version.Kind.sequential
  }

  /// Where files of the user's are that come before the shipped ones.
  private mutating func readFolders(_ source: SettingsSource, _ folder: String) throws {
    let home = source.environment["RUNG_HOME"]
    sqlFolders = try [home.map { $0 + "/sql" }, source.existingFolder(.sql, below: folder)].compactMap { $0 }
    templateFolders = try [
      home.map { $0 + "/templates" },
      source.existingFolder(.templates, below: folder) ?? Path.join(folder, "templates"),
    ].compactMap { $0 }
  }
}
