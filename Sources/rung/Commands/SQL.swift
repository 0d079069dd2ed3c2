import ArgumentParser
import Configuration
import RungKit

struct SQL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Show the SQL that Rung itself sends.", subcommands: [Show.self],
    defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the blocks of a dialect that are in force, and where each is from.")

    @Argument(help: "A dialect; without one, their names.")
    var dialect: String?

    @Argument(help: "One block, such as tracker-claim.")
    var block: String?

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let console = Console()
      let resources = Resources(sqlFolders: try project.settings.sqlFolders)
      guard let dialect else { return try resources.dialectNames.forEach(console.print) }
      for (origin, text) in try resources.blocks(of: dialect, named: block) {
        try console.printVerbatim("-- from \(origin)\n\(text)\n")
      }
    }
  }
}
