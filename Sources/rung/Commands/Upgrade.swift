import ArgumentParser
import Authoring
import Configuration
import Diagnostics
import Projects
import RungKit
import System

struct Upgrade: Verb {
  static let configuration = CommandConfiguration(
    commandName: "upgrade",
    abstract: "Apply pending migrations.",
    usage: "rung upgrade [<options>] [<revision>]", aliases: ["up"])

  static let footer = HelpFooter(
    examples: [
      ("rung upgrade --dry-run", "print the SQL that would run"),
      ("rung upgrade +1 --target production", "apply the next migration only"),
    ],
    variables: .change,
    page: "README.md#first-migration")

  @Argument(
    help: "'head' for everything, a version to stop at, or a number of steps such as +1.",
    completion: Candidates.upTo)
  var revision = "head"

  @Flag(help: "Apply out-of-order migrations, even if 'strict_ordering' is on.")
  var allowMissing = false

  @Flag(help: "Upgrade even if no file matches any row of the tracking table.")
  var allowUnknown = false

  @Flag(help: "After a failure, continue with other extensions' or the project's migrations.")
  var continueOnError = false

  @Option(
    help: "Write the schema to this file afterwards, as 'rung dump' does.", completion: .file())
  var dump: String?

  @Option(
    help: ArgumentHelp(
      "With --dry-run, also write the script that undoes exactly this plan.", valueName: "file"),
    completion: .file())
  var withRollback: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var plan: PlanOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    var how = options.options
    how.allowMissing = allowMissing
    how.allowUnknown = allowUnknown
    how.continueOnError = continueOnError
    how.makesRollback = withRollback != nil
    let report = Report(
      verb: "upgrade", done: "applied", idle: "nothing to apply",
      changed: "brought the tracking table up to date", revision: revision, plan: plan,
      rollback: withRollback)
    try report.run(project, output: output, change: change, idle: idle, afterwards: write) {
      project, console in
      try Protected.refuse(project.settings, unless: how.dryRun || plan.isGiven)
      try plan.apply(to: &how, "upgrade \(revision)")
      return try Run(project, how, environment: .process, tell: console.tell).upgrade(to: revision)
    }
  }

  func validate() throws {
    try plan.validate(isDryRun: options.dryRun)
    if withRollback != nil, !options.dryRun {
      throw ValidationError("--with-rollback writes the script for the plan of a dry run; add --dry-run")
    }
    if withRollback != nil, withRollback == plan.out {
      throw ValidationError("--out and --with-rollback name the same file")
    }
    if continueOnError, options.singleTransaction {
      throw ValidationError("one transaction cannot continue after an error; leave out one of the two flags")
    }
  }

  private func write(_ project: Project) throws {
    if let dump, !options.dryRun { try Authoring.Dump(project).write(to: dump) }
  }

  private func idle(_ project: Project) -> String? {
    guard project.isEmpty else { return nil }
    let folders = project.settings.folders.map { "'\($0)'" }.joined(separator: ", ")
    return project.ignoredFiles.isEmpty
      ? "nothing to apply: \(folders) holds no migrations yet; run 'rung create-migration MESSAGE'"
      : "nothing to apply: no file of \(folders) is taken as a migration; see the warnings"
  }
}
