import Configuration
import Diagnostics
import Migrations
import RungKit
import SQLText
import System

/// A trial of migrations in a scratch database, in which each statement is watched.
package struct Lint {
  private let trial: Trial
  private let watch: StatementWatch
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
    watch = try StatementWatch(project.dialect)
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
    let migrations = trial.plan.items.map(\.migration)
    let allowances = try Allowances(settings, migrations)
    var failures: [LintFinding] = []
    do {
      _ = try trial.run.watched(by: watch).upgrade(to: trial.revision)
    } catch let problem as any Diagnostic {
      failures = try Self.failures(problem)
    }
    if let problem = watch.problem { throw problem }
    let words = try Review.Words(syntax)
    let reviews = watch.statements.grouped(by: \.migration.version).map { Review($0, words) }
    let findings = try reviews.flatMap { try $0.findings() } + failures
    return LintReport(
      migrations: migrations.count, findings: allowances.applied(to: findings, watch.statements),
      statements: reviews.flatMap { review in
        review.statements.map { LintReport.Statement($0, since: review.start) }
      })
  }

  /// What a migration failed with; an error that is not about a file stays one.
  private static func failures(_ problem: any Diagnostic) throws -> [LintFinding] {
    try ((problem as? Faults)?.all ?? [problem]).map { each in
      guard case .source(let place) = each.place else { throw problem }
      return LintFinding(.fails, each.message, evidence: each.cause, advice: each.remedy, at: place)
    }
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
