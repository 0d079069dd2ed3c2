import ArgumentParser

/// A command of `rung`, with the lines that end its help.
protocol Verb: ParsableCommand {
  static var footer: HelpFooter { get }
}

/// The end of a command's help: examples, environment variables, and the page that explains it.
struct HelpFooter {
  /// Commands that can be pasted, each with what it does.
  let examples: [(command: String, meaning: String)]
  var variables: [Variable] = []
  /// A page of the documentation, with the section after `#`.
  let page: String

  enum Variable: String {
    case database = "DATABASE_URL"
    case target = "RUNG_TARGET"
    case config = "RUNG_CONFIG"
    case lockTimeout = "RUNG_LOCK_TIMEOUT"
    case author = "RUNG_AUTHOR"
    case pgDump = "RUNG_PG_DUMP"
    case home = "RUNG_HOME"

    fileprivate var meaning: String {
      switch self {
      case .database: "the database, unless --database or --target names one"
      case .target: "the target, unless --target names one"
      case .config: "the settings file, unless --config names one"
      case .lockTimeout: "how long to wait for another run (60s)"
      case .author: "who is recorded as having run it"
      case .pgDump: "the pg_dump to use"
      case .home: "a folder with SQL and templates for all projects of a machine"
      }
    }
  }

  var text: String {
    let columns = Columns(examples.map { ["  " + $0.command, "# " + $0.meaning] })
    let known = Columns(variables.map { ["  " + $0.rawValue, $0.meaning] })
    let environment = known.lines.isEmpty ? [] : ["", "ENVIRONMENT:"] + known.lines
    return (["", "EXAMPLES:"] + columns.lines + environment + ["", "MORE: \(page)"]).joined(separator: "\n")
  }
}

extension [HelpFooter.Variable] {
  /// Those that every command reads which works on a database.
  static let project: Self = [.database, .target, .config]
  /// Those of a command that changes a database.
  static let change: Self = project + [.lockTimeout, .author]
}
