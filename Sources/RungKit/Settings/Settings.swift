import Diagnostics
import Drivers
import Migrations
import System

/// What a project is configured to do: flags win over the environment, and that over `rung.toml`.
public struct Settings: Sendable {
  /// The database, as a URL; nil where nothing names one, or only a variable that is not set.
  public private(set) var database: String?
  /// The variable that was to name the database, and is not set.
  let unsetDatabase: SettingsError?
  /// What a relative path in the database's URL is relative to.
  package let databaseFolder: String
  /// The folder of migrations, as the user would write it from where they stand.
  public let scriptLocation: String
  package private(set) var versionTableName: String
  package let versionTableSchema: String?
  package let defaultSchema: String?
  package let transactional: Bool
  package let strict: Bool
  package let strictOrdering: Bool
  /// Whether rows follow files that were renamed.
  package let autoSync: Bool
  /// Whether foreign keys are enforced; nil leaves it to the database.
  package let foreignKeys: Bool?
  /// As it is written; it is found out who that is when a name is needed.
  package let author: String
  package let title: String
  /// The folder from which migrations in Python import.
  package let projectRoot: String
  /// How long a migration in another language may take to say what it does.
  package let loadTimeout: Milliseconds
  package let profile: String
  package let defaultFormat: MigrationFormat
  /// Whether new files are numbered, rather than named by the time.
  package let isSequential: Bool
  /// Parts of templates that the file holds.
  let fragments: TemplateFragments
  package let lockTimeout: Milliseconds
  package let statementTimeout: Milliseconds?
  /// Folders whose files come before the shipped ones, later ones first in force.
  package let sqlFolders: [String]
  package let templateFolders: [String]
  /// The extensions that are taken in, by name.
  package private(set) var extensions: [ExtensionChoice]
  /// The other targets whose records are in the same table.
  let sharedTrackers: [SharedTracker]
  /// The programs and the SQL that runs bring along.
  let hooks: Hooks
  /// Libraries that SQLite loads: a name that the system finds, or a path.
  package let sqliteExtensions: [String]
  /// In which form a run tells what it does.
  package let log: LogFormat
  /// Whether a run tells no more than its end.
  package let summaryOnly: Bool
  /// Whether the settings leave the project, or this target, out of what is done for all of them.
  let isEnabled: Bool
  /// The names of the configured targets, but for those that are left out.
  public let targets: [String]
  /// The target that was chosen, if any.
  public let target: String?
  /// The settings file, if there is one.
  public let file: String?

  /// The flags by which the user chose file, target and database; no password among them.
  let selection: [String]

  private let origins: [SettingsKey: SettingsError.Origin]

  /// Where the value of a key comes from.
  func origin(of key: SettingsKey) -> SettingsError.Origin { origins[key] ?? .byDefault }

  /// The same, with an extension taken in as it is, unless it is already.
  package func taking(_ name: String) -> Settings {
    guard !extensions.contains(where: { $0.name == name }) else { return self }
    var copy = self
    copy.extensions.append(ExtensionChoice(name: name, path: nil, values: [:], origin: .byDefault))
    return copy
  }

  /// The same with another tracking table.
  func with(table: String) -> Settings {
    var copy = self
    copy.versionTableName = table
    return copy
  }

  /// The tracking table of a target that cannot share one with others.
  var tableOfTarget: String {
    let target = (target ?? "").map { $0.isLetter || $0.isNumber ? $0 : "_" }
    return "\(Settings.standardTable)_\(String(target))"
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
    public var lockTimeout: String?
    public var strict: Bool?
    package var log: LogFormat?
    package var summaryOnly: Bool?

    public init() {}
  }

  /// The tracking table, unless the settings name another.
  static let standardTable = "ddl_migrations"
  /// How long another run is waited for, unless the settings say otherwise.
  private static let defaultLockTimeout = "60s"
  private static let defaultLoadTimeout = "60s"
  static let defaultTitle = "Migration"

