import Diagnostics
import Drivers

/// What a project is configured to do: flags win over the environment, and that over `rung.toml`.
package struct Settings: Sendable {
  /// The database, as a URL; nil where nothing names one.
  package let database: String?
  /// What a relative path in the database's URL is relative to.
  package let databaseFolder: String
  /// The folder of migrations, as the user would write it from where they stand.
  package let scriptLocation: String
  package let versionTableName: String
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
  package let profile: String
  package let lockTimeout: Milliseconds
  package let statementTimeout: Milliseconds?
  /// Folders whose files come before the shipped ones, later ones first in force.
  package let sqlFolders: [String]
  package let templateFolders: [String]
  /// The names of the configured targets.
  package let targets: [String]
  /// The settings file, if there is one.
  package let file: String?

  /// The flags by which the user chose file, target and database; no password among them.
  let selection: [String]

  private let origins: [SettingsKey: SettingsError.Origin]

  /// Where the value of a key comes from.
  func origin(of key: SettingsKey) -> SettingsError.Origin { origins[key] ?? .byDefault }

  /// What the command line says; nil leaves it to the environment and the file.
  package struct Flags: Sendable {
    package var config: String?
    package var target: String?
    package var database: String?
    package var lockTimeout: String?
    package var strict: Bool?

    package init() {}
  }

  /// How long another run is waited for, unless the settings say otherwise.
  private static let defaultLockTimeout = "60s"

  /// Finds and reads the settings.
  ///
  /// - Throws: ``SettingsError`` for the first thing that is wrong.
  package init(_ flags: Flags, _ environment: Environment) throws {
    let file = try SettingsFile.find(flags.config ?? environment["RUNG_CONFIG"])
    let target = flags.target ?? environment["RUNG_TARGET"]
    if let target, !(file?.targets ?? []).contains(target) {
      throw SettingsError.unknownTarget(target, known: file?.targets ?? [])
    }
    let source = Source(file: file, target: target, environment: environment)
    let folder = file?.folder ?? "."
    let choices = [
      ("--config", flags.config), ("--target", flags.target),
      ("--database", flags.database.map(DatabaseURL.redacted)),
    ]
    selection = choices.flatMap { flag, value in value.map { [flag, $0] } ?? [] }

    let database = try source.database(flag: flags.database)
    (self.database, databaseFolder) = (database.text, database.folder)
    var origins = source.origins
    origins[.database] = database.origin
    self.origins = origins
    scriptLocation = try source.folder(.scriptLocation, below: folder) ?? Path.join(folder, "migrations")
    versionTableName = try source.text(.versionTableName)?.text ?? "ddl_migrations"
    defaultSchema = try source.text(.defaultSchema)?.text
    versionTableSchema = try source.text(.versionTableSchema)?.text
    transactional = try source.flag(.transactional) ?? true
    strict = try flags.strict ?? source.flag(.strict) ?? false
    strictOrdering = try source.flag(.strictOrdering) ?? false
    autoSync = try source.flag(.autoSync) ?? true
    foreignKeys = try source.flag(.foreignKeys)
    author = source.raw(.author)?.text ?? "system"
    title = try source.text(.title)?.text ?? "Migration"
    profile = try source.text(.profile)?.text ?? "default"
    lockTimeout = try source.time(
      .lockTimeout, flag: ("--lock-timeout", flags.lockTimeout), Settings.defaultLockTimeout)
    statementTimeout = try source.text(.statementTimeout).map { try source.time($0) }
    let home = environment["RUNG_HOME"]
    sqlFolders = try [home.map { $0 + "/sql" }, source.folder(.sql, below: folder)].compactMap { $0 }
    templateFolders = try [home.map { $0 + "/templates" }, source.folder(.templates, below: folder)]
      .compactMap { $0 }
    targets = file?.targets ?? []
    self.file = file?.path
  }
}

/// Looks values up in the environment and the file.
private struct Source {
  let file: SettingsFile?
  let target: String?
  let environment: Environment

  struct Found {
    let text: String
    let origin: SettingsError.Origin
    var isFromFile: Bool { if case .file = origin { true } else { false } }
  }

