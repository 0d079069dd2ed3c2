import ArgumentParser
import RungKit

struct Upgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Apply pending migrations.", aliases: ["up"])

  @Argument(help: "Where to go: 'head' for everything, a version, or steps such as +1.")
  var revision = "head"

  @Flag(help: "Let migrations pass that are older than applied ones, whatever 'strict_ordering' says.")
  var allowMissing = false

  @OptionGroup var options: RunOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console
    let project = try project.project(console)
    let how = Run.Options(
      dryRun: options.dryRun, singleTransaction: options.singleTransaction, resume: options.resume,
      allowMissing: allowMissing)
    let outcome = try Run(project, how, .process, tell: console.tell).upgrade(to: revision)
    try Report(verb: "upgrade", done: "applied", idle: idle(project)).tell(outcome, output)
  }

  private func idle(_ project: Project) -> String {
    project.isEmpty
      ? "nothing to apply: '\(project.settings.scriptLocation)' holds no migrations yet; 'rung create-migration -m WORDS' makes one"
      : "nothing to apply"
  }
}
