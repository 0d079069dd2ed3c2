import ArgumentParser
import RungKit

struct ShowCurrentRevision: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show-current-revision",
    abstract: "Print the version applied last, or 'base'.", aliases: ["current"])

  @Flag(name: .shortAndLong, help: "List every applied migration, with when, how long and by whom.")
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
