import ArgumentParser
import Authoring
import Configuration
import Diagnostics
import Projects

struct Adopt: Verb {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Make migrations of the files of another migration tool.",
    usage: "rung adopt [<options>] <folder>",
    discussion: """
      The tool's files stay as they are. Each new file names the migration that it was made from, so that \
      'rung stamp --from' can record what the tool has applied.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung adopt db/migrations --dry-run", "show the new files, and what cannot be carried over"),
      ("rung adopt sql --from flyway", "make migrations of Flyway's files"),
    ],
    variables: .project,
    page: "docs/adopt.md")

  @Argument(help: "The folder of the tool's migrations.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("The tool, such as dbmate. (default: recognised by its files)", valueName: "tool"))
  var from: String?

  @Flag(help: "Show the new files, and write nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console
    let settings = try project.settings
    if settings.database == nil { throw UnknownDialect(command: "adopt \(folder)") }
    let adoption = try Adoption(folder, from: from, settings)
    if !dryRun { try adoption.write() }
    if output.json {
      try console.print(json: Adoption.Report(adoption, dryRun: dryRun))
    } else {
      let width = adoption.files.map(\.source.count).max() ?? 0
      for file in adoption.files {
        let rest = file.isThere ? "  (exists)" : ""
        try console.print("\(file.source.padded(width))  ->  \(file.file)\(rest)")
      }
    }
    adoption.notes.forEach(console.warning)
    console.say(summary(adoption))
  }

  private func summary(_ adoption: Adoption) -> String {
    let count = Phrase.count(adoption.newFiles, "migration")
    let notes = adoption.notes.isEmpty ? "" : "; \(Phrase.count(adoption.notes.count, "note")) above"
    let kept = adoption.keepsVersions ? "" : ", with new numbers"
    if dryRun { return "would adopt \(count) of \(adoption.tool)\(kept)\(notes)" }
    if adoption.newFiles == 0 { return "nothing to adopt: every file exists\(notes)" }
    // Other commands would not find a folder that only the flag names.
    let folder = project.migrations.map { "set script_location = \"\($0)\"; then " } ?? ""
    return """
      adopted \(count) of \(adoption.tool)\(kept)\(notes)
      next: \(folder)'rung stamp --from \(adoption.toolName)' records what is applied
      """
  }
}
