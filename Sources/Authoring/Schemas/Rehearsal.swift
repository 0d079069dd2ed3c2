import Configuration
import Diagnostics
import Migrations
import RungKit
import System

extension Run {
  /// Runs in a scratch database what a stamp will mark as applied, because new databases will have to run it.
  ///
  /// A rehearsal only makes sense if the database was created without Rung. Nothing is run if there are rows
  /// already, if the database is empty, or if no scratch database can be created.
  ///
  /// A failure is a warning, because the database may need objects that no migration creates.
  ///
  /// - Throws: ``UnrunnableBaseline`` if the project is strict.
  package static func rehearse(
    _ project: Project, to revision: String, _ environment: Environment, tell: @escaping (Event) -> Void
  ) throws {
    let database = Database(project)
    guard let driver = try database.open(.look) else { return }
    let state = try database.state(driver)
    guard state.history.rows.isEmpty,
      try !Schema(project: project, driver: driver, state: state).objects().isEmpty
    else { return }
    let copy: ScratchDatabase
    do {
      copy = try ScratchDatabase(of: project, isEmpty: true)
    } catch {
      return tell(.note("not tried in a scratch database: none can be created here"))
    }
    defer { if let problem = copy.remove() { tell(.warning(problem)) } }
    var options = Run.Options()
    options.callsHooks = false
    do {
      _ = try Run(copy.project, options, environment) { _ in }.upgrade(to: revision)
    } catch let problem as any Diagnostic {
      let complaint = UnrunnableBaseline(problem: problem)
      if project.settings.strict { throw complaint }
      tell(.warning(complaint))
    }
  }
}

/// The error for a file to be marked as applied that a new database could not run.
struct UnrunnableBaseline: Diagnostic {
  let problem: any Diagnostic

  var message: String { "this fails in a new database: \(problem.message)" }
  var cause: String? { problem.cause }
  var remedy: String? { "correct the file; or use --untried if something else creates what it needs" }
  var place: Place? { problem.place }
  var status: ExitStatus { problem.status }
}
