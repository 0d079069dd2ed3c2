import ArgumentParser
import Authoring
import Configuration
import Diagnostics
import Projects
import System

/// The options of a command that changes files.
struct RewriteOptions: ParsableArguments {
  @Flag(help: "Show the new files, print the SQL that would run, and change nothing.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Do not ask for confirmation.")
  var yes = false

  @Flag(help: "Change only files; the next upgrade renames the rows.")
  var noDatabase = false

  /// The options and settings; without a database, as in CI, the rows are left to the next upgrade.
  func adjusted(for settings: Settings, _ console: Console) -> (options: RewriteOptions, settings: Settings) {
    guard settings.database == nil else { return (self, settings) }
    var options = self
    options.noDatabase = true
    if !noDatabase { console.say("no database is named; the next upgrade renames its rows") }
    return (options, settings.withoutDatabase)
  }

  /// Does work with the database; if that is unavailable, the error names `--no-database`.
  func suggestingNoDatabase<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let problem as any Diagnostic where problem.status == .unavailable {
      throw OutOfReach(problem: problem)
    }
  }

  /// Shows the change, asks, and changes the files, then the rows.
  func perform(
    _ rewrite: Rewrite, idle: String, question: String, done: String, output: OutputOptions,
    console: Console
  ) throws -> Session.Result {
    var report = Rewrite.Report(rewrite, dryRun: dryRun)
    defer { if output.json { try? console.print(json: report) } }
    guard !rewrite.isEmpty else {
      console.conclude(idle)
      return Session.Result()
    }
    for line in table(rewrite) { console.say(line) }
    // The preview fails before anything changes if the database cannot be reached.
    let preview = noDatabase || rewrite.isSingleFile ? nil : try rewrite.preview(.process, tell: console.tell)
    if dryRun {
      report.script = preview?.script
      if !output.json, let script = preview?.script { try console.printVerbatim(script) }
      return Session.Result(outcome: preview)
    }
    let count = Phrase.count(rewrite.table.count, "migration")
    guard try yes || console.confirm("\(question) \(count)?") else {
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    try rewrite.changeFiles()
    console.conclude("\(done) \(count)")
    guard preview?.script != nil else { return Session.Result(outcome: preview) }
    do {
      let outcome = try rewrite.changeRows(.process, tell: console.tell)
      report.notes = outcome.notes
      return Session.Result(outcome: outcome)
    } catch {
      console.say("the files are \(done); the next upgrade renames the rows")
      throw error
    }
  }

  private func table(_ rewrite: Rewrite) -> [String] {
    let (old, new) = (width(rewrite.table.map(\.old)), width(rewrite.table.map(\.new)))
    return rewrite.table.map { line in
      line.old.padded(old) + "  ->  " + line.new.padded(new) + "  " + line.file
    }
  }

  private func width(_ words: [String]) -> Int { words.map(\.count).max() ?? 0 }
}

extension Console {
  /// Whether the user confirms, and if not, says so; an error if standard input is not a terminal.
  func confirm(_ question: String, otherwise remedy: String = Unconfirmed.standard) throws -> Bool {
    guard Stream.input.isTerminal else { throw Unconfirmed(remedy: remedy) }
    say("\(question) [y/N]")
    if ["y", "yes"].contains(readLine()?.lowercased()) { return true }
    say("nothing was changed")
    return false
  }
}

/// A database that is unavailable although a change of files needs its rows.
private struct OutOfReach: Diagnostic {
  let problem: any Diagnostic

  var message: String { problem.message }
  var cause: String? { problem.cause }
  var remedy: String? {
    let way = "use --no-database to change only the files; the next upgrade renames the rows"
    return problem.remedy.map { "\($0)\nor \(way)" } ?? way
  }
  var place: Place? { problem.place }
  var status: ExitStatus { problem.status }
}

/// A question without a terminal on which a user could answer.
struct Unconfirmed: Diagnostic {
  static let standard = "review it with --dry-run, then use --yes"

  let remedy: String?
  var message: String { "there is no terminal to ask for confirmation" }
  var status: ExitStatus { .usage }
}
