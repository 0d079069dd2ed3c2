import Authoring
import ArgumentParser
import RungKit

struct Squash: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "squash",
    abstract: "Combine several migrations into one.",
    discussion: """
      A database that has them all keeps what it has, and its rows become one; a new one runs the new file; \
      one that has a part of them is told how to get the rest first.
      """)

  @Argument(help: "The first and the last, such as 0001:0012.")
  var range: String

  @Option(name: .shortAndLong, help: "What they do together, in a few words.")
  var message: String

  @Flag(help: "Let numbers be missing in the range.")
  var allowGaps = false

  @OptionGroup var rewrite: RewriteOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    try Session.run("squash", revision: range, project, output, log) { session in
      let (rewrite, settings) = rewrite.adjusted(for: session.settings, session.console)
      return try rewrite.namingTheWayWithoutDatabase {
        try rewrite.perform(
          Rewrite.squash(settings, range, message, allowGaps: allowGaps), idle: "nothing to squash",
          question: "squash", done: "squashed", output, session.console)
      }
    }
  }
}
