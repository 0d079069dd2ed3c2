import ArgumentParser
import Configuration
import RungKit
import System

/// The options that choose the project and the database, the same for every command.
struct ProjectOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The settings file, instead of the nearest 'rung.toml'.")
  var config: String?

  @Option(name: .shortAndLong, help: "One of the settings' targets.")
  var target: String?

  @Option(
    name: .shortAndLong,
    help: """
      The database, such as sqlite:app.db or postgresql://host/name. \
      Others can see arguments: leave passwords out.
      """
  )
  var database: String?

  @Option(help: "How long to wait for another run, such as 500ms, 30s or 5min.")
  var lockTimeout: String?

  @Flag(help: "Refuse what is otherwise a warning: changed, missing and misnamed files.")
  var strict = false

  var settings: Settings { get throws { try settings(nil) } }

  func settings(_ log: LogOptions?) throws -> Settings {
    var flags = Settings.Flags()
    flags.log = log?.log
    flags.summaryOnly = log?.summary == true ? true : nil
    flags.config = config
    flags.target = target
    flags.database = database
    flags.lockTimeout = lockTimeout
    flags.strict = strict ? true : nil
    return try Settings(flags, .process)
  }

  /// The project; files that only look like migrations are reported, or refused in strict mode.
  ///
  /// If it tolerates faults, migrations whose files have errors are left out.
  func project(_ console: Console, tolerating: Bool = false) throws -> Project {
    try ProjectOptions.project(settings, console, tolerating: tolerating)
  }

  static func project(
    _ settings: Settings, _ console: Console, tolerating: Bool = false
  ) throws -> Project {
    if let notice = SwitchedOff(settings) { console.warning(notice) }
    let project = tolerating ? try Project(tolerating: settings) : try Project(settings)
    for ignored in project.ignoredFiles {
      if project.settings.strict { throw ignored }
      console.warning(ignored)
    }
    return project
  }
}

/// The options of a command's report.
struct OutputOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but warnings and errors.")
  var quiet = false

  @Flag(help: "Report on standard output as JSON.")
  var json = false

  var console: Console { Console(isQuiet: quiet || json) }

  /// A console for a log format; a log on standard error does not interfere with a report in JSON.
  func console(_ format: LogFormat, isSummary: Bool) -> Console {
    let isReported = json && format == .text
    return Console(isQuiet: quiet || isReported, format, isSummary: isSummary && !isReported)
  }
}

/// The options of a command that changes the database.
struct RunOptions: ParsableArguments {
  @Flag(help: "Print the SQL that would run, and touch nothing.")
  var dryRun = false

  @Flag(help: "Run everything in one transaction, all or nothing.")
  var singleTransaction = false

  @Flag(help: "Go on with an interrupted migration at its next statement.")
  var resume = false

  @Flag(help: "Take every file for what its name says, and rename no row.")
  var noAutoSync = false

  var options: Run.Options {
    var options = Run.Options()
    options.dryRun = dryRun
    options.singleTransaction = singleTransaction
    options.resume = resume
    options.noAutoSync = noAutoSync
    return options
  }
}

extension Run.Options {
  /// The options of a command that only has `--dry-run`.
  init(dryRun: Bool) {
    self.init()
    self.dryRun = dryRun
  }
}
