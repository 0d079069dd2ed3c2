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
    // The status of the readable files is printed first, then the errors of the others.
    project.faults.all.forEach(output.console.error)
    if let fault = project.faults.all.first { throw ExitCode(fault.status.rawValue) }
    if exitCode, status.count(.applied) + status.count(.skipped) < status.entries.count {
      if output.quiet { output.console.error(NotAsTheFilesSay(status)) }
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }
}

/// The only message of 'status --exit-code --quiet' when it fails.
private struct NotAsTheFilesSay: Diagnostic {
  let message: String
  let remedy: String? = "'rung status' lists them"

  init(_ status: RungKit.Status) { message = "\(status.database): \(StatusTable(status).summary)" }

  var status: ExitStatus { .failed }
}
