import Authoring
import ArgumentParser
import Diagnostics
import RungKit
import System

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Try pending migrations up, down and up again, in a copy of the database that is thrown away.",
    discussion: """
      The schemas are compared after each step, and the first migration whose down block does not undo its \
      up block is shown. The database itself is not touched; on a server the copy is a database of its own, \
      without data.
      """)

  @Argument(help: "The version to stop at; where it is applied, an empty database is brought to it.")
  var version: String?

  @Flag(help: "Try every migration, from an empty database.")
  var all = false

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if all, version != nil { throw ValidationError("say --all or a version, not both") }
  }

  func run() throws {
    let console = Console()
    let scope: Verification.Scope = all ? .all : version.map { .version($0) } ?? .pending
    let count = try Verification(project.project(console), scope, .process, tell: console.tell).perform()
    console.say(count == 0 ? "nothing to verify" : "verified \(Phrase.count(count, "migration"))")
  }
}
