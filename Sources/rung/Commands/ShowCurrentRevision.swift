import ArgumentParser
import Projects
import RungKit

struct ShowCurrentRevision: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show-current-revision",
    abstract: "Print the version applied last, or 'base'.",
    usage: "rung show-current-revision [<options>]", aliases: ["current"])

  static let footer = HelpFooter(
    examples: [
      ("rung current", "print the version applied last"),
      ("rung current --verbose", "list applied migrations with time and author"),
    ],
    variables: .project,
    page: "README.md#commands")

  @Flag(name: .shortAndLong, help: "List every applied migration with its time, duration and author.")
  var verbose = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  private struct Revision: Encodable {
    let database: String
    let revision: String?
  }

  func run() throws {
    let status = try RungKit.Status(project.project(output.console))
    if output.json, !verbose {
      return try output.console.print(json: Revision(database: status.database, revision: status.revision))
    }
    if output.json { return try output.console.print(json: status) }
    try output.console.print(status.revision ?? "base")
    guard verbose else { return }
    for entry in status.entries where entry.sequence != nil {
      let time = entry.milliseconds.map { "\($0) ms" } ?? "-"
      let parts = [
        "\(entry.sequence ?? 0)", recorded(entry), entry.description, entry.appliedAt ?? "-", time,
        entry.appliedBy ?? "-",
      ]
      try output.console.print(parts.joined(separator: "  "))
    }
  }

  /// The name in the tracking table.
  private func recorded(_ entry: RungKit.Status.Entry) -> String {
    entry.recordedAs.isEmpty ? entry.version : entry.recordedAs.joined(separator: ", ")
  }
}
