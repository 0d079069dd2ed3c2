import Configuration
import Diagnostics
import Migrations
import Projects
import RungKit
import SQLText
import System

/// A trial of migrations in a scratch database, in which each statement is watched.
package struct Lint {
  let trial: Trial
  /// Nil on a database whose statements cannot be watched.
  private let watch: StatementWatch?
  private let settings: Settings
  private let syntax: Syntax

  /// Creates the scratch database.
  ///
  /// - Parameters:
  ///   - project: the project, whose database is only read.
  ///   - scope: the migrations to try.
  ///   - environment: the variables that settings may name.
  ///   - hasData: whether the rows are copied, too.
  ///   - tell: receives warnings.
  /// - Throws: ``LintError`` for a database that cannot be watched, and any ``Diagnostic`` if it cannot be
  ///   read, or no scratch database created.
  package init(
    _ project: Project, _ scope: Trial.Scope, environment: Environment, hasData: Bool = false,
    tell: @escaping (Event) -> Void
  ) throws {
    guard Lint.canWatch(project) else { throw LintError.noWatch(project.dialect.name) }
    try self.init(watching: project, scope, environment, hasData: hasData, tell: tell)
  }

  /// Whether the statements are watched.
  var isWatched: Bool { watch != nil }

  /// Whether what a statement does can be seen: between two calls of a client, locks are gone.
  private static func canWatch(_ project: Project) -> Bool {
    let dialect = project.dialect
    guard dialect.has("lint-look") else { return false }
    return project.program == nil || dialect.isFile || dialect.has("lint-alter-instant")
  }

  /// Creates the scratch database, also where statements cannot be watched.
  init(
    watching project: Project, _ scope: Trial.Scope, _ environment: Environment, hasData: Bool = false,
    tell: @escaping (Event) -> Void
  ) throws {
    watch = Lint.canWatch(project) ? try StatementWatch(project.dialect) : nil
    trial = try Trial(project, scope, environment: environment, hasData: hasData, tell: tell)
    settings = project.settings
    syntax = project.dialect.syntax
  }

  /// Runs the migrations, and judges their statements.
  ///
  /// - Returns: what was found; if a migration failed, that is a finding, too.
  /// - Throws: ``LintError`` for a remark that cannot be understood, and any error of the scratch database.
  package func perform() throws -> LintReport {
    defer { trial.remove() }
    return try judge(failures: attempt(trial.revision)).report
  }

  /// Runs the migrations up to a revision.
  ///
  /// - Returns: what made one fail; nothing if none has.
  func attempt(_ revision: String) throws -> [LintFinding] {
    do {
      _ = try (watch.map(trial.run.watched) ?? trial.run).upgrade(to: revision)
      return []
    } catch let problem as any Diagnostic {
      return try failures(problem)
    }
  }

  /// The statements that ran, as they were watched; none if a file is refused as a whole.
  private func statements(
    _ words: MigrationRules.Words, _ failures: [LintFinding]
  ) throws -> SeparateTrial.Result {
    guard let watch else { return .init() }
    if trial.keepsSession { return .init(statements: watch.statements) }
    let (copy, sections): (ScratchDatabase, [Script.Section])
    do {
      (copy, sections) = try trial.another()
    } catch is any Diagnostic where !failures.isEmpty {
      return .init()
    }
    defer { trial.drop(copy) }
    guard let driver = try Database(copy.project).open(.work) else { return .init() }
    return try SeparateTrial(copy.project, driver, words: words).perform(sections)
  }

  /// What the rules find in the statements that ran.
  ///
  /// - Parameter failures: what made a migration fail.
  /// - Returns: the report, and what was seen.
  /// - Throws: ``LintError`` for a remark that cannot be understood, and any error of a look.
  func judge(failures: [LintFinding]) throws -> (report: LintReport, statements: [WatchedStatement]) {
    let migrations = trial.plan.items.map(\.migration)
    let allowances = try Allowances(settings, of: migrations, syntax)
    if let problem = watch?.problem { throw problem }
    let words = try MigrationRules.Words(syntax)
    let seen = try statements(words, failures)
    let statements = seen.statements
    let reviews = statements.grouped(by: \.migration.version).map { MigrationRules($0, words) }
    // What is a matter of taste is not the user's where Rung ships the file.
    let shipped = Set(migrations.filter(\.isVendored).map(\.source.path))
    let findings =
      try reviews.flatMap { try $0.findings() }.filter {
        $0.severity != .note || !shipped.contains($0.location?.path ?? "")
      } + (failures.isEmpty ? seen.unjudged : []) + failures
    let report = LintReport(
      migrations: migrations.count, findings: allowances.applied(to: findings, statements),
      statements: reviews.flatMap { review in
        review.statements.map { LintReport.Statement($0, since: review.start) }
      })
    return (report, statements)
  }

  /// What a migration failed with; an error that is not about a file stays one.
  private func failures(_ problem: any Diagnostic) throws -> [LintFinding] {
    try ((problem as? Faults)?.all ?? [problem]).map { each in
      let place: SourceLocation?
      switch each.place {
      case .source(let location): place = location
      case .file(let path):
        place = trial.plan.items.map(\.migration).first { $0.source.path == path }
          .map { $0.source.location(at: $0.up.nameOffset) }
      case .setting, nil: throw problem
      }
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
