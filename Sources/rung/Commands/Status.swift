import ArgumentParser
import Diagnostics
import RungKit

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what is applied, pending, changed, missing and interrupted.")

  @Flag(help: "Exit with 1 unless everything is applied and as it was.")
  var exitCode = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let project = try project.project(output.console, tolerating: true)
    let status = try RungKit.Status(project)
    if output.json {
      try output.console.print(json: status)
    } else if !output.quiet {
      for line in StatusTable(status).lines { try output.console.print(line) }
    }
    // Who asks how things stand gets what can be said, and then what cannot.
    try project.faults.throwIfAny()
    if exitCode, status.count(.applied) + status.count(.skipped) < status.entries.count {
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }
}
