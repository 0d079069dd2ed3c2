import ArgumentParser
import Authoring
import Configuration
import Diagnostics
import Projects
import System

struct Review: Verb {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Show what is pending as a page or as Markdown: plan, locks, schema, down migrations.",
    usage: "rung review [<options>] [<version>]",
    discussion: """
      The migrations run in a scratch copy, up and back again. The database itself is not changed. Without \
      --html and --markdown, the Markdown goes to standard output.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung review --html review.html", "write one page that needs nothing else"),
      ("rung review --markdown review.md", "write the text for a pull request"),
    ],
    variables: .project, page: "docs/guide.md#review-what-is-pending")

  @Argument(help: "The version to review up to.", completion: Candidates.version)
  var version = "head"

  @Option(help: ArgumentHelp("The file for the page.", valueName: "file"), completion: .file())
  var html: String?

  @Option(help: ArgumentHelp("The file for the Markdown.", valueName: "file"), completion: .file())
  var markdown: String?

  @Flag(help: "Copy the rows too, and say which of them the down migrations lose.")
  var data = false

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if let html, html == markdown { throw ValidationError("--html and --markdown need two files") }
  }

  func run() throws {
    let console = Console()
    let settings = try project.settings
    let review = try ChangeReview(
      project.project(console), to: version, release: Version.number, hasData: data, .process,
      tell: console.tell)
    if let html {
      let resources = Resources(sqlFolders: settings.sqlFolders, templateFolders: settings.templateFolders)
      try Path.replace(html, ReviewPage(review, resources).text)
      console.say("wrote \(html)")
    }
    if let markdown {
      try Path.replace(markdown, review.markdown)
      console.say("wrote \(markdown)")
    }
    if html == nil, markdown == nil { try console.printVerbatim(review.markdown) }
  }
}
