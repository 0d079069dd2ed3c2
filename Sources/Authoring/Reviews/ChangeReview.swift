import Configuration
import Diagnostics
import Migrations
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

  /// The worst that was found.
  package var isFailed: Bool { report.count(.error) > 0 }

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
    let (outcome, warnings) = try ChangeReview.plan(project, to: revision, options, environment)
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
    let lint = try Lint(
      watching: project, revision == "head" ? .pending : .version(revision), environment, hasData: hasData,
      tell: tell)
    defer { lint.trial.remove() }
    let result = try ReviewTrial(lint, comparesRows: hasData).perform()
    report = result.report
    isWatched = lint.isWatched
    schema = result.schema
    migrations = lint.trial.plan.items.map { item in
      ReviewedMigration(
        item.migration, result.report,
        wayBack: result.wayBack[item.migration.version] ?? .untried("it did not run"))
    }
    let statements = result.statements
    let own: Set = [project.settings.versionTableName, project.settings.versionTableName + "_progress"]
    diagram = SchemaDiagram(
      statements.first?.before ?? Look(), statements.last?.after ?? Look(), without: own)
  }

  /// The plan, and what the history and the files warn of.
  private static func plan(
    _ project: Project, to revision: String, _ options: Run.Options, _ environment: Environment
  ) throws -> (Outcome, [any Diagnostic]) {
    let told = Told()
    let outcome = try Run(project, options, environment) { event in
      if case .warning(let problem) = event { told.warnings.append(problem) }
    }.upgrade(to: revision)
    return (outcome, told.warnings)
  }

  /// The warnings of a run, which come one at a time.
  private final class Told { var warnings: [any Diagnostic] = [] }
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

/// Runs a plan in a scratch database one migration at a time, and reverts it again.
struct ReviewTrial {
  private let lint: Lint
  private let comparesRows: Bool

  /// What the trial has shown.
  struct Result {
    let report: LintReport
    let statements: [WatchedStatement]
    let wayBack: [Version: ReviewedMigration.WayBack]
    let schema: [String]
  }

  init(_ lint: Lint, comparesRows: Bool) {
    self.lint = lint
    self.comparesRows = comparesRows
  }

  /// What the scratch database holds; the rows are nil if they are not compared.
  private struct State {
    let schema: String
    let rows: TableRows?
  }

  private func state() throws -> State {
    let trial = lint.trial
    let rows = comparesRows ? try trial.schema()?.text(hasData: true, isWhole: true) ?? "" : nil
    return State(
      schema: try trial.readableSchema(), rows: try rows.map { try TableRows($0, trial.project.dialect) })
  }

  func perform() throws -> Result {
    let trial = lint.trial
    let items = trial.plan.items.map(\.migration)
    var states = [try state()]
    var failures: [LintFinding] = []
    let versioned = items.filter { !$0.isRepeatable }
    for migration in versioned where failures.isEmpty {
      failures = try lint.attempt("\(migration.version)")
      if failures.isEmpty { states.append(try state()) }
    }
    if failures.isEmpty, versioned.count < items.count { failures = try lint.attempt(trial.revision) }
    let judged = try lint.judge(failures: failures)
    let last = try failures.isEmpty ? trial.readableSchema() : states[states.count - 1].schema
    let difference = TextDifference(states[0].schema, last).lines
    let wayBack =
      failures.isEmpty
      ? try wayBack(versioned, states) : ["it was not tried, because a migration failed"].spread(over: items)
    return Result(
      report: judged.report, statements: judged.statements, wayBack: wayBack, schema: difference)
  }

  /// Reverts the migrations, the last one first, and compares each schema with the one before it.
  private func wayBack(
    _ migrations: [Migration], _ states: [State]
  ) throws -> [Version: ReviewedMigration.WayBack] {
    var results: [Version: ReviewedMigration.WayBack] = [:]
    var left: Set<String> = []
    var lost: Set<String> = []
    for (index, migration) in migrations.enumerated().reversed() {
      guard migration.down != nil || migration.isLoaded else {
        results[migration.version] = ReviewedMigration.WayBack.none
        let why = "'\(migration.version)' has no way back"
        return results.merging([why].spread(over: Array(migrations[..<index]))) { $1 }
      }
      do {
        _ = try lint.trial.run.downgrade(to: "-1")
      } catch let problem as any Diagnostic {
        results[migration.version] = .failed(problem.message)
        let why = "reverting '\(migration.version)' failed"
        return results.merging([why].spread(over: Array(migrations[..<index]))) { $1 }
      }
      let now = try state()
      let difference = TextDifference(states[index].schema, now.schema).lines
      // What the way back of a later one has left or lost is not this one's fault.
      let new = difference.filter { !$0.hasPrefix(" ") && !left.contains($0) }
      let missing = now.rows.map { states[index].rows?.difference(to: $0).lost ?? [] } ?? []
      let gone = missing.filter { !lost.contains($0) }
      results[migration.version] =
        if !gone.isEmpty {
          .impossible(gone)
        } else if new.isEmpty {
          .proved(withRows: comparesRows)
        } else {
          .failed(new.joined(separator: "\n"))
        }
      lost = Set(missing)
      left = Set(difference)
    }
    return results
  }
}

extension [String] {
  /// The same reason for each migration.
  fileprivate func spread(over migrations: [Migration]) -> [Version: ReviewedMigration.WayBack] {
    Dictionary(
      migrations.map { ($0.version, .untried(first ?? "")) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Trial {
  /// The schema of the scratch database, in a form for comparison and for people.
  fileprivate func readableSchema() throws -> String {
    // pg_dump writes a heading of three lines above each object.
    try schema()?.comparable().split(separator: "\n").filter { $0 != "--" && !$0.hasPrefix("-- Name: ") }
      .joined(separator: "\n") ?? ""
  }
}
