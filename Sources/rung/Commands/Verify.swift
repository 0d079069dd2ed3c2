import ArgumentParser
import Authoring
import Diagnostics
import Projects
import RungKit
import System

struct Verify: Verb {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run pending migrations up, down and up again in a scratch copy of the database.",
    usage: "rung verify [<options>] [<version>]",
    discussion: """
      The schemas are compared after each step, and the first migration whose down block does not undo its \
      up block is shown. The database itself is not changed. On a server, the copy is a separate database \
      without rows.

      With --data the copy has the rows, too. Rung says for each migration whether they are the same after \
      up and down ('proved'), or how many are lost and in which tables. It reads every row before and after \
      each migration.
      """)

  static let footer = HelpFooter(
    examples: [
      ("rung verify", "try what is pending"),
      ("rung verify --all", "try every migration, from an empty database"),
    ],
    variables: .project,
    page: "docs/guide.md#verify-that-down-migrations-undo-up-migrations")

  @OptionGroup var scope: ScopeOptions

  @Flag(help: "Compare the rows of the tables, too; exit with 1 if a down block does not restore them.")
  var data = false

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let console = Console()
    let project = try project.project(console)
    let verification = try Verification(
      project, scope.value, environment: .process, comparesRows: data, tell: console.tell)
    let count = try verification.perform()
    console.say(count == 0 ? "nothing to verify" : "verified \(Phrase.count(count, "migration"))")
  }
}
