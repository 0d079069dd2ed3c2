import ArgumentParser
import Authoring
import Configuration
import Diagnostics
import Projects
import RungKit
import System

/// The command `rung extension …`.
struct Extensions: Verb {
  static let configuration = CommandConfiguration(
    commandName: "extension",
    abstract: "Show the extensions that a project can include, and copy their files.",
    subcommands: [List.self, Show.self, Eject.self, CreateTables.self, AddColumn.self])

  static let footer = HelpFooter(
    examples: [
      ("rung extension list", "list extensions and their settings"),
      ("rung extension show adk --dialect mysql", "print the SQL of one"),
    ],
    variables: .project,
    page: "docs/extensions.md")

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the extensions and their settings.")

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
      abstract: "Print an extension's migrations, with the project's settings filled in.")

    @Argument(help: "The extension, such as adk.", completion: Candidates.extension)
    var name: String

    @Option(
      help: "The dialect. (default: that of the project's database)", completion: Candidates.dialect)
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
      abstract: "Copy an extension's files into the folder 'extensions', to change them.",
      discussion: "Applied migrations stay applied: files and checksums are the same.")

    @Argument(help: "The extension, such as adk.", completion: Candidates.extension)
    var name: String

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let folder = try ProjectExtension.eject(name, project.settings)
      Console().say(
        "made \(folder.path)\n"
          + "now add to \(folder.file): [extension.\(name)] path = \"extensions/\(name)\""
      )
    }
  }

  struct CreateTables: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create-tables",
      abstract: "Create those tables of an extension that do not exist, without recording a migration.",
      discussion:
        "For small projects that never migrate. If its migrations are recorded, use 'rung upgrade'.")

    @Argument(help: "The extension, such as adk.", completion: Candidates.extension)
    var name: String

    @Flag(help: "Print the SQL that would run, and change nothing.")
    var dryRun = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var change: ChangeOptions

    func run() throws {
      let report = Report(
        verb: "extension create-tables", done: "created the tables of",
        idle: "nothing to create: the tables of '\(name)' exist")
      try Session.run(report.verb, project: project, output: output, change: change) { session in
        let taken = try Project(extension: name, session.settings)
        let options = Run.Options(dryRun: dryRun)
        let outcome = try Run(taken, options, environment: .process, tell: session.console.tell).createTables(
          of: name)
        try report.tell(outcome, output, on: session.console)
        return Session.Result(outcome: outcome)
      }
    }
  }

  struct AddColumn: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add-column",
      abstract: "Write a migration for a column that was configured after the extension's tables were made.",
      discussion: "New databases get the column with the tables, and only record the migration.")

    @Argument(help: "The extension, such as adk.", completion: Candidates.extension)
    var name: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let path = try project.project(output.console).addColumns(of: name, .process)
      guard let path else {
        return output.console.say("nothing to add: the tables of '\(name)' match the settings")
      }
      try output.console.print(path)
    }
  }
}
