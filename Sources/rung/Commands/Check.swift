import ArgumentParser
import Configuration
import Diagnostics
import RungKit

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for faults in every migration file, without a database.",
    discussion: """
      Every fault is told, each at its place, and the command ends with 65 if there is one. The database is \
      named only for its dialect: '--database postgresql:' does. Migrations in other languages are not run.
      """)

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console
    let settings = try project.settings
    if settings.database == nil { throw UnknownDialect() }
    let check = try RungKit.Check(settings)
    if output.json {
      try console.print(json: check)
    } else {
      check.warnings.forEach(console.warning)
      check.faults.forEach(console.error)
    }
    let count = Phrase.count(check.files, "migration")
    guard let first = check.faults.first else { return console.say("checked \(count), and found no fault") }
    console.say("checked \(count), and found \(Phrase.count(check.faults.count, "fault"))")
    throw ExitCode(first.status.rawValue)
  }
}

/// The error that no database is named, so that the dialect of the files is unknown.
private struct UnknownDialect: Diagnostic {
  var message: String { "no database is named, so the dialect of the files is unknown" }
  var remedy: String? { "name its kind, such as: rung check --database postgresql:" }
  var status: ExitStatus { .badSettings }
}
