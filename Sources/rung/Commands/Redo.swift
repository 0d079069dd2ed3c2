import ArgumentParser
import RungKit
import System

struct Redo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redo",
    abstract: "Revert the migration applied last, and apply it again.",
    discussion: "Both happen in one transaction, unless the file says otherwise.")

  @OptionGroup var options: RunOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    let report = Report(verb: "redo", done: "redone", idle: "nothing to redo")
    try report.run(project, output, log) { project, console in
      try Run(project, options.options, .process, tell: console.tell).redo()
    }
  }
}
