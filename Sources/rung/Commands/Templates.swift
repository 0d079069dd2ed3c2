import ArgumentParser
import Authoring
import Configuration
import Projects

/// The command `rung templates …`.
struct Templates: Verb {
  static let configuration = CommandConfiguration(
    commandName: "templates", abstract: "Show the templates for new migrations.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  static let footer = HelpFooter(
    examples: [
      ("rung templates list", "list the profiles"),
      ("rung templates show data", "print one"),
    ],
    variables: [.config, .home],
    page: "docs/templates.md")

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the profiles and their places; '*' marks the one in use."
    )

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let console = Console()
      let settings = try project.settings
      let rows = try Profile.all(settings).map { profile in
        [
          profile.name == settings.profile ? "*" : "", profile.name,
          profile.formats.map(\.rawValue).joined(separator: ", "), profile.about,
          profile.origins.joined(separator: ", "),
        ]
      }
      for line in Columns(rows).lines { try console.print(line) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the templates of a profile and their places.")

    @Argument(help: "A profile, such as default.", completion: Candidates.profile)
    var name: String?

    @OptionGroup var project: ProjectOptions

    func run() throws {
      let settings = try project.settings
      let profile = try Profile(name ?? settings.profile, settings)
      for format in profile.formats {
        for (_, template) in profile.templates[format] ?? [] {
          let origins = template.origins.joined(separator: " and ")
          try Console().printVerbatim("\(format.comment) from \(origins)\n\(template.text)\n")
        }
      }
    }
  }
}
