import ArgumentParser
import RungKit
import System

struct Resolve: Verb {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Record an interrupted migration that you finished by hand.",
    usage: "rung resolve [<options>] <version> (--applied | --reverted)",
    discussion: "A migration without a transaction can stop halfway; 'rung status' shows it.")

  static let footer = HelpFooter(
    examples: [
      ("rung resolve 0004 --applied", "you ran the rest by hand"),
      ("rung resolve 0004 --reverted", "you undid by hand what had run"),
    ],
    variables: .change,
    page: "docs/guide.md#migrations-without-a-transaction")

  @Argument(help: "The version of the migration.")
  var version: String

  enum Ending: String, EnumerableFlag { case applied, reverted }

  @Flag(help: "What you did: ran the rest, or reverted what had run.")
  var ending: Ending

  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    let report = Report(verb: "resolve", done: "resolved", idle: "nothing to resolve", revision: version)
    try report.run(project, output, change) { project, console in
      try Run(project, Run.Options(dryRun: dryRun), .process, tell: console.tell).resolve(
        version, applied: ending == .applied)
    }
  }
}
