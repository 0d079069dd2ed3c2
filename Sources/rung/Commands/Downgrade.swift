import ArgumentParser
import Projects
import RungKit
import System

struct Downgrade: Verb {
  static let configuration = CommandConfiguration(
    commandName: "downgrade",
    abstract: "Revert applied migrations, the last applied first.",
    usage: "rung downgrade [<options>] [<revision>]", aliases: ["down"])

  static let footer = HelpFooter(
    examples: [
      ("rung downgrade --dry-run", "print the SQL that reverts the last migration"),
      ("rung downgrade 0002", "revert everything after 0002"),
    ],
    variables: .change,
    page: "README.md#first-migration")

  @Argument(
    help: "A number of steps such as -1, the last version to keep, or 'base' to revert everything.",
    completion: Candidates.downTo)
  var revision = "-1"

  @OptionGroup var options: RunOptions
  @OptionGroup var plan: PlanOptions
  @OptionGroup var protection: ProtectionOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    let report = Report(
      verb: "downgrade", done: "reverted", idle: "nothing to revert",
      changed: "brought the tracking table up to date", revision: revision, plan: plan)
    try report.run(project, output: output, change: change) { project, console in
      var how = options.options
      try protection.require(project.settings, isApproved: how.dryRun || plan.isGiven)
      try plan.apply(to: &how, "downgrade \(revision)")
      return try Run(project, how, environment: .process, tell: console.tell).downgrade(to: revision)
    }
  }

  func validate() throws { try plan.validate(isDryRun: options.dryRun) }
}
