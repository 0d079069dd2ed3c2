import Authoring
import ArgumentParser
import RungKit
import System

struct Stamp: Verb {
  static let configuration = CommandConfiguration(
    commandName: "stamp",
    abstract: "Record migrations as applied without running them.",
    usage: "rung stamp [<options>] (<revision> | --from <tool>)",
    discussion:
      """
      A version concerns the project's migrations, or those of the extension that it names; 'head' and \
      'base' concern all. Rows that are correct already stay as they are. With --from, the history of the \
      tool whose files were adopted says what is applied; 'rung stamp base' undoes that.
      """
  )

  static let footer = HelpFooter(
    examples: [
      ("rung stamp 0004", "record that 0001 to 0004 are applied"),
      ("rung stamp --from dbmate --dry-run", "print the SQL that takes over dbmate's history"),
    ],
    variables: .change,
    page: "docs/guide.md#adopt-an-existing-database")

  @Argument(help: "A version, 'head' or 'base'.", completion: Candidates.stamped)
  var revision: String?

  @Option(help: ArgumentHelp("Record what this tool has applied.", valueName: "tool"))
  var from: String?

  @Option(help: ArgumentHelp("The tool's history table, if it has another name.", valueName: "table"))
  var historyTable: String?

  @Option(help: ArgumentHelp("The database with that table, if it is another one.", valueName: "database"))
  var historyDatabase: String?

  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @Flag(help: "Do not run the migrations in a scratch database first.")
  var untried = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func validate() throws {
    if (revision == nil) == (from == nil) {
      throw ValidationError("give a revision, or a tool with --from")
    }
    if from == nil, historyTable != nil || historyDatabase != nil {
      throw ValidationError("--history-table and --history-database need --from")
    }
  }

  func run() throws {
    let report = Report(verb: "stamp", done: "stamped", idle: "nothing to stamp", revision: revision)
    try report.run(project, output: output, change: change) { project, console in
      let run = try Run(project, Run.Options(dryRun: dryRun), environment: .process, tell: console.tell)
      if let from { return try run.stamp(from: from, table: historyTable, database: historyDatabase) }
      guard let revision else { throw ValidationError("give a revision") }
      if !untried, revision != "base" {
        try Run.rehearse(project, to: revision, .process, tell: console.tell)
      }
      return try run.stamp(revision)
    }
  }
}
