import ArgumentParser
import Configuration
import RungKit

struct Targets: Verb {
  static let configuration = CommandConfiguration(
    commandName: "targets",
    abstract: "List the targets of the settings file, one per line.",
    usage: "rung targets [<options>]")

  static let footer = HelpFooter(
    examples: [
      ("rung targets", "list the databases of rung.toml"),
      ("rung targets | xargs -n 1 rung upgrade --target", "upgrade them all"),
    ],
    variables: [.config],
    page: "docs/guide.md#several-databases")

  @OptionGroup var project: ProjectOptions

  func run() throws {
    for target in try project.settings.targets { try Console().print(target) }
  }
}
