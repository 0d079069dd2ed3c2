import Authoring
import ArgumentParser
import RungKit

struct Dump: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Write the schema and the tracking rows as plain SQL, the same for the same state.",
    discussion: "PostgreSQL's is written by pg_dump. 'rung baseline' makes a new database of it.")

  @Option(name: .shortAndLong, help: "The file to write, instead of standard output.")
  var output: String?

  @Flag(help: "Write the rows of all tables as well: for a baseline whose migrations bring rows with them.")
  var data = false

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let console = Console()
    let dump = try Authoring.Dump(project.project(console), hasData: data)
    if let output { try dump.write(to: output) } else { try console.printVerbatim(dump.text) }
  }
}
