import ArgumentParser
import Authoring
import Configuration
import Projects
import RungKit
import System

struct Baseline: Verb {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Begin with a dump: as the first migration, or as a whole database.",
    usage: "rung baseline [<options>] <file>",
    discussion: """
      The output of pg_dump, sqlite3, mariadb-dump, mysqldump or DuckDB becomes 0001_baseline.sql. An empty \
      database gets it applied; in a database that has its tables, it is only recorded.

      The output of 'rung dump' makes a new database, with the rows of the tracking table: 'rung upgrade' \
      then applies what is newer.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung baseline pg_dump.sql", "make a dump the first migration"),
      ("rung baseline schema.sql -d sqlite:new.db", "make a new database of what 'rung dump' wrote"),
    ],
    variables: .change,
    page: "docs/guide.md#adopt-an-existing-database")

  @Argument(help: "The file of SQL.", completion: Candidates.sqlFile)
  var file: String

  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @Flag(help: "Only write the migration, and leave the database as it is.")
  var noDatabase = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    try Session.run("baseline", project: project, output: output, change: change) { session in
      let content = try NewBaseline.content(of: file)
      if NewBaseline.isNeeded(for: content) { return try begin(content, session) }
      let run = try Run(session.project(), options, environment: .process, tell: session.console.tell)
      let outcome = try run.baseline(file, content)
      let report = Report(verb: "baseline", done: "loaded", idle: "nothing to load")
      try report.tell(outcome, output, on: session.console)
      return Session.Result(outcome: outcome)
    }
  }

  private var options: Run.Options { Run.Options(dryRun: dryRun) }

  /// Makes a dump the first migration.
  private func begin(_ content: [UInt8], _ session: Session) throws -> Session.Result {
    let (console, settings) = (session.console, session.settings)
    if settings.database == nil { throw UnknownDialect(command: "baseline \(file)") }
    let baseline = try NewBaseline(file, content: content, settings)
    let use = noDatabase ? nil : try baseline.use(.process, tell: console.tell)
    if use == .apply { try Protected.refuse(settings, unless: dryRun) }
    for note in baseline.notes { console.tell(.note(note)) }
    if !dryRun { try baseline.write() }
    let verb = baseline.isThere ? "found" : dryRun ? "would write" : "wrote"
    console.say("\(verb) \(baseline.path)")
    guard let use else {
      if output.json { try console.print(json: NewBaseline.Report(baseline, dryRun: dryRun)) }
      return Session.Result()
    }
    let outcome = try baseline.perform(use, options, environment: .process, tell: console.tell)
    let report = Report(
      verb: "baseline", done: "applied", idle: "nothing to do: 0001 is recorded",
      changed: "recorded without running it, because the database has its tables")
    try report.tell(outcome, output, on: console)
    return Session.Result(outcome: outcome)
  }
}
