import ArgumentParser
import Authoring
import Diagnostics
import Projects
import RungKit
import System

struct Lint: Verb {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Run pending migrations in a scratch copy, and report what their statements do to others.",
    usage: "rung lint [<options>] [<version>]",
    discussion: """
      Each statement is watched: the locks that it takes, the tables that it rewrites or reads as a \
      whole, what it drops and renames. The exit status is 1 if there is an error among the findings. \
      '-- lint: allow RULE REASON' above a statement, or at the top of a file, allows one.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung lint", "judge what is pending"),
      ("rung lint --all --format github", "judge every migration, as annotations of a pull request"),
    ],
    variables: .project, page: "docs/lint.md")

  /// The form of the report.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, sarif, github }

  @OptionGroup var scope: ScopeOptions

  @Flag(help: "Copy the rows too, so that times are those of real tables.")
  var data = false

  @Option(help: ArgumentHelp("The form of the report: text, json, sarif or github.", valueName: "format"))
  var format = Format.text

  @Flag(help: "List every statement with its locks and its time.")
  var statements = false

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let console = Console()
    let lint = try Authoring.Lint(
      project.project(console), scope.value, environment: .process, hasData: data, tell: console.tell)
    let report = try lint.perform()
    switch format {
    case .text: try tell(report, console)
    case .json: try console.print(json: report)
    case .sarif: try console.print(json: StaticAnalysisResults(report, release: Version.number))
    case .github: if !report.findings.isEmpty { try console.print(report.annotations) }
    }
    console.say(report.summary)
    if report.count(.error) > 0 { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  private func tell(_ report: LintReport, _ console: Console) throws {
    if statements {
      for statement in report.statements {
        try console.print(
          "\(statement.file):\(statement.line):\(statement.column): "
            + statement.facts.joined(separator: ", "))
      }
    }
    for finding in report.findings { try console.print(finding.report(as: finding.severity.rawValue)) }
  }
}

extension LintReport {
  /// What was tried and found, in one line.
  fileprivate var summary: String {
    if migrations == 0 { return "nothing to judge" }
    let counts = [("error", LintRule.Severity.error), ("warning", .warning), ("note", .note)]
      .filter { count($0.1) > 0 }.map { Phrase.count(count($0.1), $0.0) }
    return "judged \(Phrase.count(migrations, "migration")): "
      + (counts.isEmpty ? "nothing to object to" : counts.joined(separator: ", "))
  }
}
