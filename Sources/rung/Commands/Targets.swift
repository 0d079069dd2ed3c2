import ArgumentParser
import Configuration
import RungKit

struct Targets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "targets",
    abstract: "List the targets that the settings name, one a line.")

  @OptionGroup var project: ProjectOptions

  func run() throws {
    for target in try project.settings.targets { try Console().print(target) }
  }
}
