import Authoring
import ArgumentParser
import Configuration
import Diagnostics
import RungKit

struct Drivers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drivers",
    abstract: "Show what databases can be spoken to, and with which programs.",
    subcommands: [List.self, New.self, Test.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List each scheme, the program that serves it, and the client that this uses.")

    @Flag(help: "Report on standard output as JSON.")
    var json = false

    func run() throws {
      let entries = DriverProgram.Entry.all()
      if json { return try Console().print(json: entries) }
      let rows = entries.map { entry in
        [entry.scheme, entry.program, entry.client ?? "-", entry.version ?? "not installed"]
      }
      for line in Columns(rows).lines { try Console().print(line) }
    }
  }

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Begin a driver for another database: a program and a dialect to fill in.",
      discussion:
        "It makes bin/rung-driver-NAME and sql/dialects/NAME here; nothing that is there is touched.")

    @Argument(help: "The scheme of its URLs: letters, digits and hyphens.")
    var name: String

    func validate() throws {
      guard name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }), !name.isEmpty
      else {
        throw ValidationError("'\(name)' is not a URL scheme; write lower-case letters, digits and hyphens")
      }
    }

    func run() throws {
      for act in try Initializer.driver(name) {
        switch act {
        case .made(let path): Console().say("made \(path)")
        case .kept(let path), .toInclude(let path), .taken(let path, _), .toConfigure(let path, _):
          Console().say("kept \(path), which was there")
        }
      }
      Console().say("to have it found, \(DriverProgram.wayToBeFound)")
      Console().say("then try it: rung drivers test \(name):DATABASE")
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Try a driver against the protocol, in a database where it may make a table.",
      discussion: "It makes the table 'rung_driver_test' and drops it again.")

    @Argument(help: "The database, such as mysql://user@host/name; without it the one of the settings.")
    var url: String?

    @OptionGroup var project: ProjectOptions

    func run() throws {
      var options = project
      options.database = url ?? options.database
      let checks = try DriverTest(options.settings).checks()
      for check in checks {
        try Console().print((check.isPassed ? "ok      " : "not ok  ") + check.title)
        for line in check.words.split(separator: "\n") { try Console().print("        \(line)") }
      }
      if checks.contains(where: { !$0.isPassed }) { throw ExitCode(ExitStatus.failed.rawValue) }
    }
  }
}
