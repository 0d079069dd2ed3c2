import Authoring
import ArgumentParser
import RungKit
import System

struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Make a new database of what 'rung dump' wrote.",
    discussion: "The tracking rows come with it; 'rung upgrade' applies what came after.")

  @Argument(help: "The file.")
  var file: String

  @Flag(help: "Print the SQL that would run, and touch nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    let report = Report(verb: "baseline", done: "loaded", idle: "nothing to load")
    try report.run(project, output, log) { project, console in
      try Run(project, Run.Options(dryRun: dryRun), .process, tell: console.tell).baseline(file)
    }
  }
}
