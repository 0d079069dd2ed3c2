import Authoring
import ArgumentParser
import Diagnostics

struct Init: Verb {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a folder of migrations, rung.toml and rung.mk in this folder.",
    usage: "rung init [<directory>]",
    discussion: "Existing files are not changed.")

  static let footer = HelpFooter(
    examples: [
      ("rung init", "make 'migrations', rung.toml and rung.mk"),
      ("rung init db/migrations", "use this folder for migrations"),
    ],
    page: "README.md#start")

  @Argument(help: "The folder of migrations.", completion: .directory)
  var directory = Initializer.standardFolder

  @Flag(name: .shortAndLong, help: "Print only errors.")
  var quiet = false

  func run() throws {
    let console = Console(isQuiet: quiet)
    for act in try Initializer.run(migrations: directory) {
      switch act {
      case .made(let path): console.say("made \(path)")
      case .kept(let path): console.say("kept \(path), which exists")
      case .taken(let path, let names):
        console.say(
          "\(path) has its own \(Phrase.list(names)), which \(names.count == 1 ? "stays" : "stay"); "
            + "RUNG_PREFIX=db- renames those of rung.mk"
        )
      case .toConfigure(let path, let folder):
        console.say("write script_location = \"\(folder)\" into \(path), under [migration]")
      case .toInclude(let path): console.say("add the line 'include rung.mk' to \(path) for 'make migrate'")
      }
    }
  }
}
