import Diagnostics
import RungKit

/// The end of a command that changes a database, or shows how it would.
struct Report {
  let verb: String
  /// What was done to migrations: `applied`.
  let done: String
  /// What is said when there was nothing to do.
  let idle: String

  /// Prints the script, the JSON or the last line.
  func tell(_ outcome: Outcome, _ output: OutputOptions) throws {
    let console = output.console
    if output.json { return try console.print(json: outcome) }
    if outcome.dryRun, let script = outcome.script { return try console.printVerbatim(script) }
    console.say(sentence(outcome))
  }

  private func sentence(_ outcome: Outcome) -> String {
    let place = "\(outcome.database) is at \(outcome.after ?? "base")"
    if outcome.migrations.isEmpty { return "\(outcome.isChanged ? done : idle); \(place)" }
    let time = outcome.migrations.reduce(0) { $0 + $1.milliseconds }
    return "\(done) \(Phrase.count(outcome.migrations.count, "migration")) in \(time) ms; \(place)"
  }
}
