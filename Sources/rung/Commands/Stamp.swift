import Authoring
import ArgumentParser
import RungKit
import System

struct Stamp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stamp",
    abstract: "Record a revision without running anything.",
    discussion:
      """
      A version touches its own series alone, 'head' and 'base' all of them; rows that stay true stay as \
      they are.
      """
  )

  @Argument(help: "A version, 'head' or 'base'.")
  var revision: String

  @Flag(help: "Print the SQL that would run, and touch nothing.")
  var dryRun = false

  @Flag(help: "Do not try the files in a new database first, where this one was made without Rung.")
  var untried = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    let report = Report(verb: "stamp", done: "stamped", idle: "nothing to stamp", revision: revision)
    try report.run(project, output, log) { project, console in
      if !untried, revision != "base" {
        try Run.rehearse(project, to: revision, .process, tell: console.tell)
      }
      return try Run(project, Run.Options(dryRun: dryRun), .process, tell: console.tell).stamp(revision)
    }
  }
}
