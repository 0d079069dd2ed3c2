import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import RungKit
import SQLText
import System

extension Run {
  /// Runs in a scratch database what a stamp will mark as applied, because new databases will have to run it.
  ///
  /// A rehearsal only makes sense if the database was created without Rung. Nothing is run if there are rows
  /// already, if the database is empty, or if no scratch database can be created.
  ///
  /// A failure is a warning, because the database may need objects that no migration creates.
  ///
  /// - Parameters:
  ///   - project: the project with the migrations.
  ///   - revision: the revision to run to.
  ///   - environment: the variables that settings may name.
  ///   - comparesSchemas: whether the database should have what the migrations make, and nothing else.
  ///   - tell: receives warnings.
  /// - Throws: ``FailsInNewDatabase`` or ``OtherSchema`` if the project is strict.
  package static func rehearse(
    _ project: Project, to revision: String, _ environment: Environment, comparesSchemas: Bool = false,
    tell: @escaping (Event) -> Void
  ) throws {
    let database = Database(project)
    guard let driver = try database.open(.look) else { return }
    let state = try database.state(driver)
    guard state.history.rows.isEmpty,
      try !Schema(project: project, driver: driver, state: state).objects().isEmpty
    else { return }
    let copy: ScratchDatabase
    do {
      try OtherDatabases(project.dialect.syntax).refuse(in: project.catalog.migrations)
      copy = try ScratchDatabase(of: project, isEmpty: true)
    } catch {
      return tell(.note("not tried in a scratch database: none can be created here"))
    }
    defer { if let problem = copy.remove() { tell(.warning(problem)) } }
    var options = Run.Options()
    options.callsHooks = false
    do {
      _ = try Run(copy.project, options, environment: environment) { _ in }.upgrade(to: revision)
    } catch let problem as any Diagnostic {
      let complaint = FailsInNewDatabase(
        problem: problem,
        remedy: "correct the file; or use --untried if something else creates what it needs")
      if project.settings.strict { throw complaint }
      return tell(.warning(complaint))
    }
    if comparesSchemas { try compare(copy, with: project, driver: driver, state: state, tell: tell) }
  }

  /// Warns if a database has another schema than the migrations have made in the scratch database.
  private static func compare(
    _ copy: ScratchDatabase, with project: Project, driver: any Driver, state: Database.State,
    tell: (Event) -> Void
  ) throws {
    let difference: TextDifference
    do {
      difference = try copy.difference(to: Schema(project: project, driver: driver, state: state))
    } catch let problem as any Diagnostic {
      return tell(.note("the schemas were not compared: \(problem.message)"))
    }
    guard !difference.isEmpty else { return }
    let complaint = OtherSchema(difference: difference.lines)
    if project.settings.strict { throw complaint }
    tell(.warning(complaint))
  }
}

/// The error for a database that has the tables of a dump, but not its schema.
struct OtherSchema: Diagnostic {
  let difference: [String]

  /// How many lines of a difference are shown.
  private static let limit = 30

  var message: String { "the database has another schema than this dump" }
  var cause: String? {
    let rest = difference.count > OtherSchema.limit ? ["…"] : []
    return (["--- dump", "+++ database"] + difference.prefix(OtherSchema.limit) + rest)
      .joined(separator: "\n")
  }
  var remedy: String? {
    "if the database is right, dump it again; if the dump is, change the database by hand"
  }
  var status: ExitStatus { .failed }
}