  /// The value as it is written, `env:NAME` and all.
  func raw(_ key: SettingsKey) -> Found? {
    if let text = environment[key.variable] { return Found(text: text, origin: .variable(key.variable)) }
    guard let (value, origin) = stored(key), case .text(let text) = value else { return nil }
    return Found(text: text, origin: origin)
  }

  func text(_ key: SettingsKey) throws(SettingsError) -> Found? {
    guard let found = raw(key), found.isFromFile else { return raw(key) }
    return Found(text: try environment.resolved(found.text, found.origin), origin: found.origin)
  }

  /// A path: relative to the file where it stands in the file, else to where the user stands.
  func folder(_ key: SettingsKey, below folder: String) throws(SettingsError) -> String? {
    try text(key).map { Path.join($0.isFromFile ? folder : ".", $0.text) }
  }

  func flag(_ key: SettingsKey) throws(SettingsError) -> Bool? {
    if let text = environment[key.variable] {
      guard let flag = Bool(text.lowercased()) else {
        throw .wrongKind(.variable(key.variable), expected: key.kind.rawValue)
      }
      return flag
    }
    guard case .flag(let flag)? = stored(key)?.value else { return nil }
    return flag
  }

  func time(
    _ key: SettingsKey, flag: (name: String, text: String?), _ standard: String
  ) throws(SettingsError) -> Milliseconds {
    if let text = flag.text { return try time(Found(text: text, origin: .flag(flag.name))) }
    return try time(text(key) ?? Found(text: standard, origin: .byDefault))
  }

  func time(_ found: Found) throws(SettingsError) -> Milliseconds {
    guard let time = Milliseconds(found.text) else {
      throw .badValue(
        found.origin, reason: "'\(found.text)' is no time", remedy: "write a number and ms, s, min or h: 30s")
    }
    return time
  }

  /// The database's URL, and the folder its path is relative to.
  ///
  /// A target that the user named keeps its own database, whatever `DATABASE_URL` says: it is the narrower choice.
  func database(
    flag: String?
  ) throws(SettingsError) -> (text: String?, folder: String, origin: SettingsError.Origin) {
    if let flag { return (flag, ".", .flag("--database")) }
    let folder = file?.folder ?? "."
    if let target, let found = try own(.database, of: target) { return (found.text, folder, found.origin) }
    for name in ["RUNG_DATABASE", "DATABASE_URL"] {
      if let url = environment[name] { return (url, ".", .variable(name)) }
    }
    guard let (value, origin) = stored(.database), case .text(let text) = value else {
      return (nil, folder, .byDefault)
    }
    return (try environment.resolved(text, origin), folder, origin)
  }

  /// Where each value comes from that the environment or the file has.
  var origins: [SettingsKey: SettingsError.Origin] {
    SettingsKey.allCases.reduce(into: [:]) { origins, key in
      origins[key] = environment[key.variable] == nil ? stored(key)?.origin : .variable(key.variable)
    }
  }

  private func own(_ key: SettingsKey, of target: String) throws(SettingsError) -> Found? {
    guard let file, case .text(let text)? = file.values["target.\(target).\(key.rawValue)"] else {
      return nil
    }
    let origin = SettingsError.Origin.file(file.path, key: "target.\(target).\(key.rawValue)")
    return Found(text: try environment.resolved(text, origin), origin: origin)
  }

  private func stored(_ key: SettingsKey) -> (value: SettingsFile.Value, origin: SettingsError.Origin)? {
    guard let file else { return nil }
    for prefix in [target.map { "target.\($0)." }, ""].compactMap({ $0 }) {
      if let value = file.values[prefix + key.rawValue] {
        return (value, .file(file.path, key: prefix + key.rawValue))
      }
    }
    return nil
  }
}

extension Environment {
  /// `env:NAME` stands for the variable's value; any other text for itself.
  func resolved(_ text: String, _ origin: SettingsError.Origin) throws(SettingsError) -> String {
    guard text.hasPrefix("env:") else { return text }
    let name = String(text.dropFirst(4))
    guard let value = self[name] else { throw .unsetVariable(name, origin) }
    return value
  }
}
