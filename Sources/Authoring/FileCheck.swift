import Configuration
import Diagnostics
import Migrations
import Projects
import SQLText

/// The errors in a project's files that can be found without its database.
package struct FileCheck: Encodable {
  /// The number of files meant as migrations, including faulty ones.
  package let files: Int
  /// The errors, in the order of the files.
  package let faults: [any Diagnostic]
  /// The files that look like migrations but are not.
  package let warnings: [any Diagnostic]

  private enum CodingKeys: String, CodingKey { case files, faults, warnings }

  /// Reads every file, and checks all SQL that a run could send.
  ///
  /// - Throws: any ``Diagnostic`` for an error in the settings.
  package init(_ settings: Settings) throws {
    let project = try Project(tolerating: settings)
    let migrations = project.catalog.migrations + project.catalog.repeatables
    var faults = project.faults
    let hooks = try faults.collect { try HookBlocks(project) }
    let writer = try ScriptWriter(
      project.dialect, hooks: hooks ?? HookBlocks(), settings, table: [settings.versionTableName])
    faults.append(contentsOf: try writer.faults(in: migrations))
    // The order in which a new database would get the migrations.
    try faults.collect { try project.catalog.pending(History()) }
    files = migrations.count + project.catalog.faultyFiles.count
    self.faults = (faults.all + (settings.strict ? project.ignoredFiles : [])).inOrderOfPlaces
    warnings = settings.strict ? [] : project.ignoredFiles
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(files, forKey: .files)
    try container.encode(faults.map(Fault.init), forKey: .faults)
    try container.encode(warnings.map(Fault.init), forKey: .warnings)
  }
}

extension [any Diagnostic] {
  /// The problems by file, line and column; those without a place come first.
  fileprivate var inOrderOfPlaces: Self {
    map { (problem: $0, place: Fault($0)) }.sorted { left, right in
      (left.place.file ?? "", left.place.line ?? 0, left.place.column ?? 0)
        < (right.place.file ?? "", right.place.line ?? 0, right.place.column ?? 0)
    }.map(\.problem)
  }
}

extension ScriptWriter {
  /// Creates a writer that knows the settings, but not the database.
  init(
    _ dialect: Dialect, hooks: HookBlocks, _ settings: Settings, table: [String]
  ) throws(PatternError) {
    var options = Options(
      table: table, progressTable: table, author: "", schema: settings.defaultSchema,
      statementTimeout: settings.statementTimeout?.text, lockTimeout: settings.lockTimeout.count,
      transactional: settings.transactional, foreignKeys: settings.foreignKeys, target: "")
    options.hooks = hooks
    options.values = settings.values
    try self.init(dialect, options)
  }
}
