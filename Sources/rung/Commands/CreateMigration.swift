import ArgumentParser
import Authoring
import Configuration
import Projects
import System

struct CreateMigration: Verb {
  static let configuration = CommandConfiguration(
    commandName: "create-migration",
    abstract: "Make a new migration file to write SQL into.",
    usage: "rung create-migration [<options>] <message>", aliases: ["new"])

  static let footer = HelpFooter(
    examples: [
      ("rung create-migration \"add users\"", "make a file of SQL"),
      ("rung new \"add an index\" --profile concurrent-index", "use another template"),
    ],
    variables: [.config, .author],
    page: "docs/templates.md")

  @Argument(help: "What the migration does, in a few words.")
  var message: [String] = []

  @Option(name: [.customShort("m"), .customLong("message")], help: "The same, as an option.")
  var messageOption: String?

  @Option(
    name: [.long, .customLong("file-type")],
    help: "The file's language. (default: 'migration.default_format', or sql)")
  var format: MigrationFormat?

  @Option(
    help: "The template: a profile of 'rung templates list', or PROFILE/FILE for one of its files.",
    completion: Candidates.profile)
  var profile: String?

  @Flag
  var versions: VersionChoice?

  @Option(help: ArgumentHelp("The author named in the file.", valueName: "name"))
  var author: String?

  @OptionGroup var project: ProjectOptions

  enum VersionChoice: String, EnumerableFlag {
    case sequential, timestamp

    static func help(for value: VersionChoice) -> ArgumentHelp? {
      switch value {
      case .sequential: "Use the next number as its version."
      case .timestamp: "Use the time as its version, even if 'migration.versions' says sequential."
      }
    }
  }

  func validate() throws {
    guard message.isEmpty != (messageOption == nil) else {
      throw ValidationError("give one message, such as: rung create-migration \"add users\"")
    }
    if words.allSatisfy(\.isWhitespace) {
      throw ValidationError("the message is empty; say what the migration does")
    }
  }

  private var words: String { messageOption ?? message.joined(separator: " ") }

  func run() throws {
    var flags = project.flags
    flags.author = author
    var choice = NewMigration.Choice()
    choice.format = format
    choice.profile = profile
    choice.isSequential = versions.map { $0 == .sequential }
    let made = try NewMigration.create(
      words, choice, settings: Settings(flags, .process), environment: .process)
    let console = Console()
    try made.paths.forEach(console.print)
    if let warning = made.warning { console.warning(warning) }
  }
}

extension MigrationFormat: ExpressibleByArgument {}
