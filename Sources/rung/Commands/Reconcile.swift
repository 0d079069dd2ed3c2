import ArgumentParser
import RungKit
import System

struct Reconcile: Verb {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Rename the row of a migration whose file was renamed.",
    usage: "rung reconcile [<options>] <old> <new>",
    discussion: "For renamed files that 'upgrade' does not recognize. The file's text is not compared.")

  static let footer = HelpFooter(
    examples: [
      ("rung reconcile 0003 0004 --dry-run", "print the SQL that would run"),
      ("rung reconcile 0003 0004", "rename the row of 0003"),
    ],
    variables: .change,
    page: "docs/guide.md#renamed-files")

  @Argument(help: "The version in the tracking table.", completion: Candidates.version)
  var old: String

  @Argument(help: "The version that the file has now.", completion: Candidates.version)
  var new: String

  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    let report = Report(verb: "reconcile", done: "reconciled", idle: "nothing to rename")
    try report.run(project, output: output, change: change) { project, console in
      try Run(project, Run.Options(dryRun: dryRun), environment: .process, tell: console.tell).reconcile(
        old, with: new)
    }
  }
}
