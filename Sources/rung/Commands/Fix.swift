import ArgumentParser
import Authoring
import Diagnostics
import Projects
import RungKit
import System

struct Fix: Verb {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Convert timestamps to sequential numbers, in the project and in each extension.",
    usage: "rung fix [<options>] [<file>]",
    discussion: """
      With FILE, give that file the next free number: use this when two branches made files with the same \
      version. The rows of the tracking table are renamed too, now or by the next upgrade.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung fix --dry-run", "show the new names"),
      ("rung fix migrations/0007_b.sql", "give this file the next free number"),
    ],
    variables: .change,
    page: "docs/guide.md#convert-timestamps-to-sequential-numbers")

  @Argument(help: "A migration file.", completion: Candidates.sqlFile)
  var file: String?

  @Flag(help: "Rename only the rows of files that were renamed before.")
  var databaseOnly = false

  @OptionGroup var rewrite: RewriteOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func validate() throws {
    if databaseOnly, rewrite.noDatabase || file != nil {
      throw ValidationError("--database-only leaves the files alone; leave out FILE and --no-database")
    }
  }

  func run() throws {
    try Session.run("fix", project: project, output: output, change: change) { session in try perform(session)
    }
  }

  private func perform(_ session: Session) throws -> Session.Result {
    let console = session.console
    // Without a database the files are still converted, because only the rows need one.
    let (rewrite, settings) =
      databaseOnly ? (rewrite, session.settings) : rewrite.adjusted(for: session.settings, console)
    let isFinished = try !rewrite.dryRun && Rewrite.finish(settings)
    if isFinished { console.say("finished what was interrupted") }
    if isFinished && rewrite.noDatabase { return Session.Result() }
    // The interrupted change may have been another command, so this command does not go on to change files.
    if databaseOnly || isFinished {
      return try tell(
        Run(session.project(), options, environment: .process, tell: console.tell).reconcile(), console)
    }
    let change = try rewrite.suggestingNoDatabase {
      try Rewrite.fix(settings, file: file, hasDatabase: !rewrite.noDatabase)
    }
    if change.isEmpty, file == nil, !rewrite.noDatabase {
      // The files may have been converted without their rows.
      let run = try Run(session.project(), options, environment: .process, tell: console.tell)
      let outcome = try run.reconcile(leavingDoubts: true)
      if outcome.isChanged || outcome.script != nil { return try tell(outcome, console) }
    }
    return try rewrite.perform(
      change, idle: "nothing to convert", question: "convert", done: "converted", output: output,
      console: console)
  }

  private var options: Run.Options { Run.Options(dryRun: rewrite.dryRun) }

  private func tell(_ outcome: Outcome, _ console: Console) throws -> Session.Result {
    try Report(verb: "fix", done: "fixed", idle: "nothing to rename").tell(outcome, output, on: console)
    return Session.Result(outcome: outcome)
  }
}
