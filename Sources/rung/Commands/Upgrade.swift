import ArgumentParser
import Diagnostics
import RungKit

struct Upgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Apply pending migrations.", aliases: ["up"])

  @Argument(help: "Where to go: 'head' for everything, a version, or steps such as +1.")
  var revision = "head"

  @Flag(help: "Let migrations pass that are older than applied ones, whatever 'strict_ordering' says.")
  var allowMissing = false

  @Flag(help: "After a failure go on with the migrations of other series.")
  var continueOnError = false

  @Option(help: "Write the schema into this file afterwards, as 'rung dump' does.")
  var dump: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console
    let project = try project.project(console)
    var how = options.options
    how.allowMissing = allowMissing
    how.continueOnError = continueOnError
    let outcome = try Run(project, how, .process, tell: console.tell).upgrade(to: revision)
    try Report(
      verb: "upgrade", done: "applied", idle: idle(project), changed: "brought the tracking table up to date"
    )
    .tell(outcome, output)
    if let dump, !options.dryRun { try RungKit.Dump(project).write(to: dump) }
    if !outcome.failed.isEmpty { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  func validate() throws {
    if continueOnError, options.singleTransaction {
      throw ValidationError("one transaction cannot go on after an error; leave out one of the two flags")
    }
  }

  private func idle(_ project: Project) -> String {
    project.isEmpty
      ? "nothing to apply: '\(project.settings.scriptLocation)' holds no migrations yet; 'rung create-migration -m WORDS' makes one"
      : "nothing to apply"
  }
}
