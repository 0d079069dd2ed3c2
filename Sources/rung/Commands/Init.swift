import ArgumentParser
import Diagnostics
import RungKit

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a folder of migrations, 'rung.toml' and 'rung.mk' here.",
    discussion: "Nothing that is there already is touched.")

  @Argument(help: "The folder to make them in.")
  var folder = "."

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func run() throws {
    let console = Console(isQuiet: quiet)
    for act in try Initializer.run(in: folder) {
      switch act {
      case .made(let path): console.say("made \(path)")
      case .kept(let path): console.say("kept \(path), which was there")
      case .taken(let path, let names):
        console.say(
          "\(path) has its own \(Phrase.list(names)), which \(names.count == 1 ? "stays" : "stay"); RUNG_PREFIX=db- renames those of rung.mk"
        )
      case .toInclude(let path): console.say("add the line 'include rung.mk' to \(path) for 'make migrate'")
      }
    }
  }
}
