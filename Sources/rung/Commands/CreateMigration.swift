import ArgumentParser
import RungKit

struct CreateMigration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create-migration",
    abstract: "Make a new migration file to write SQL into.", aliases: ["new"])

  @Option(name: .shortAndLong, help: "What the migration does, in a few words.")
  var message: String

  @Flag(help: "Number it after the last one, instead of giving it the time as its version.")
  var sequential = false

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if message.allSatisfy(\.isWhitespace) {
      throw ValidationError("the message is empty; say what the migration does")
    }
  }

  func run() throws {
    let path = try NewMigration.create(message, sequential: sequential, project.settings, .process)
    try Console().print(path)
  }
}
