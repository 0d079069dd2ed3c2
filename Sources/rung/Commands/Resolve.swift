import ArgumentParser
import Migrations
import RungKit
import System

struct Resolve: Verb {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Record an interrupted migration that you finished by hand.",
    usage: "rung resolve [<options>] <version> (--applied | --reverted | --finished <n>)",
    discussion: "A migration without a transaction can stop halfway; 'rung status' shows it.")

  static let footer = HelpFooter(
    examples: [
      ("rung resolve 0004 --applied", "you ran the rest by hand"),
      ("rung resolve 0004 --finished 3", "three statements have run; '--resume' continues with the fourth"),
    ],
    variables: .change,
    page: "docs/guide.md#migrations-without-a-transaction")

  @Argument(help: "The version of the migration.", completion: Candidates.version)
  var version: String

  enum Ending: String, EnumerableFlag { case applied, reverted }

  @Flag(help: "What you did: ran the rest, or reverted what had run.")
  var ending: Ending?

  @Option(help: ArgumentHelp("How many statements have run, so that '--resume' continues.", valueName: "n"))
  var finished: Int?

  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func validate() throws {
    guard (ending == nil) != (finished == nil) else {
      throw ValidationError("say what happened: --applied, --reverted or --finished <n>")
    }
  }

  private var resolution: Resolution {
    if let finished { return .finished(finished) }
    return ending == .applied ? .applied : .reverted
  }

  func run() throws {
    let report = Report(verb: "resolve", done: "resolved", idle: "nothing to resolve", revision: version)
    try report.run(project, output: output, change: change) { project, console in
      try Run(project, Run.Options(dryRun: dryRun), environment: .process, tell: console.tell).resolve(
        version, as: resolution)
    }
  }
}
