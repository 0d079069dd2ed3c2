import ArgumentParser
import Diagnostics
import RungKit

struct Status: Verb {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show applied, pending, changed, missing and interrupted migrations.",
    usage: "rung status [<options>]")

  static let footer = HelpFooter(
    examples: [
      ("rung status", "show every migration"),
      ("rung status --exit-code --quiet", "fail in CI if anything is pending"),
    ],
    variables: .project,
    page: "docs/guide.md#changed-missing-and-out-of-order-files")

  @Flag(help: "Exit with 1 unless every migration is applied and unchanged.")
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
