import ArgumentParser
import Configuration
import Diagnostics
import RungKit
import System

/// The options for the form in which a command that changes a database reports.
struct LogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How to tell what happens; JSON is an object a line.", valueName: "form"))
  var log: LogFormat?

  @Flag(help: "Say one line at the end, and nothing before it but errors.")
  var summary = false

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
    _ command: String, revision: String? = nil, _ project: ProjectOptions, _ output: OutputOptions,
    _ log: LogOptions, _ work: (Session) throws -> Result
  ) throws {
    let start = ContinuousClock.now
    var console = output.console(log.format, isSummary: log.summary)
    var result = Result()
    do {
      let settings = try project.settings(log)
      console = output.console(settings.log, isSummary: settings.summaryOnly)
      console.log?.begin(settings)
      result = try work(Session(console: console, settings: settings))
    } catch let stopped as Run.Stopped {
      (result.problem, result.outcome) = (stopped.problem, stopped.outcome)
    } catch let problem as any Diagnostic {
      result.problem = problem
    }
    if let problem = result.problem {
      console.error(problem)
      // After success, the command itself has already printed its JSON.
      if output.json, !result.isTold { try console.print(json: Failed(problem, result.outcome)) }
    }
    let time = Int((start.duration(to: .now) / .milliseconds(1)).rounded())
    let summary = Summary(
      command: command, revision: revision, milliseconds: time, outcome: result.outcome,
      problem: result.problem)
    console.log?.summary(summary)
    if let problem = result.problem { throw ExitCode(problem.status.rawValue) }
    if summary.isFailed { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  /// The project; files that only look like migrations are reported, or refused in strict mode.
  func project() throws -> Project { try ProjectOptions.project(settings, console) }
}
