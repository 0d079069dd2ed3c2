import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import RungKit
import SQLText
import System

/// The difference between a database's schema and the one that its applied migrations make.
package struct Drift {
  /// The lines of a unified diff; empty if there is no difference.
  package let lines: [String]

  /// Runs the applied migrations in a scratch database, in the order of the history, and compares.
  ///
  /// - Parameters:
  ///   - project: the project, whose database is only read.
  ///   - environment: the variables that settings may name.
  ///   - tell: receives notes and warnings.
  /// - Throws: ``FailsInNewDatabase`` for a migration that does not run any more, ``Faults`` for applied
  ///   migrations without a file, and any ``Diagnostic`` if the database cannot be read, or no scratch
  ///   database created.
  package init(_ project: Project, _ environment: Environment, tell: @escaping (Event) -> Void) throws {
    try project.faults.throwIfAny()
    let database = Database(project)
    let driver = try database.open(.look)
    let state = try database.state(driver)
    let reconciliation = try Reconciliation(
      project.catalog, state.history, policy: .follow, dialect: project.dialect)
    if let problem = reconciliation.problems.first { throw problem }
    let replay = try Replay(project.catalog, reconciliation.history)
    replay.notes.forEach { tell(.note($0)) }
    try OtherDatabases(project.dialect.syntax).refuse(in: project.catalog.migrations)
    let copy = try ScratchDatabase(of: project, isEmpty: true)
    defer { if let problem = copy.remove() { tell(.warning(problem)) } }
    for stage in replay.stages {
      do {
        try copy.upgrade(stage, environment)
      } catch let problem as any Diagnostic {
        throw FailsInNewDatabase(
          problem: problem,
          remedy: "new databases run it as well: correct it, and try it with 'rung verify --all'")
      }
    }
    let real = driver.map { Schema(project: project, driver: $0, state: state) }
    // Other tenants may have the other schemas.
    let isWhole = project.settings.defaultSchema == nil
    lines = try copy.difference(to: real, isBroken: true, isWhole: isWhole).hunks(
      from: "migrations", to: "database")
  }
}

extension ScratchDatabase {
  /// Applies migrations, without the programs that the settings name.
  fileprivate func upgrade(_ catalog: Catalog, _ environment: Environment) throws {
    var options = Run.Options()
    options.callsHooks = false
    options.allowMissing = true
    _ = try Run(project.with(catalog), options, environment: environment).upgrade(to: "head")
  }

  /// The difference of a schema, which is nil for a database that does not exist, to that of this database.
  func difference(to other: Schema?, isBroken: Bool = false, isWhole: Bool = true) throws -> TextDifference {
    let scratch = Database(project)
    let own = try scratch.open(.look).map {
      Schema(project: project, driver: $0, state: try scratch.state($0))
    }
    return try TextDifference(
      own?.comparable(isBroken: isBroken, isWhole: isWhole) ?? "",
      other?.comparable(isBroken: isBroken, isWhole: isWhole) ?? "")
  }
}

/// The error for an applied migration, or one to be marked as applied, that a new database could not run.
struct FailsInNewDatabase: Diagnostic {
  let problem: any Diagnostic
  let remedy: String?

  var message: String { "this fails in a new database: \(problem.message)" }
  var cause: String? { problem.cause }
  var place: Place? { problem.place }
  var status: ExitStatus { problem.status }
}
