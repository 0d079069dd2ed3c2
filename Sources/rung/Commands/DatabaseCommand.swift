import ArgumentParser
import Authoring
import Diagnostics
import Projects

/// The command `rung db …`.
struct DatabaseCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: "Create, drop or wait for the project's database, or print its URL.",
    subcommands: [Create.self, Drop.self, Wait.self, Address.self])

  static let footer = HelpFooter(
    examples: [
      ("rung db create", "create the database, unless it exists"),
      ("rung db wait --wait 60s", "wait until the server answers"),
    ],
    variables: .project,
    page: "docs/guide.md#create-and-drop-databases")

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Create the database, unless it exists.")

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let console = Console()
      let project = try project.project(console)
      let isNew = try WholeDatabase(project).create()
      console.say(isNew ? "created \(project.url)" : "\(project.url) exists already")
    }
  }

  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "drop", abstract: "Drop the database and all that is in it.")

    @Flag(name: .shortAndLong, help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var protection: ProtectionOptions
    @OptionGroup var project: ProjectOptions

    func run() throws {
      let console = Console()
      let project = try project.project(console)
      try protection.require(project.settings)
      let question = "Drop \(project.url) and all that is in it?"
      guard try yes || console.confirm(question, otherwise: "use --yes") else {
        throw ExitCode(ExitStatus.failed.rawValue)
      }
      let existed = try WholeDatabase(project).drop()
      console.say(existed ? "dropped \(project.url)" : "\(project.url) does not exist")
    }
  }

  struct Wait: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "wait",
      abstract: "Wait until the database answers, for 60s unless --wait says otherwise.")

    @OptionGroup var project: ProjectOptions

    func run() throws {
      var options = project
      if options.wait == nil { options.wait = "60s" }
      let console = Console()
      let project = try options.project(console)
      let database = Database(project, tell: console.tell)
      _ = try database.state(database.open(.look))
    }
  }

  struct Address: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "url", abstract: "Print the database's URL, without a password.")

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let console = Console()
      try console.print("\(project.project(console).url)")
    }
  }
}
