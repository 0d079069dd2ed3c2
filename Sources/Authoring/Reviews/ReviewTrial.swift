import Diagnostics
import Migrations
import Projects
import RungKit
import SQLText
import System

/// Runs a plan in a scratch database one migration at a time, and reverts it again.
struct ReviewTrial {
  private let lint: Lint
  private let comparesRows: Bool

  /// What the trial has shown.
  struct Result {
    let report: LintReport
    let statements: [WatchedStatement]
    let migrations: [ReviewedMigration]
    /// The schemas before and after, as lines of a unified diff.
    let schema: [String]
  }

  /// Creates the scratch database.
  init(
    _ project: Project, to revision: String, comparesRows: Bool, environment: Environment,
    tell: @escaping (Event) -> Void
  ) throws {
    lint = try Lint(
      watching: project, revision == "head" ? .pending : .version(revision), environment,
      hasData: comparesRows, tell: tell)
    self.comparesRows = comparesRows
  }

  /// Whether the statements could be watched.
  var isWatched: Bool { lint.isWatched }

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
    defer { trial.remove() }
    let items = trial.plan.items.map(\.migration)
    var states = [try state()]
    var failures: [LintFinding] = []
    let versioned = items.filter { !$0.isRepeatable }
    for migration in versioned where failures.isEmpty {
      failures = try lint.attempt("\(migration.version)")
      if failures.isEmpty { states.append(try state()) }
    }
    var reversal: [Version: ReviewedMigration.Reversal] = [:]
    if failures.isEmpty {
      reversal = try self.reversal(versioned, states)
      if versioned.count < items.count {
        // A view may hold on to what a migration made, so that the down migrations came first.
        (failures, reversal) = try repeating(items, after: versioned.last, reversal)
        if failures.isEmpty { states.append(try state()) }
      }
    } else {
      reversal = ["a migration failed"].spread(over: items)
    }
    let judged = try lint.judge(failures: failures)
    let migrations = items.map { migration in
      ReviewedMigration(
        migration, judged.report, reversal: reversal[migration.version] ?? .untried("it did not run"))
    }
    return Result(
      report: judged.report, statements: judged.statements, migrations: migrations,
      schema: TextDifference(states[0].schema, states[states.count - 1].schema).lines)
  }

  /// Applies the migrations again, and runs the repeatable ones.
  private func repeating(
    _ items: [Migration], after last: Migration?, _ reversal: [Version: ReviewedMigration.Reversal]
  ) throws -> ([LintFinding], [Version: ReviewedMigration.Reversal]) {
    let repeatables = items.filter(\.isRepeatable)
    do {
      if let last { _ = try lint.trial.run.upgrade(to: "\(last.version)") }
    } catch is any Diagnostic {
      let why = "the migrations before it cannot be applied twice"
      return ([], reversal.merging([why].spread(over: repeatables)) { $1 })
    }
    let failures = try lint.attempt(lint.trial.revision)
    let all = repeatables.map { ($0.version, ReviewedMigration.Reversal.repeatable) }
    return (failures, reversal.merging(all) { $1 })
  }

  /// Reverts the migrations, the last one first, and compares each schema with the one before it.
  private func reversal(
    _ migrations: [Migration], _ states: [State]
  ) throws -> [Version: ReviewedMigration.Reversal] {
    var results: [Version: ReviewedMigration.Reversal] = [:]
    var left: Set<String> = []
    var lost: Set<String> = []
    for (index, migration) in migrations.enumerated().reversed() {
      guard migration.down != nil || migration.isLoaded else {
        results[migration.version] = ReviewedMigration.Reversal.none
        let why = "'\(migration.version)' cannot be reverted"
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
      // What the down migration of a later one has left or lost is not this one's fault.
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
  fileprivate func spread(over migrations: [Migration]) -> [Version: ReviewedMigration.Reversal] {
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
