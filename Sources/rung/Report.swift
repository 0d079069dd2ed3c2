import Diagnostics
import RungKit

/// The end of a command that changes a database, or shows how it would.
struct Report {
  let verb: String
  /// What was done to migrations: `applied`.
  let done: String
  /// What is said when there was nothing to do.
  let idle: String
  /// What is said when no migration ran, and the tracking table was written nevertheless.
  var changed: String?

  /// Prints the script, the JSON or the last line.
  func tell(_ outcome: Outcome, _ output: OutputOptions) throws {
    let console = output.console
    if output.json { return try console.print(json: outcome) }
    if outcome.dryRun, let script = outcome.script { return try console.printVerbatim(script) }
    console.say(sentence(outcome))
  }

  private func sentence(_ outcome: Outcome) -> String {
    let place = "\(outcome.database) is at \(outcome.after ?? "base")"
    let failed = outcome.failed.isEmpty ? "" : "; failed: \(outcome.failed.joined(separator: ", "))"
    if outcome.migrations.isEmpty {
      return "\(outcome.isChanged ? changed ?? done : idle)\(failed); \(place)"
    }
    let time = outcome.migrations.reduce(0) { $0 + $1.milliseconds }
    let count = Set(outcome.migrations.map(\.version)).count
    return "\(done) \(Phrase.count(count, "migration")) in \(time) ms\(failed); \(place)"
  }
}
