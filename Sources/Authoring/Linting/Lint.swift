import Configuration
import Diagnostics
import Migrations
import RungKit
import SQLText
import System

/// A trial of migrations in a scratch database, in which each statement is watched.
package struct Lint {
  let trial: Trial
  /// Nil on a database whose statements cannot be watched.
  let watch: StatementWatch?
  private let settings: Settings
  private let syntax: Syntax

  /// Creates the scratch database.
  ///
  /// - Throws: ``LintError`` for a database that cannot be watched, and any ``Diagnostic`` if it cannot be
  ///   read, or no scratch database created.
  package init(
    _ project: Project, _ scope: Trial.Scope, _ environment: Environment, tell: @escaping (Event) -> Void
  ) throws {
    guard project.dialect.has("lint-look") else { throw LintError.noWatch(project.dialect.name) }
    try self.init(watching: project, scope, environment, tell: tell)
  }

  /// Creates the scratch database, also where statements cannot be watched.
  init(
    watching project: Project, _ scope: Trial.Scope, _ environment: Environment,
    tell: @escaping (Event) -> Void
  ) throws {
    watch = project.dialect.has("lint-look") ? try StatementWatch(project.dialect) : nil
    trial = try Trial(project, scope, environment, tell: tell)
    settings = project.settings
    syntax = project.dialect.syntax
  }

  /// Runs the migrations, and judges their statements.
  ///
  /// - Returns: what was found; if a migration failed, that is a finding, too.
  /// - Throws: ``LintError`` for a remark that cannot be understood, and any error of the scratch database.
  package func perform() throws -> LintReport {
    defer { trial.remove() }
    return try report(failure: attempt(trial.revision))
  }

  /// Runs the migrations up to a revision.
  ///
  /// - Returns: the finding that one has failed; nil if none has.
  func attempt(_ revision: String) throws -> LintFinding? {
    do {
      _ = try (watch.map(trial.run.watched) ?? trial.run).upgrade(to: revision)
      return nil
    } catch let problem as any Diagnostic {
      guard case .source(let place) = problem.place else { throw problem }
      return LintFinding(
        .fails, problem.message, evidence: problem.cause, advice: problem.remedy, at: place)
    }
  }

  /// What the rules find in the statements that ran.
  func report(failure: LintFinding?) throws -> LintReport {
    let migrations = trial.plan.items.map(\.migration)
    let allowances = try Allowances(settings, migrations)
    if let problem = watch?.problem { throw problem }
    let statements = watch?.statements ?? []
    let words = try Review.Words(syntax)
    let reviews = statements.grouped(by: \.migration.version).map { Review($0, words) }
    // What is a matter of taste is not the user's where Rung ships the file.
    let shipped = Set(migrations.filter(\.isVendored).map(\.source.path))
    let findings =
      try reviews.flatMap { try $0.findings() }.filter {
        $0.severity != .note || !shipped.contains($0.location?.path ?? "")
      } + [failure].compactMap { $0 }
    return LintReport(
      migrations: migrations.count, findings: allowances.applied(to: findings, statements),
      statements: reviews.flatMap { review in
        review.statements.map { LintReport.Statement($0, since: review.start) }
      })
  }
}

extension Array {
  /// The elements in runs with the same key.
  fileprivate func grouped<Key: Equatable>(by key: (Element) -> Key) -> [[Element]] {
    reduce(into: []) { groups, element in
      if let last = groups.last?.last, key(last) == key(element) {
        groups[groups.count - 1].append(element)
      } else {
        groups.append([element])
      }
    }
  }
}
