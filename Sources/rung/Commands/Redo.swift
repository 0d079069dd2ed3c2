import ArgumentParser
import Projects
import RungKit
import System

struct Redo: Verb {
  static let configuration = CommandConfiguration(
    commandName: "redo",
    abstract: "Revert the migration applied last and apply it again.",
    usage: "rung redo [<options>]",
    discussion: "Both happen in one transaction, unless the file says otherwise.")

  static let footer = HelpFooter(
    examples: [
      ("rung redo", "revert the last migration and apply it again"),
      ("rung redo --dry-run", "print the SQL that would run"),
    ],
    variables: .change,
    page: "README.md#commands")

  @OptionGroup var options: RunOptions
  @OptionGroup var protection: ProtectionOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    let report = Report(verb: "redo", done: "redone", idle: "nothing to redo")
    try report.run(project, output: output, change: change) { project, console in
      try protection.require(project.settings, isApproved: options.dryRun)
      return try Run(project, options.options, environment: .process, tell: console.tell).redo()
    }
  }
}
