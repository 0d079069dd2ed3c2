import ArgumentParser
import RungKit

struct Redo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Revert the migration applied last, and apply it again.",
    discussion: "Both happen in one transaction, unless the file says otherwise.")

  @OptionGroup var options: RunOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console
    let run = try Run(project.project(console), options.options, .process, tell: console.tell)
    try Report(verb: "redo", done: "redone", idle: "nothing to redo").tell(try run.redo(), output)
  }
}
