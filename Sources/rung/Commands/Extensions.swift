import Authoring
import ArgumentParser
import Configuration
import Diagnostics
import RungKit
import System

/// The command `rung extension …`.
struct Extensions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extension", abstract: "Show the extensions that a project can take in, or own one.",
    subcommands: [List.self, Show.self, Eject.self, CreateTables.self, AddColumn.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the extensions, and what can be said to each.")

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let console = Console()
      for entry in try Resources(sqlFolders: project.settings.sqlFolders).extensions() {
        try console.print("\(entry.name): \(entry.description)")
        for line in Columns(entry.settings.map { ["  \($0.name)", $0.standard, $0.about] }).lines {
          try console.print(line)
        }
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print an extension's migrations with the project's settings in their places.")

    @Argument(help: "The extension, such as adk.")
    var name: String

    @Option(help: "The dialect, where it is not that of the project's database.")
    var dialect: String?

    @OptionGroup var project: ProjectOptions

    func run() throws {
      for text in try ProjectExtension.texts(of: name, dialect: dialect, project.settings) {
        try Console().printVerbatim(text)
      }
    }
  }

  struct Eject: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "eject",
      abstract: "Write an extension's files into the folder 'extensions', to own them.",
      discussion: "Databases that have its migrations keep them: files and checksums are the same.")

    @Argument(help: "The extension, such as adk.")
    var name: String

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let folder = try ProjectExtension.eject(name, project.settings)
      Console().say(
        "made \(folder.path)\n"
          + "now write into \(folder.file): [extension.\(name)] path = \"extensions/\(name)\""
      )
    }
  }

  struct CreateTables: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create-tables",
      abstract: "Make an extension's tables that are not there, without recording it.",
      discussion:
        "For small set-ups that never migrate. What is recorded as migrated is left to 'rung upgrade'.")

    @Argument(help: "The extension, such as adk.")
    var name: String

    @Flag(help: "Print the SQL that would run, and touch nothing.")
    var dryRun = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var log: LogOptions

    func run() throws {
      let report = Report(
        verb: "extension create-tables", done: "made the tables of",
        idle: "nothing to make: the tables of '\(name)' are there")
      try Session.run(report.verb, project, output, log) { session in
        let taken = try Project(extension: name, session.settings)
        let options = Run.Options(dryRun: dryRun)
        let outcome = try Run(taken, options, .process, tell: session.console.tell).createTables(of: name)
        try report.tell(outcome, output, session.console)
        return Session.Result(outcome: outcome)
      }
    }
  }

  struct AddColumn: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add-column",
      abstract: "Write a migration for a column that was set after the extension's tables were made.",
      discussion: "New databases get the column with the tables, and only record the migration.")

    @Argument(help: "The extension, such as adk.")
    var name: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let path = try project.project(output.console).addColumns(of: name, .process)
      guard let path else {
        return output.console.say("nothing to add: the tables of '\(name)' are as the settings say")
      }
      try output.console.print(path)
    }
  }
}
