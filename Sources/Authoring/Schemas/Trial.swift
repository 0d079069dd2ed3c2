import Diagnostics
import Migrations
import Projects
import RungKit
import SQLText
import System

/// Migrations, and a scratch database to try them in.
package struct Trial {
  /// The migrations to try.
  let plan: Plan
  /// The revision that they lead to.
  let revision: String
  /// The run in the scratch database, which calls no hooks.
  let run: Run
  private let copy: ScratchDatabase
  private let original: (project: Project, isEmpty: Bool, hasData: Bool)
  private let environment: Environment
  private let tell: (Event) -> Void

  /// The migrations to try.
  package enum Scope: Sendable {
    /// The pending migrations, in a copy of the database.
    case pending
    /// All migrations, from an empty database.
    case all
    /// The pending migrations up to a version; if that version is applied, all up to it.
    case version(String)
  }

  /// The project of the scratch database.
  var project: Project { copy.project }

  /// Creates the scratch database.
  ///
  /// - Parameters:
  ///   - project: the project, whose database is only read.
  ///   - scope: the migrations to try.
  ///   - environment: the variables that settings may name.
  ///   - hasData: whether the rows are copied, too.
  ///   - tell: receives warnings.
  /// - Throws: any ``Diagnostic`` if the project's database cannot be read, or no scratch database created.
  init(
    _ project: Project, _ scope: Scope, environment: Environment, hasData: Bool = false,
    tell: @escaping (Event) -> Void
  ) throws {
    let database = Database(project)
    let history = try database.state(database.open(.look)).history
    var revision = "head"
    var isEmpty = false
    switch scope {
    case .pending: break
    case .all: isEmpty = true
    case .version(let text):
      revision = text
      if case .version(let version) = try Revision(text) { isEmpty = history.contains(version) }
    }
    // An error that an upgrade would report is reported here, before a database is created.
    let start = isEmpty ? History() : history
    let reconciliation = try Reconciliation(project.catalog, start, policy: .follow, dialect: project.dialect)
    if let problem = reconciliation.problems.first { throw problem }
    plan = try Plan.upgrade(
      project.catalog, reconciliation.history, to: Revision(revision), policy: Plan.Policy())
    try OtherDatabases(project.dialect.syntax).refuse(in: plan.items.map(\.migration))
    copy = try ScratchDatabase(of: project, isEmpty: isEmpty, hasData: hasData)
    original = (project, isEmpty, hasData)
    self.environment = environment
    self.revision = revision
    self.tell = tell
    // Only the warnings of migrations are reported, not each step.
    var options = Run.Options()
    options.callsHooks = false
    run = try Run(copy.project, options, environment: environment) { event in
      if case .warning = event { tell(event) }
    }
  }

  /// Another scratch database like this one was at first, and what would be sent to it.
  func another() throws -> (copy: ScratchDatabase, sections: [Script.Section]) {
    let copy = try ScratchDatabase(
      of: original.project, isEmpty: original.isEmpty, hasData: original.hasData)
    var options = Run.Options()
    options.dryRun = true
    options.fillsSecrets = true
    options.callsHooks = false
    do {
      return (copy, try Run(copy.project, options, environment: environment).upgrade(to: revision).sections)
    } catch {
      drop(copy)
      throw error
    }
  }

  /// Whether all that a run sends goes through one session.
  var keepsSession: Bool { project.program == nil }

  /// The schema of the scratch database as it is now; nil if that does not exist.
  func schema() throws -> Schema? {
    let database = Database(project)
    return try database.open(.look).map {
      Schema(project: project, driver: $0, state: try database.state($0))
    }
  }

  /// Drops the scratch database; that this failed is a warning.
  func remove() { drop(copy) }

  /// Drops another scratch database.
  func drop(_ copy: ScratchDatabase) {
    if let problem = copy.remove() { tell(.warning(problem)) }
  }
}
