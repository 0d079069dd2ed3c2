import Diagnostics
import Drivers
import Migrations
import System

/// The program that serves a kind of database: `rung-driver-NAME`.
package struct DriverProgram: Sendable {
  /// The scheme of URLs that it serves.
  package let name: String
  /// The program's path, or `built in`.
  package let origin: String
  /// The command that calls it, without the verb.
  package let command: [String]

  private static let prefix = "rung-driver-"

  /// Searches for the program.
  ///
  /// - Returns: nil if there is none.
  package init?(_ name: String, _ environment: Environment = .process) {
    guard let found = ProgramSearch(DriverProgram.prefix + name, environment) else { return nil }
    self.name = name
    (origin, command) = (found.origin, found.command)
  }

  /// The path of a driver that `rung drivers new` creates in this folder.
  package static func path(_ name: String) -> String { "bin/\(prefix)\(name)" }

  /// Instructions that make Rung find a driver created in this folder.
  package static let installationHint =
    "set RUNG_HOME to this folder, or add 'bin' to PATH and sql = \"sql\" to rung.toml"

  /// All driver programs that can be found, sorted by name.
  package static func all(_ environment: Environment = .process) -> [DriverProgram] {
    ProgramSearch.names(behind: prefix, environment).compactMap { DriverProgram($0, environment) }
  }

  /// The program's description of itself and of its client.
  package var about: ShellDriver.About? { about(nil) }

  /// The program's description of itself, and of how its client reaches a database.
  package func about(_ url: DatabaseURL?) -> ShellDriver.About? { ShellDriver.about(command, url) }
}

extension DriverProgram {
  /// A row of the list of databases that Rung can use.
  package struct Entry: Encodable, Sendable {
    package let scheme: String
    /// The kind of driver: `in process`, `built in`, or a path.
    package let program: String
    package let client: String?
    /// The client's version; nil if the client is not installed.
    package let version: String?

    /// The drivers in process, then the programs sorted by name.
    package static func all(_ environment: Environment = .process) -> [Entry] {
      let own = Libraries.all.flatMap { library in
        (Libraries.schemes[library.name] ?? []).map { scheme in
          Entry(scheme: scheme, program: "in process", client: library.name, version: library.version)
        }
      }
      return own
        + DriverProgram.all(environment).map { program in
          let about = program.about
          return Entry(
            scheme: program.name, program: program.origin, client: about?.client, version: about?.version)
        }
    }
  }
}

/// The error for a kind of database that no driver serves.
package struct UnknownDriver: Diagnostic {
  private let scheme: String

  package init(scheme: String) { self.scheme = scheme }

  package var message: String { "no driver for '\(scheme):' databases" }
  package var remedy: String? {
    let begun = DriverProgram.path(scheme)
    if Path.exists(begun) {
      return Path.isExecutable(begun)
        ? "Rung does not search '\(begun)'; \(DriverProgram.installationHint)" : "run chmod +x \(begun)"
    }
    let known = DriverProgram.all().map(\.name) + DatabaseURL.ownSchemes
    return Phrase.nearest(to: scheme, among: known).map { "did you mean '\($0):'?" }
      ?? "'rung drivers' lists the drivers; 'rung drivers new \(scheme)' creates one"
  }
  package var status: ExitStatus { .badSettings }
}

/// The error for a driver program that is not needed, because Rung itself serves databases of its scheme.
package enum NeedlessDriver: Diagnostic {
  case tested(String)
  case begun(String)

  private var scheme: String {
    switch self {
    case .tested(let scheme), .begun(let scheme): scheme
    }
  }

  package var message: String {
    switch self {
    case .tested: "there is no driver program to test: Rung has '\(scheme):' built in"
    case .begun:
      "'\(DriverProgram.path(scheme))' would never be called: Rung has '\(scheme):' built in"
    }
  }
  package var remedy: String? {
    guard let client = ["sqlite": "sqlite3", "postgresql": "psql", "postgres": "psql"][scheme] else {
      return nil
    }
    return "to use the client '\(client)', write '\(client):' in the URL"
  }
  package var status: ExitStatus { .usage }
}
