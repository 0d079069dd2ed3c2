import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// One folder of migrations and its database.
public struct Project {
  public let settings: Settings
  package let url: DatabaseURL
  package private(set) var dialect: Dialect
  /// The program that serves the database, if Rung does not serve it itself.
  package let program: DriverProgram?
  package let catalog: Catalog
  /// The extensions that the project uses.
  package let extensions: [ProjectExtension]
  /// Whether the target shares its database with other targets that name extensions' tables differently.
  let isTenant: Bool

  /// The files that look like migrations but cannot be, each with its reason.
  public var ignoredFiles: [any Diagnostic] { catalog.ignored + settings.untakenFolders }

  /// Whether no file defines a migration.
  public var isEmpty: Bool {
    catalog.migrations.isEmpty && catalog.repeatables.isEmpty && catalog.faults.all.isEmpty
  }

  /// The errors in the files, in a project that tolerates them.
  public var faults: Faults { catalog.faults }

  /// Reads settings, dialect and every migration, without opening the database.
  ///
  /// - Throws: any ``Diagnostic`` for an error; ``Faults`` for several files.
  public init(_ settings: Settings) throws { try self.init(settings, leavingOut: nil) }

  /// Reads the project without the migrations whose files have errors.
  ///
  /// - Throws: any ``Diagnostic`` for any other error.
  public init(tolerating settings: Settings) throws {
    try self.init(settings, isTolerant: true) { try Project.files(settings) }
  }

  /// The versions of all migrations, in order, without those whose files have errors; needs no database.
  package static func versions(_ settings: Settings) throws -> [String] {
    try Project(tolerating: settings.withoutDatabase).catalog.migrations.map { "\($0.version)" }
  }

  /// Reads the project without one file.
  ///
  /// - Parameters:
  ///   - settings: the project's settings.
  ///   - file: the file to leave out and examine separately; the others may then be inconsistent.
  /// - Throws: any ``Diagnostic`` for the first error.
  package init(_ settings: Settings, leavingOut file: String?) throws {
    let files = { try Project.files(settings).filter { $0.path != file } }
    try self.init(settings, isLenient: file != nil) { try files() }
  }

  /// Reads the settings, the database and its dialect, without any migration.
  ///
  /// - Throws: any ``Diagnostic`` for the first error.
  package init(database settings: Settings) throws { try self.init(settings) { nil } }

  /// Reads a project that also uses a given extension, and that may have no migrations of its own.
  ///
  /// - Throws: any ``Diagnostic`` for the first error.
  package init(extension name: String, _ settings: Settings) throws {
    let hasNoFolder = !settings.folders.contains { Path.isFolder($0.path) }
    try self.init(settings.including(name)) { try hasNoFolder ? [] : Project.files(settings) }
  }

  private init(
    _ settings: Settings, isLenient: Bool = false, isTolerant: Bool = false,
    files: () throws -> [Catalog.File]?
  ) throws {
    guard let database = settings.database else {
      throw settings.unsetDatabase ?? SettingsError.noDatabase(file: settings.file, targets: settings.targets)
    }
    url = try Project.url(database, settings)
    program = try Project.program(url, settings)
    let name = url.dialect
    let resources = Resources(sqlFolders: settings.sqlFolders)
    let dialect = try resources.dialect(
      program == nil || resources.dialectNames.contains(name) ? name : program?.about?.dialect ?? name)
    self.dialect = dialect
    let own = try files()
    var extensions =
      try own == nil ? [] : settings.extensions.map { try ProjectExtension($0, resources, for: dialect) }
    let isTenant = try extensions.contains {
      try $0.hasOtherTables(
        than: settings.sharedTrackers, namedBy: settings.origin(of: .versionTableName), dialect)
    }
    if isTenant {
      extensions = try settings.extensions.map {
        try ProjectExtension($0, resources, for: dialect, ofTenant: true)
      }
    }
    self.isTenant = isTenant
    self.settings = isTenant ? settings.with(table: settings.tableOfTarget) : settings
    self.extensions = extensions
    catalog = try Catalog(
      tolerating: (own ?? []) + extensions.flatMap(\.files), reader: settings.reader(dialect.lexer),
      isLenient: isLenient)
    if own != nil, !isLenient { try refuseForeignFolder() }
    if !isTolerant { try catalog.faults.throwIfAny() }
  }

  /// Refuses a folder of another tool, if none of its files is a migration of Rung.
  private func refuseForeignFolder() throws {
    let folder = settings.scriptLocation
    guard !catalog.migrations.contains(where: { $0.version.isOfProject && !$0.isVendored }),
      let found = try? ToolFolder(folder).tools(), let first = found.first
    else { return }
    throw ToolError.foreignFolder(folder, tools: found.map(\.tool.name), file: first.file)
  }

  private init(_ other: Project, _ url: DatabaseURL, catalog: Catalog, table: String? = nil) {
    isTenant = table == nil && other.isTenant
    settings = table.map(other.settings.with(table:)) ?? other.settings
    dialect = other.dialect
    program = other.program
    extensions = other.extensions
    self.url = url
    self.catalog = catalog
  }

  /// The same project with other migrations.
  package func with(_ catalog: Catalog) -> Project { Project(self, url, catalog: catalog) }

  /// The same project for another database of the same kind.
  package func with(_ url: DatabaseURL) -> Project { Project(self, url, catalog: catalog) }

  /// The same project with a tracking table that several targets share.
  func with(sharedTable: String) -> Project { Project(self, url, catalog: catalog, table: sharedTable) }

  /// The same project with the blocks that read other tools' histories.
  ///
  /// - Throws: ``DialectError`` if they cannot be read.
  package func readingHistories() throws -> Project {
    var project = self
    project.dialect = try Resources(sqlFolders: settings.sqlFolders).dialect(dialect.name, isWhole: true)
    return project
  }

  private static func url(_ database: String, _ settings: Settings) throws(SettingsError) -> DatabaseURL {
    let url: DatabaseURL
    do {
      url = try DatabaseURL(database, relativeTo: settings.databaseFolder)
    } catch {
      throw .database(error, settings.origin(of: .database))
    }
    guard let reason = PostgreSQLDriver.complaint(about: url) else { return url }
    throw .badValue(
      settings.origin(of: .database), reason: "the database's URL is malformed: \(reason)",
      remedy: "write postgresql://[USER@]HOST[:PORT]/NAME with parameters that psql takes")
  }

  private static func program(_ url: DatabaseURL, _ settings: Settings) throws -> DriverProgram? {
    guard case .shell = url.kind else { return nil }
    if let program = DriverProgram(url.scheme) { return program }
    let problem = UnknownDriver(scheme: url.scheme)
    throw SettingsError.badValue(
      settings.origin(of: .database), reason: problem.message, remedy: problem.remedy ?? "")
  }

  /// The files that look like migrations.
  package static func files(_ settings: Settings) throws -> [Catalog.File] {
    // A project that only uses extensions needs no folder.
    let isOptional = !settings.extensions.isEmpty && settings.origin(of: .scriptLocation) == .byDefault
    if isOptional, !Path.isFolder(settings.scriptLocation) { return [] }
    if let folder = settings.unfinishedFolder { throw FileChangeError.unfinished(folder) }
    return try settings.migrationPaths().map { path in
      Catalog.File(path: path, name: path.lastPart, try SourceText.file(path))
    }
  }
}

extension SettingsError {
  /// The error for a faulty database URL, with the place that the URL comes from.
  fileprivate static func database(_ error: DatabaseURLError, _ origin: Origin) -> SettingsError {
    .badValue(origin, reason: error.message, remedy: error.remedy ?? "")
  }
}
