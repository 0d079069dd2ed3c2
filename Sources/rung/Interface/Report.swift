import Diagnostics
import Projects
import System

/// The final report of a command that changes a database, or shows how it would.
struct Report {
  let verb: String
  /// The verb for migrations that ran: `applied`.
  let done: String
  /// The text if there was nothing to do.
  let idle: String
  /// The text if no migration ran, but the tracking table was written.
  var changed: String?
  /// The revision that the user requested: `head`.
  var revision: String?
  /// The options of a command that can make a plan for review.
  var plan: PlanOptions?
  /// The file for the script that undoes the plan.
  var rollback: String?

  /// Runs the command, and prints the script, the JSON or the last line.
  ///
  /// - Parameters:
  ///   - project: the options that choose the project.
  ///   - output: the options of the report.
  ///   - change: the options for limits, author and log.
  ///   - idle: the text if there was nothing to do, if it depends on the project.
  ///   - afterwards: the work after the outcome was reported.
  ///   - work: the command itself.
  /// - Throws: ``ExitCode`` for anything but success.
  func run(
    _ project: ProjectOptions, output: OutputOptions, change: ChangeOptions,
    idle: (Project) -> String? = { _ in nil }, afterwards: (Project) throws -> Void = { _ in },
    _ work: (Project, Console) throws -> Outcome
  ) throws {
    try Session.run(verb, revision: revision, project: project, output: output, change: change) { session in
      let project = try session.project()
      let outcome = try work(project, session.console)
      try tell(outcome, output, on: session.console, idle: idle(project))
      do {
        try afterwards(project)
        return Session.Result(outcome: outcome)
      } catch let problem as any Diagnostic {
        return Session.Result(outcome: outcome, isTold: true, problem: problem)
      }
    }
  }

  func tell(_ outcome: Outcome, _ output: OutputOptions, on console: Console, idle: String? = nil) throws {
    if let rollback, let script = outcome.rollback {
      try Path.replace(rollback, script)
      console.conclude("wrote \(rollback): \(outcome.plan?.end ?? "base") to \(outcome.before ?? "base")")
    }
    let isWritten = try plan?.write(outcome, console) == true
    if output.json { return try console.print(json: outcome) }
    if isWritten { return }
    if outcome.dryRun, let script = outcome.script { return try console.printVerbatim(script) }
    console.conclude(sentence(outcome, idle ?? self.idle))
  }

  private func sentence(_ outcome: Outcome, _ idle: String) -> String {
    let place = "\(outcome.database) is at \(outcome.after ?? "base")"
    let failed = outcome.failed.isEmpty ? "" : "; failed: \(outcome.failed.joined(separator: ", "))"
    if outcome.migrations.isEmpty {
      return "\(outcome.isChanged ? changed ?? done : idle)\(failed); \(place)"
    }
    let time = outcome.migrations.reduce(0) { $0 + ($1.milliseconds ?? 0) }
    let count = Set(outcome.migrations.map(\.version)).count
    return "\(done) \(Phrase.count(count, "migration")) in \(time) ms\(failed); \(place)"
  }
}
