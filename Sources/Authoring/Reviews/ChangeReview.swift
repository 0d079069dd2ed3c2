import Configuration
import Diagnostics
import Migrations
import Projects
import RungKit
import SQLText
import System

/// Everything that a reviewer needs to know about the pending migrations.
package struct ChangeReview {
  let database: String
  let dialect: String
  let syntax: Syntax
  let before: String
  let after: String
  /// The SHA-256 by which the plan is approved; nil if nothing is pending.
  let digest: String?
  /// The words of the command that runs the plan.
  let command: String
  /// What the history and the files warn of, such as a changed file.
  let warnings: [any Diagnostic]
  let migrations: [ReviewedMigration]
  let report: LintReport
  /// Whether the statements could be watched.
  let isWatched: Bool
  /// The schemas before and after, as lines of a unified diff.
  let schema: [String]
  let diagram: SchemaDiagram
  /// How the real schema differs from what the applied migrations make.
  let drift: DriftResult
  let release: String

  /// Plans, and tries the plan in a scratch database: up, and back again.
  ///
  /// - Parameters:
  ///   - project: the project.
  ///   - revision: the revision to review up to.
  ///   - release: the version of Rung.
  ///   - hasData: whether the rows are copied and compared, too.
  ///   - environment: the variables that settings may name.
  ///   - tell: receives warnings.
  /// - Throws: any ``Diagnostic`` if the database cannot be read, or no scratch database created.
  package init(
    _ project: Project, to revision: String, release: String, hasData: Bool = false,
    _ environment: Environment, tell: @escaping (Event) -> Void
  ) throws {
    var options = Run.Options()
    options.dryRun = true
    options.makesPlan = true
    options.command = "upgrade \(revision)"
    options.release = release
    let (outcome, warnings) = try ChangeReview.plan(project, to: revision, options, environment: environment)
    self.warnings = warnings
    database = outcome.database
    dialect = outcome.dialect
    syntax = project.dialect.syntax
    before = outcome.before ?? "base"
    after = outcome.plan?.end ?? before
    digest = outcome.plan?.digest
    command = revision == "head" ? "upgrade" : options.command
    self.release = release
    drift = DriftResult(project, environment, tell: tell)
    // What is applied already is not tried once more.
    let trial =
      outcome.planned.isEmpty
      ? nil
      : try ReviewTrial(project, to: revision, comparesRows: hasData, environment: environment, tell: tell)
    let result = try trial?.perform()
    isWatched = trial?.isWatched ?? true
    report = result?.report ?? LintReport(migrations: 0, findings: [], statements: [])
    schema = result?.schema ?? []
    migrations = result?.migrations ?? []
    let statements = result?.statements ?? []
    let own: Set = [project.settings.versionTableName, project.settings.versionTableName + "_progress"]
    diagram = SchemaDiagram(
      statements.first?.before ?? Look(), statements.last?.after ?? Look(), without: own)
  }

  /// The plan, and what the history and the files warn of.
  private static func plan(
    _ project: Project, to revision: String, _ options: Run.Options, environment: Environment
  ) throws -> (Outcome, [any Diagnostic]) {
    let warnings = Warnings()
    let outcome = try Run(project, options, environment: environment) { event in
      if case .warning(let problem) = event { warnings.all.append(problem) }
    }.upgrade(to: revision)
    return (outcome, warnings.all)
  }

  /// The warnings of a run, which come one at a time.
  private final class Warnings { var all: [any Diagnostic] = [] }
}

/// What is known about the drift of a database.
enum DriftResult {
  /// The lines of a unified diff; none if there is no drift.
  case found([String])
  /// It could not be found out, and why.
  case unknown(String)

  init(_ project: Project, _ environment: Environment, tell: @escaping (Event) -> Void) {
    do {
      self = .found(try Drift(project, environment, tell: tell).lines)
    } catch {
      self = .unknown((error as? any Diagnostic)?.message ?? "\(error)")
    }
  }

  /// The result in words.
  var words: String {
    switch self {
    case .found(let lines): lines.isEmpty ? "none" : "the schema is not what the applied migrations make"
    case .unknown(let why): "not known: \(why)"
    }
  }

  /// The lines of the difference.
  var lines: [String] {
    if case .found(let lines) = self { lines } else { [] }
  }
}
