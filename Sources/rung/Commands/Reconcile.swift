import ArgumentParser
import RungKit
import System

struct Reconcile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Rename the row of a migration whose file has another version now.",
    discussion: "For what 'upgrade' does not do by itself; the text of the file is not looked at.")

  @Argument(help: "The version in the tracking table.")
  var old: String

  @Argument(help: "The version that the file has now.")
  var new: String

  @Flag(help: "Print the SQL that would run, and touch nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    let report = Report(verb: "reconcile", done: "reconciled", idle: "nothing to rename")
    try report.run(project, output, log) { project, console in
      try Run(project, Run.Options(dryRun: dryRun), .process, tell: console.tell).reconcile(old, with: new)
    }
  }
}
