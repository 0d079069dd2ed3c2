import ArgumentParser
import Configuration
import Projects
import System

struct Targets: Verb {
  static let configuration = CommandConfiguration(
    commandName: "targets",
    abstract: "List the targets of the settings file, and of its list, one per line.",
    usage: "rung targets [<options>]")

  static let footer = HelpFooter(
    examples: [
      ("rung targets", "list the databases of rung.toml"),
      ("rung targets | xargs -n 1 rung upgrade --target", "upgrade them all"),
    ],
    variables: [.config],
    page: "docs/guide.md#several-databases")

  @Option(
    help: ArgumentHelp(
      "Write the list with its URLs to a new file that only you can read.", valueName: "file"))
  var write: String?

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let targets = try Settings.allTargets(project.flags, .process)
    if let write { try targets.writeList(to: write) }
    for name in targets.names { try Console().print(name) }
  }
}
