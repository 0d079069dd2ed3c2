import Authoring
import ArgumentParser
import Configuration
import RungKit
import System

struct CreateMigration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create-migration",
    abstract: "Make a new migration file to write SQL into.", aliases: ["new"])

  @Option(name: .shortAndLong, help: "What the migration does, in a few words.")
  var message: String

  @Option(
    name: [.long, .customLong("file-type")],
    help: "The file's language. (default: 'migration.default_format', or sql)")
  var format: MigrationFormat?

  @Option(
    help: "What to make it from, as 'rung templates list' has it; PROFILE/FILE for one file of several.")
  var profile: String?

  @Flag
  var versions: VersionChoice?

  @OptionGroup var project: ProjectOptions

  enum VersionChoice: String, EnumerableFlag {
    case sequential, timestamp

    static func help(for value: VersionChoice) -> ArgumentHelp? {
      switch value {
      case .sequential: "Number it after the last one."
      case .timestamp: "Give it the time as its version, whatever 'migration.versions' says."
      }
    }
  }

  func validate() throws {
    if message.allSatisfy(\.isWhitespace) {
      throw ValidationError("the message is empty; say what the migration does")
    }
  }

  func run() throws {
    var choice = NewMigration.Choice()
    choice.format = format
    choice.profile = profile
    choice.isSequential = versions.map { $0 == .sequential }
    let made = try NewMigration.create(message, choice, project.settings, .process)
    let console = Console()
    try made.paths.forEach(console.print)
    if let warning = made.warning { console.warning(warning) }
  }
}

extension MigrationFormat: ExpressibleByArgument {}