  /// Finds and reads the settings.
  ///
  /// - Throws: ``SettingsError`` for the first thing that is wrong.
  public init(_ flags: Flags, _ environment: Environment) throws {
    let file = try SettingsFile.find(flags.config ?? environment["RUNG_CONFIG"])
    let target = flags.target ?? environment["RUNG_TARGET"]
    if let target, !(file?.targets ?? []).contains(target) {
      throw SettingsError.unknownTarget(target, known: file?.targets ?? [])
    }
    let source = SettingsSource(file: file, target: target, environment: environment)
    try source.refuseMisspelt()
    let folder = file?.folder ?? "."
    let choices = [
      ("--config", flags.config), ("--target", flags.target),
      ("--database", flags.database.map(DatabaseURL.redacted)),
    ]
    selection = choices.flatMap { flag, value in value.map { [flag, $0] } ?? [] }

    var origins = source.origins
    do {
      let database = try source.database(flag: flags.database)
      (self.database, databaseFolder, unsetDatabase) = (database.text, database.folder, nil)
      origins[.database] = database.origin
    } catch {
      guard case .unsetVariable = error else { throw error }
      // Commands about files alone do not need it.
      (self.database, databaseFolder, unsetDatabase) = (nil, folder, error)
    }
    self.origins = origins
    scriptLocation = try source.folder(.scriptLocation, below: folder) ?? Path.join(folder, "migrations")
    versionTableName = try source.text(.versionTableName)?.text ?? Settings.standardTable
    defaultSchema = try source.text(.defaultSchema)?.text
    versionTableSchema = try source.text(.versionTableSchema)?.text
    transactional = try source.flag(.transactional) ?? true
    strict = try flags.strict ?? source.flag(.strict) ?? false
    strictOrdering = try source.flag(.strictOrdering) ?? false
    autoSync = try source.flag(.autoSync) ?? true
    foreignKeys = try source.flag(.foreignKeys)
    author = source.raw(.author)?.text ?? "system"
    fragments = try source.fragments()
    title =
      try [source.text(.title)?.text, fragments.title].compactMap { $0 }.first { !$0.isEmpty }
      ?? Settings.defaultTitle
    profile = try source.text(.profile)?.text ?? Profile.defaultName
    defaultFormat = try source.choice(.defaultFormat) ?? .sql
    isSequential = try source.choice(.versions) == Version.Kind.sequential
    projectRoot = try source.folder(.projectRoot, below: folder) ?? Path.folder(of: scriptLocation)
    loadTimeout = try source.limit(
      source.text(.loadTimeout) ?? .init(text: Settings.defaultLoadTimeout, origin: .byDefault))
    lockTimeout = try source.time(
      .lockTimeout, flag: ("--lock-timeout", flags.lockTimeout), Settings.defaultLockTimeout)
    statementTimeout = try source.text(.statementTimeout).map { try source.time($0) }
    let home = environment["RUNG_HOME"]
    sqlFolders = try [home.map { $0 + "/sql" }, source.existingFolder(.sql, below: folder)].compactMap { $0 }
    templateFolders = try [
      home.map { $0 + "/templates" },
      source.existingFolder(.templates, below: folder) ?? Path.join(folder, "templates"),
    ].compactMap { $0 }
    extensions = try source.extensions(below: folder)
    sharedTrackers = source.sharedTrackers(below: folder)
    hooks = try Hooks(source, below: folder)
    sqliteExtensions = (source.list(.sqliteExtensions)?.names ?? []).map { name in
      // As SQLite has it, what holds a slash is a path.
      name.contains("/") ? Path.join(folder, name) : name
    }
    log = try source.log(flag: flags.log) ?? .text
    summaryOnly = try flags.summaryOnly ?? source.flag(.summaryOnly) ?? false
    self.target = target
    isEnabled = try source.flag(.enabled) ?? true
    targets = try (file?.targets ?? []).filter { name in
      try SettingsSource(file: file, target: name, environment: environment).flag(.enabled) ?? true
    }
    self.file = file?.path
  }
}
