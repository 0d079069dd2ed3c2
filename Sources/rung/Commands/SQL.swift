import ArgumentParser
import Configuration
import Projects

struct SQL: Verb {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Show the SQL that Rung itself sends.", subcommands: [Show.self],
    defaultSubcommand: Show.self)

  static let footer = HelpFooter(
    examples: [
      ("rung sql show", "list the dialects"),
      ("rung sql show sqlite tracker-claim", "print one block of SQL"),
    ],
    variables: [.config, .home],
    page: "docs/formats.md#10-dialects-rungs-own-sql")

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the blocks of a dialect and their places.")

    @Argument(help: "A dialect. (default: list the dialects)", completion: Candidates.dialect)
    var dialect: String?

    @Argument(help: "One block, such as tracker-claim.", completion: Candidates.block)
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
