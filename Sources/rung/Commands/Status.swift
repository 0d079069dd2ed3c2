import ArgumentParser
import Authoring
import Diagnostics
import Projects
import RungKit
import System

struct Status: Verb {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show applied, pending, changed, missing and interrupted migrations.",
    usage: "rung status [<options>]",
    discussion: """
      A terminal also gets column heads, colours and, below the table, what to do. NO_COLOR=1 turns colours \
      off; what a pipe or a file gets does not change.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung status", "show every migration"),
      ("rung status --exit-code --quiet", "fail in CI if anything is pending"),
    ],
    variables: .project,
    page: "docs/guide.md#changed-missing-and-out-of-order-files")

  @Flag(help: "Exit with 1 unless every migration is applied and unchanged.")
  var exitCode = false

  @Flag(
    help: """
      Draw the order of versions: a column for the project and for each extension, '*' for a version in the \
      database, 'o' for one that is not, with files out of order, squashed files and '-- after:'.
      """)
  var graph = false

  @Flag(
    help: """
      Run the applied migrations in a scratch database, and print how the schema of the database differs \
      from theirs, as a unified diff of SQL. Exit with 1 if it does.
      """)
  var drift = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if graph, output.json || output.quiet {
      throw ValidationError("--graph draws for people; leave out --json and --quiet")
    }
    if graph, drift { throw ValidationError("use --graph or --drift, not both") }
  }

  func run() throws {
    let console = output.console
    let project = try project.project(console, tolerating: true)
    let isForPeople = console.output.isTerminal && !graph
    var status = try RungKit.Status(project, asksZone: isForPeople && !output.json && !output.quiet)
    if drift { status.drift = try Drift(project, .process, tell: console.tell).lines }
    if output.json {
      try console.print(json: status)
    } else if let lines = status.drift {
      if !output.quiet { try console.printVerbatim(lines.map { $0 + "\n" }.joined()) }
      if lines.isEmpty { console.say("no drift") }
    } else if graph {
      for line in StatusGraph(status).lines(width: console.output.columns) { try console.print(line) }
    } else if isForPeople, !output.quiet {
      for line in StatusTable(status).lines(width: console.output.columns) { try console.print(line) }
    } else if !output.quiet {
      for line in StatusTable(status).lines { try console.print(line) }
    }
    // The status of the readable files is printed first, then the errors of the others.
    project.faults.all.forEach(output.console.error)
    if let fault = project.faults.all.first { throw ExitCode(fault.status.rawValue) }
    if let lines = status.drift, !lines.isEmpty {
      output.console.error(Drifted(database: status.database))
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    if exitCode, status.count(.applied) + status.count(.skipped) < status.entries.count {
      if output.quiet { output.console.error(NotAsTheFilesSay(status)) }
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }
}

/// The error that a database is not what its applied migrations make.
private struct Drifted: Diagnostic {
  let database: String

  var message: String { "\(database) has another schema than its applied migrations make" }
  var remedy: String? { "write a migration for what is wanted, and undo the rest by hand" }
  var status: ExitStatus { .failed }
}

/// The only message of 'status --exit-code --quiet' when it fails.
private struct NotAsTheFilesSay: Diagnostic {
  let message: String
  let remedy: String? = "'rung status' lists them"

  init(_ status: RungKit.Status) { message = "\(status.database): \(StatusTable(status).summary)" }

  var status: ExitStatus { .failed }
}
