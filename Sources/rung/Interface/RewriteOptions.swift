import Authoring
import ArgumentParser
import Configuration
import Diagnostics
import RungKit
import System

/// How a command that changes files goes about it.
struct RewriteOptions: ParsableArguments {
  @Flag(help: "Show the new files, print the SQL that would run, and change nothing.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Do not ask for confirmation.")
  var yes = false

  @Flag(help: "Change only files; the next upgrade renames the rows.")
  var noDatabase = false

  /// The same where no database is named, as in CI: the rows are left to the next upgrade.
  func adjusted(for settings: Settings, _ console: Console) -> (options: RewriteOptions, settings: Settings) {
    guard settings.database == nil else { return (self, settings) }
    var options = self
    options.noDatabase = true
    if !noDatabase { console.say("no database is named; the next upgrade renames its rows") }
    return (options, settings.withoutDatabase)
  }

  /// Does what needs the database; where it cannot be reached, there is a way without it.
  func namingTheWayWithoutDatabase<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let problem as any Diagnostic where problem.status == .unavailable {
      throw OutOfReach(problem: problem)
    }
  }

  /// Shows, asks, changes the files, and then the rows.
  func perform(
    _ rewrite: Rewrite, idle: String, question: String, done: String, _ output: OutputOptions,
    _ console: Console
  ) throws -> Session.Result {
    var report = Rewrite.Report(rewrite, dryRun: dryRun)
    defer { if output.json { try? console.print(json: report) } }
    guard !rewrite.isEmpty else {
      console.conclude(idle)
      return Session.Result()
    }
    for line in table(rewrite) { console.say(line) }
    // A database that cannot be reached is known before anything changes.
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
  /// Whether a person says yes; there has to be one to ask.
  func confirm(_ question: String) throws -> Bool {
    guard Stream.input.isTerminal else { throw Unconfirmed() }
    say("\(question) [y/N]")
    return ["y", "yes"].contains(readLine()?.lowercased())
  }
}

/// A database that a change of files asks for its rows, and does not get.
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

/// A question that nobody is there to answer.
private struct Unconfirmed: Diagnostic {
  var message: String { "this changes files, and there is no terminal to ask for confirmation" }
  var remedy: String? { "review it with --dry-run, then use --yes" }
  var status: ExitStatus { .usage }
}
