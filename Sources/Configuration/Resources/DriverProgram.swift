import Diagnostics
import Drivers
import Migrations
import System

/// The program that serves a kind of database: `rung-driver-NAME`.
package struct DriverProgram: Sendable {
  /// The scheme of URLs that it serves.
  package let name: String
  /// Where it is from: a path, or `built in`.
  package let origin: String
  /// How it is called, but for the verb.
  package let command: [String]

  private static let prefix = "rung-driver-"

  /// Looks for the program.
  ///
  /// - Returns: nil where there is none.
  package init?(_ name: String, _ environment: Environment = .process) {
    guard let found = ProgramSearch(DriverProgram.prefix + name, environment) else { return nil }
    self.name = name
    (origin, command) = (found.origin, found.command)
  }

  /// Where one that is begun in this folder stands.
  package static func path(_ name: String) -> String { "bin/\(prefix)\(name)" }

  /// What has to be done for one that is begun in this folder, in words.
  package static let wayToBeFound =
    "set RUNG_HOME to this folder, or add 'bin' to PATH and sql = \"sql\" to rung.toml"

  /// All that can be found, by name.
  package static func all(_ environment: Environment = .process) -> [DriverProgram] {
    ProgramSearch.names(behind: prefix, environment).compactMap { DriverProgram($0, environment) }
  }

  /// What it says of itself and of its client.
  package var about: ShellDriver.About? { about(nil) }

  /// What it says of itself, and of how its client reaches a database.
  package func about(_ url: DatabaseURL?) -> ShellDriver.About? { ShellDriver.about(command, url) }
}

extension DriverProgram {
  /// A line of the list of all that can be spoken to.
  package struct Entry: Encodable, Sendable {
    package let scheme: String
    /// `in process`, `built in`, or a path.
    package let program: String
    package let client: String?
    /// Nil where the client is not installed.
    package let version: String?

    /// Those in process, then the programs by name.
    package static func all(_ environment: Environment = .process) -> [Entry] {
      let own = Libraries.versions.flatMap { library in
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

/// A kind of database that nobody serves.
package struct UnknownDriver: Diagnostic {
  private let scheme: String

  package init(scheme: String) { self.scheme = scheme }

  package var message: String { "no driver for '\(scheme):' databases" }
  package var remedy: String? {
    let begun = DriverProgram.path(scheme)
    if Path.exists(begun) {
      return Path.isExecutable(begun)
        ? "Rung does not search '\(begun)'; \(DriverProgram.wayToBeFound)" : "run chmod +x \(begun)"
    }
    let known = DriverProgram.all().map(\.name) + DatabaseURL.ownSchemes
    return Phrase.nearest(to: scheme, among: known).map { "did you mean '\($0):'?" }
      ?? "'rung drivers' lists the drivers; 'rung drivers new \(scheme)' creates one"
  }
  package var status: ExitStatus { .badSettings }
}

/// A program for a database that Rung speaks to by itself; the scheme says which.
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
