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
    let how = Run.Options(
      dryRun: options.dryRun, singleTransaction: options.singleTransaction, resume: options.resume)
    let outcome = try Run(try project.project(console), how, .process, tell: console.tell).downgrade(
      to: revision)
    try Report(verb: "downgrade", done: "reverted", idle: "nothing to revert").tell(outcome, output)
  }
}
