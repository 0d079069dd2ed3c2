import Configuration
import Diagnostics
import Migrations
import RungKit
import System

extension Run {
  /// Tries what a stamp is about to record, where the database was made without Rung: a new database will
  /// have to run it.
  ///
  /// Nothing is tried where rows are recorded already, where the database is empty, and where no other can be
  /// made.
  ///
  /// What does not run there is a warning: the database may need what no migration makes.
  ///
  /// - Throws: ``UnrunnableBaseline`` where the project is strict.
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
    defer { copy.remove() }
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

/// A file that is to be recorded as applied, and that a new database could not run.
struct UnrunnableBaseline: Diagnostic {
  let problem: any Diagnostic

  var message: String { "this fails in a new database: \(problem.message)" }
  var cause: String? { problem.cause }
  var remedy: String? { "correct the file; or use --untried if something else creates what it needs" }
  var place: Place? { problem.place }
  var status: ExitStatus { problem.status }
}
