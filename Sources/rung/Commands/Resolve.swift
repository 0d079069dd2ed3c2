import ArgumentParser
import RungKit
import System

struct Resolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Settle a migration that was interrupted and finished by hand.",
    discussion: "Migrations without a transaction can stop half-way; 'rung status' shows them.")

  @Argument(help: "The version of the migration.")
  var version: String

  enum Ending: String, EnumerableFlag { case applied, reverted }

  @Flag(help: "What is true of it now.")
  var ending: Ending

  @Flag(help: "Print the SQL that would run, and touch nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    let report = Report(verb: "resolve", done: "resolved", idle: "nothing to resolve", revision: version)
    try report.run(project, output, log) { project, console in
      try Run(project, Run.Options(dryRun: dryRun), .process, tell: console.tell).resolve(
        version, applied: ending == .applied)
    }
  }
}
