import Authoring
import ArgumentParser
import RungKit
import System

struct Baseline: Verb {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Make a new database from a file that 'rung dump' wrote.",
    usage: "rung baseline [<options>] <file>",
    discussion: "The file has the tracking table, too: 'rung upgrade' then applies what is newer.")

  static let footer = HelpFooter(
    examples: [
      ("rung baseline schema.sql --dry-run", "print the SQL that would run"),
      ("rung baseline schema.sql -d sqlite:new.db", "make a new database"),
    ],
    variables: .change,
    page: "docs/guide.md#dump-the-schema-to-a-file")

  @Argument(help: "The file that 'rung dump' wrote.", completion: Candidates.sqlFile)
  var file: String

  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    let report = Report(verb: "baseline", done: "loaded", idle: "nothing to load")
    try report.run(project, output, change) { project, console in
      try Run(project, Run.Options(dryRun: dryRun), .process, tell: console.tell).baseline(file)
    }
  }
}
