import Authoring
import ArgumentParser
import Configuration
import Diagnostics
import RungKit
import System

struct Upgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade",
    abstract: "Apply pending migrations.", aliases: ["up"])

  @Argument(help: "Where to go: 'head' for everything, a version, or steps such as +1.")
  var revision = "head"

  @Flag(help: "Let migrations pass that are older than applied ones, whatever 'strict_ordering' says.")
  var allowMissing = false

  @Flag(help: "Upgrade even a database of whose recorded migrations none has a file here.")
  var allowUnknown = false

  @Flag(help: "After a failure go on with the migrations of other series.")
  var continueOnError = false

  @Option(help: "Write the schema into this file afterwards, as 'rung dump' does.")
  var dump: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    var how = options.options
    how.allowMissing = allowMissing
    how.allowUnknown = allowUnknown
    how.continueOnError = continueOnError
    let report = Report(
      verb: "upgrade", done: "applied", idle: "nothing to apply",
      changed: "brought the tracking table up to date", revision: revision)
    try report.run(project, output, log, idle: idle, afterwards: write) { project, console in
      try Run(project, how, .process, tell: console.tell).upgrade(to: revision)
    }
  }

  func validate() throws {
    if continueOnError, options.singleTransaction {
      throw ValidationError("one transaction cannot go on after an error; leave out one of the two flags")
    }
  }

  private func write(_ project: Project) throws {
    if let dump, !options.dryRun { try Authoring.Dump(project).write(to: dump) }
  }

  private func idle(_ project: Project) -> String? {
    project.isEmpty
      ? "nothing to apply: '\(project.settings.scriptLocation)' holds no migrations yet; "
        + "'rung create-migration -m WORDS' makes one"
      : nil
  }
}
