import ArgumentParser
import RungKit
import System

struct Downgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "downgrade",
    abstract: "Revert applied migrations, the last applied first.", aliases: ["down"])

  @Argument(
    help: "Where to go: steps such as -1, a version that stays applied, or 'base' for nothing at all.")
  var revision = "-1"

  @OptionGroup var options: RunOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    let report = Report(
      verb: "downgrade", done: "reverted", idle: "nothing to revert",
      changed: "brought the tracking table up to date", revision: revision)
    try report.run(project, output, log) { project, console in
      try Run(project, options.options, .process, tell: console.tell).downgrade(to: revision)
    }
  }
}
