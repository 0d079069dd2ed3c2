import Authoring
import ArgumentParser
import RungKit
import System

struct Stamp: Verb {
  static let configuration = CommandConfiguration(
    commandName: "stamp",
    abstract: "Record migrations as applied without running them.",
    usage: "rung stamp [<options>] <revision>",
    discussion:
      """
      A version concerns the project's migrations, or those of the extension that it names; 'head' and \
      'base' concern all. Rows that are correct already stay as they are.
      """
  )

  static let footer = HelpFooter(
    examples: [
      ("rung stamp 0004", "record that 0001 to 0004 are applied"),
      ("rung stamp base --dry-run", "print the SQL that empties the tracking table"),
    ],
    variables: .change,
    page: "docs/guide.md#adopt-an-existing-database")

  @Argument(help: "A version, 'head' or 'base'.", completion: Candidates.stamped)
  var revision: String

  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @Flag(help: "Do not run the migrations in a scratch database first.")
  var untried = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    let report = Report(verb: "stamp", done: "stamped", idle: "nothing to stamp", revision: revision)
    try report.run(project, output, change) { project, console in
      if !untried, revision != "base" {
        try Run.rehearse(project, to: revision, .process, tell: console.tell)
      }
      return try Run(project, Run.Options(dryRun: dryRun), .process, tell: console.tell).stamp(revision)
    }
  }
}
