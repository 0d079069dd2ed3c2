import Authoring
import ArgumentParser

struct Squash: Verb {
  static let configuration = CommandConfiguration(
    commandName: "squash",
    abstract: "Combine several migrations into one.",
    usage: "rung squash [<options>] <range> --message <message>",
    discussion: """
      A database where all of them are applied keeps its tables, and their rows become one row. A new \
      database runs the new file. Where only some are applied, 'upgrade' says how to apply the rest first.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung squash 0001:0012 -m \"release 1\" --dry-run", "show what would change"),
      ("rung squash 0001:0012 -m \"release 1\" --yes", "replace twelve files with one"),
    ],
    variables: .change,
    page: "docs/guide.md#squashing")

  @Argument(help: "The first and the last version, such as 0001:0012.", completion: Candidates.version)
  var range: String

  @Option(name: .shortAndLong, help: "What they do together, for the file's name.")
  var message: String

  @Flag(help: "Accept a range with missing numbers.")
  var allowGaps = false

  @OptionGroup var rewrite: RewriteOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var change: ChangeOptions

  func run() throws {
    try Session.run("squash", revision: range, project: project, output: output, change: change) { session in
      let (rewrite, settings) = rewrite.adjusted(for: session.settings, session.console)
      return try rewrite.suggestingNoDatabase {
        try rewrite.perform(
          Rewrite.squash(settings, range, message: message, allowGaps: allowGaps), idle: "nothing to squash",
          question: "squash", done: "squashed", output: output, console: session.console)
      }
    }
  }
}
