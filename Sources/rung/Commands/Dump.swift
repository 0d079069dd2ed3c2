import ArgumentParser
import Authoring
import Projects

struct Dump: Verb {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Write the schema and the tracking table as SQL, the same text for the same state.",
    usage: "rung dump [<options>]",
    discussion:
      "'rung baseline' makes a new database from it. PostgreSQL and MariaDB need their own dump program.")

  static let footer = HelpFooter(
    examples: [
      ("rung dump --output schema.sql", "write the schema to a file"),
      ("rung dump | diff schema.sql -", "compare the database with the file"),
    ],
    variables: .project + [.pgDump],
    page: "docs/guide.md#dump-the-schema-to-a-file")

  @Option(
    name: .shortAndLong, help: "The file to write. (default: standard output)", completion: .file())
  var output: String?

  @Flag(help: "Write the rows of all tables as well, for migrations that insert rows.")
  var data = false

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let console = Console()
    let dump = try Authoring.Dump(project.project(console), hasData: data)
    if let output { try dump.write(to: output) } else { try console.printVerbatim(dump.text) }
  }
}
