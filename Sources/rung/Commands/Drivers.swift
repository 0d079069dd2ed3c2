import Authoring
import ArgumentParser
import Configuration
import Diagnostics

struct Drivers: Verb {
  static let configuration = CommandConfiguration(
    commandName: "drivers",
    abstract: "Show the supported databases and the programs used for them.",
    subcommands: [List.self, New.self, Test.self], defaultSubcommand: List.self)

  static let footer = HelpFooter(
    examples: [
      ("rung drivers", "list databases and the programs for them"),
      ("rung drivers test mysql://app@db.example.org/test", "test one"),
    ],
    variables: [.database],
    page: "docs/databases.md")

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List each URL scheme, its driver program, and the client that this uses.")

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
      abstract: "Make a driver for another database: a program and a dialect to fill in.",
      discussion:
        "It makes bin/rung-driver-NAME and sql/dialects/NAME here, and overwrites nothing.")

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
          Console().say("kept \(path), which exists")
        }
      }
      Console().say("so that Rung finds it, \(DriverProgram.installationHint)")
      Console().say("then test it: rung drivers test \(name):DATABASE")
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Test a driver in a database where it may create a table.",
      discussion: "It creates the table 'rung_driver_test' and drops it.")

    @Argument(help: "The database, such as mysql://user@host/name. (default: the settings')")
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
