import ArgumentParser
import Configuration
import RungKit
import System

/// Which project and which database: the same for every command.
struct ProjectOptions: ParsableArguments {
  static let title = "Project and database"

  @Option(name: .shortAndLong, help: "The settings file. (default: the nearest rung.toml)")
  var config: String?

  @Option(name: .shortAndLong, help: "A target from the settings file.")
  var target: String?

  @Option(
    name: .shortAndLong,
    help: """
      The database, such as sqlite:app.db or postgresql://host/name. \
      Other users can see arguments: do not put a password here.
      """
  )
  var database: String?

  @Option(help: ArgumentHelp("The folder of migrations.", valueName: "folder"))
  var migrations: String?

  @Option(help: "The schema for names without one, on databases that have schemas.")
  var schema: String?

  @Option(help: "The tracking table. (default: ddl_migrations)")
  var table: String?

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
    flags.strict = strict ? true : nil
    return flags
  }

  /// The project; files that look like migrations but are none are told, or refused where the user is strict.
  ///
  /// Where it tolerates faults, the migrations are left out in whose files something is wrong.
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

/// How a command reports.
struct OutputOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print only warnings and errors.")
  var quiet = false

  @Flag(help: "Report on standard output as JSON.")
  var json = false

  var console: Console { Console(isQuiet: quiet || json) }

  /// What is said on standard error as JSON does not get in the way of a report.
  func console(_ format: LogFormat, isSummary: Bool) -> Console {
    let isReported = json && format == .text
    return Console(isQuiet: quiet || isReported, format, isSummary: isSummary && !isReported)
  }
}

/// How a command that changes the database goes about it.
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
    return options
  }
}

extension Run.Options {
  /// Those of a command that has no more to choose.
  init(dryRun: Bool) {
    self.init()
    self.dryRun = dryRun
  }
}
