import ArgumentParser
import Authoring
import Configuration
import Diagnostics
import Projects

struct Check: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check every migration file for errors, without a database.",
    usage: "rung check [<options>]",
    discussion: """
      Every error is reported with its place; the exit status is 65 if there is one. Only the dialect of \
      the database matters: '--database postgresql:' is enough. Migrations in other languages are not run.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung check", "check every migration file"),
      ("rung check --database mysql:", "read the files as SQL for MySQL"),
    ],
    variables: .project,
    page: "docs/guide.md#continuous-integration")

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console
    let settings = try project.settings
    if settings.database == nil { throw UnknownDialect(command: "check") }
    let check = try FileCheck(settings)
    if output.json {
      try console.print(json: check)
    } else {
      check.warnings.forEach(console.warning)
      check.faults.forEach(console.error)
    }
    let count = Phrase.count(check.files, "migration")
    guard let first = check.faults.first else { return console.say("checked \(count), and found no fault") }
    console.say("checked \(count), and found \(Phrase.count(check.faults.count, "fault"))")
    throw ExitCode(first.status.rawValue)
  }
}

/// The error that no database is named, so that the dialect of the files is unknown.
struct UnknownDialect: Diagnostic {
  let command: String

  var message: String { "no database is named, so the dialect of the files is unknown" }
  var remedy: String? { "name its kind, such as: rung \(command) --database postgresql:" }
  var status: ExitStatus { .badSettings }
}
