import Configuration
import Diagnostics
import Migrations
import SQLText

/// What is wrong with a project's files, as far as that can be told without its database.
public struct Check: Encodable {
  /// How many files are meant to be migrations, those with faults among them.
  public let files: Int
  /// In the order of the files.
  public let faults: [any Diagnostic]
  /// Files that look like migrations and are none.
  public let warnings: [any Diagnostic]

  private enum CodingKeys: String, CodingKey { case files, faults, warnings }

  /// Reads every file, and looks into all SQL that a run could send.
  ///
  /// - Throws: any ``Diagnostic`` for what is wrong with the settings.
  public init(_ settings: Settings) throws {
    let project = try Project(tolerating: settings)
    let migrations = project.catalog.migrations
    var faults = project.faults
    let hooks = try faults.collect { try HookBlocks(project) }
    let writer = try ScriptWriter(
      project.dialect, hooks: hooks ?? HookBlocks(), settings, table: [settings.versionTableName])
    faults.append(contentsOf: try writer.faults(in: migrations))
    // The order in which a new database would get them.
    try faults.collect { try project.catalog.pending(History()) }
    files = migrations.count + project.catalog.faultyFiles.count
    self.faults = (faults.all + (settings.strict ? project.ignoredFiles : [])).inOrderOfPlaces
    warnings = settings.strict ? [] : project.ignoredFiles
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(files, forKey: .files)
    try container.encode(faults.map(Fault.init), forKey: .faults)
    try container.encode(warnings.map(Fault.init), forKey: .warnings)
  }
}

extension [any Diagnostic] {
  /// By file, line and column; what has no place comes first.
  fileprivate var inOrderOfPlaces: Self {
    map { (problem: $0, place: Fault($0)) }.sorted { left, right in
      (left.place.file ?? "", left.place.line ?? 0, left.place.column ?? 0)
        < (right.place.file ?? "", right.place.line ?? 0, right.place.column ?? 0)
    }.map(\.problem)
  }
}

extension ScriptWriter {
  /// A writer that knows the settings and no database.
  fileprivate init(
    _ dialect: Dialect, hooks: HookBlocks, _ settings: Settings, table: [String]
  ) throws(PatternError) {
    var options = Options(
      table: table, progressTable: table, author: "", schema: settings.defaultSchema,
      statementTimeout: settings.statementTimeout?.text, lockTimeout: settings.lockTimeout.count,
      transactional: settings.transactional, foreignKeys: settings.foreignKeys, target: "")
    options.hooks = hooks
    try self.init(dialect, options)
  }
}
