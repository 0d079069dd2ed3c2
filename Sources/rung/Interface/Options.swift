import ArgumentParser
import Configuration
import Projects
import RungKit
import System

/// The options that choose the project and the database, the same for every command.
struct ProjectOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The settings file. (default: the nearest rung.toml)",
    completion: Candidates.settingsFile)
  var config: String?

  @Option(name: .shortAndLong, help: "A target from the settings file.", completion: Candidates.target)
  var target: String?

  @Option(
    name: .shortAndLong,
    help: """
      The database, such as sqlite:app.db or postgresql://host/name. \
      Other users can see arguments: do not put a password here.
      """
  )
  var database: String?

  @Option(
    help: ArgumentHelp("The folder of migrations, or FOLDER/**.", valueName: "folder"),
    completion: .directory)
  var migrations: String?

  @Option(help: "The schema for names without one, on databases that have schemas.")
  var schema: String?

  @Option(help: "The tracking table. (default: ddl_migrations)")
  var table: String?

  @Option(
    help: ArgumentHelp("How long to wait for another run, such as 500ms, 30s or 5min.", valueName: "time"))
  var lockTimeout: String?

  @Option(
    help: ArgumentHelp("How long to wait for a server that does not answer yet.", valueName: "time"))
  var wait: String?

  @Flag(help: "Refuse changed, missing and misnamed files, instead of warning.")
  var strict = false

  var settings: Settings { get throws { try Settings(flags, .process) } }

  /// What the command line says about the settings.
  var flags: Settings.Flags {
    var flags = Settings.Flags()
    flags.config = config
    flags.target = target
    flags.database = database
    flags.migrations = migrations
    flags.schema = schema
    flags.table = table
    flags.lockTimeout = lockTimeout
    flags.wait = wait
    flags.readsEnvironmentFile = true
    flags.strict = strict ? true : nil
    return flags
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
    if let notice = DisabledTarget(settings) { console.warning(notice) }
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
  @Flag(name: .shortAndLong, help: "Print only warnings and errors.")
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
  @Flag(help: "Print the SQL that would run, and change nothing.")
  var dryRun = false

  @Flag(help: "Run everything in one transaction, all or nothing.")
  var singleTransaction = false

  @Flag(help: "Continue an interrupted migration at its next statement.")
  var resume = false

  @Flag(help: "Do not rename the rows of renamed files.")
  var noAutoSync = false

  var options: Run.Options {
    var options = Run.Options()
    options.dryRun = dryRun
    options.singleTransaction = singleTransaction
    options.resume = resume
    options.noAutoSync = noAutoSync
    options.endsOnSignals = true
    return options
  }
}

extension Run.Options {
  /// The options of a command that only has `--dry-run`.
  init(dryRun: Bool) {
    self.init()
    self.dryRun = dryRun
    endsOnSignals = true
  }
}
