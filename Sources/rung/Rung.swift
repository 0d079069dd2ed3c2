import ArgumentParser
import Diagnostics
import RungKit

/// The command line, which parses the arguments, calls RungKit, and prints the result.
@main
struct Rung: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rung",
    abstract: "Apply plain SQL migrations to a database, in order, exactly once.",
    discussion: """
      Every command reads rung.toml in this folder or the nearest one above it. Flags override RUNG_* \
      variables and DATABASE_URL; variables override the file.
      """,
    version: Version.text,
    subcommands: asked.map { [$0] } ?? verbs)

  private static let verbs: [any Verb.Type] = [
    Init.self, CreateMigration.self, Upgrade.self, Downgrade.self, Check.self, Status.self,
    ShowCurrentRevision.self, Redo.self, Fix.self, Squash.self, Reconcile.self, Verify.self, Lint.self,
    Review.self, Dump.self, Baseline.self, Adopt.self, Stamp.self, Resolve.self, Targets.self,
    Drivers.self, Extensions.self, Templates.self, SQL.self, DatabaseCommand.self,
  ]

  private static let words = Arguments.parsable(CommandLine.arguments.dropFirst())

  /// The requested verb; the parser would take milliseconds to examine all verbs.
  private static var asked: (any Verb.Type)? { words.first.flatMap(verb) }

  private static func verb(_ word: String) -> (any Verb.Type)? {
    verbs.first { $0.configuration.commandName == word || $0.configuration.aliases.contains(word) }
  }

  /// The requested verb, parsed as if there were no others, which spares the parser a level.
  ///
  /// - Returns: nil for a verb with subcommands, and for all that the verb alone does not accept: `--help`,
  ///   `--version` and errors, whose texts name the whole command.
  private static func parsedAlone() -> (any ParsableCommand)? {
    guard let asked, asked.configuration.subcommands.isEmpty,
      let command = try? asked.parseAsRoot(Array(words.dropFirst()))
    else { return nil }
    // The parser returns a command of its own for '--help'.
    return type(of: command) == asked ? command : nil
  }

  /// The end of the requested help; a subcommand has that of its verb.
  private static var footer: HelpFooter {
    let word = words.first == "help" ? words.dropFirst().first : words.first
    return word.flatMap(verb)?.footer ?? standardFooter
  }

  private static let standardFooter = HelpFooter(
    examples: [
      ("rung init", "begin a project in this folder"),
      ("rung upgrade --dry-run", "print the SQL that would run"),
    ],
    variables: .project, page: "README.md")

  /// Refuses a word that is not a verb, as the first word or after 'help'.
  private static func refuseUnknownVerb() throws {
    let word = words.first == "help" ? words.dropFirst().first : words.first
    guard let word, !word.hasPrefix("-"), word != "help" else { return }
    let names = verbs.flatMap { [$0.configuration.commandName ?? ""] + $0.configuration.aliases }
    if !names.contains(word) { throw UnknownVerb(word, known: names) }
  }

  static var _errorLabel: String { "error" }

  static func main() {
    do {
      // The parser would take most of the time to find out that this is all.
      if words == ["--version"] { return try Console().print(Version.text) }
      try refuseUnknownVerb()
      var command = try parsedAlone() ?? parseAsRoot(words)
      try command.run()
    } catch let problem as any Diagnostic {
      Console().error(problem)
      if words.contains("--json"), !(problem is OutputError) { try? Console().print(json: Failed(problem)) }
      exit(withError: ExitCode(problem.status.rawValue))
    } catch {
      var text = fullMessage(for: error)
      if exitCode(for: error) == .success, text.hasPrefix("OVERVIEW:") {
        while text.last == "\n" { text.removeLast() }
        print(text + "\n" + footer.text)
      } else {
        exit(withError: error)
      }
    }
  }
}

/// The error for a word that is not a verb.
private struct UnknownVerb: Diagnostic {
  let message: String
  let remedy: String?

  /// The verbs of other tools, with Rung's verbs for them.
  private static let others = [
    "migrate": "upgrade", "apply": "upgrade", "deploy": "upgrade", "rollback": "downgrade",
    "revert": "downgrade",
    "undo": "downgrade", "create": "create-migration", "generate": "create-migration", "info": "status",
    "history": "status", "import": "adopt", "version": "current", "validate": "check",
  ]

  init(_ word: String, known: [String]) {
    message = "there is no command '\(word)'"
    let meant = UnknownVerb.others[word] ?? Phrase.nearest(to: word, among: known)
    remedy = meant.map { "did you mean 'rung \($0)'?" } ?? "run 'rung help' for the list"
  }

  var status: ExitStatus { .usage }
}
