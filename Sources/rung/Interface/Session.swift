import ArgumentParser
import Configuration
import Diagnostics
import Projects
import RungKit
import System

/// The options for a command that changes a database: its limits, author and log.
struct ChangeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How long a statement may take, on PostgreSQL.", valueName: "time"))
  var statementTimeout: String?

  @Option(
    help: ArgumentHelp("How often to try again after waiting for a lock of the database.", valueName: "n"))
  var lockRetries: String?

  @Option(help: ArgumentHelp("Who is recorded as having run it.", valueName: "name"))
  var author: String?

  @Option(
    help: ArgumentHelp("The format of progress messages; JSON is one object per line.", valueName: "format"))
  var log: LogFormat?

  @Flag(help: "Print one line at the end, and only errors before it.")
  var summary = false

  /// What the command line says about the settings.
  func flags(_ project: ProjectOptions) -> Settings.Flags {
    var flags = project.flags
    flags.statementTimeout = statementTimeout
    flags.lockRetries = lockRetries
    flags.author = author
    flags.log = log
    flags.summaryOnly = summary ? true : nil
    return flags
  }

  /// The form, as far as it is known without the settings file.
  fileprivate var format: LogFormat {
    log ?? Environment.process["RUNG_LOG"].flatMap(LogFormat.init) ?? .text
  }
}

extension LogFormat: ExpressibleByArgument {}

/// A command that changes a database, from reading settings to the final report.
struct Session {
  let console: Console
  let settings: Settings

  /// The result of such a command.
  struct Result {
    var outcome: Outcome?
    /// Whether the outcome was already printed on standard output.
    var isTold = false
    /// The error after the outcome was reported.
    var problem: (any Diagnostic)?
  }

  /// Does the work of a command; an error is reported in the form that the user chose.
  ///
  /// - Throws: ``ExitCode`` for anything but success.
  static func run(
    _ command: String, revision: String? = nil, project: ProjectOptions, output: OutputOptions,
    change: ChangeOptions, _ work: (Session) throws -> Result
  ) throws {
    let start = ContinuousClock.now
    var console = output.console(change.format, isSummary: change.summary)
    var result = Result()
    do {
      let settings = try Settings(change.flags(project), .process)
      console = output.console(settings.log, isSummary: settings.summaryOnly)
      console.log?.begin(settings)
      result = try work(Session(console: console, settings: settings))
    } catch let stopped as Run.Stopped {
      (result.problem, result.outcome) = (stopped.problem, stopped.outcome)
    } catch let problem as any Diagnostic {
      result.problem = problem
    }
    RunningLine.end()
    if let problem = result.problem {
      console.error(problem)
      // After success, the command itself has already printed its JSON.
      if output.json, !result.isTold, !(problem is OutputError) {
        try console.print(json: Failed(problem, result.outcome))
      }
    }
    let time = Int((start.duration(to: .now) / .milliseconds(1)).rounded())
    let summary = Summary(
      command: command, revision: revision, milliseconds: time, outcome: result.outcome,
      problem: result.problem)
    console.log?.summary(summary)
    if result.problem != nil { Interruption.end() }
    if let problem = result.problem { throw ExitCode(problem.status.rawValue) }
    if summary.isFailed { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  /// The project; files that only look like migrations are reported, or refused in strict mode.
  func project() throws -> Project { try ProjectOptions.project(settings, console) }
}
