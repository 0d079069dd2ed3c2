import ArgumentParser
import RungKit

struct Downgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Revert applied migrations, the last applied first.", aliases: ["down"])

  @Argument(
    help: "Where to go: steps such as -1, a version that stays applied, or 'base' for nothing at all.")
  var revision = "-1"

  @OptionGroup var options: RunOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console
    let run = try Run(project.project(console), options.options, .process, tell: console.tell)
    let outcome = try run.downgrade(to: revision)
    try Report(
      verb: "downgrade", done: "reverted", idle: "nothing to revert",
      changed: "brought the tracking table up to date"
    )
    .tell(outcome, output)
  }
}
