import ArgumentParser
import Authoring
import Configuration
import RungKit

/// The command `rung templates …`.
struct Templates: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates", abstract: "Show what new migrations are made from.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the profiles that are in force, and where each is from; '*' marks the one that is used."
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
      abstract: "Print the templates of a profile, and where each is from.")

    @Argument(help: "A profile, such as default.")
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
