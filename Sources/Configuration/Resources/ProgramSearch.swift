import Diagnostics
import Migrations
import System

/// A program that Rung calls, such as `rung-driver-mysql`: where it is, and how to call it.
package struct ProgramSearch {
  /// The program's path, or `built in`.
  let origin: String
  /// The command that calls it, without its arguments.
  package let command: [String]

  /// Searches for a program in `$RUNG_HOME/bin`, beside the executable, on the `PATH`, then inside the
  /// executable.
  ///
  /// - Returns: nil if there is none.
  package init?(_ file: String, _ environment: Environment) {
    for folder in ProgramSearch.folders(environment) where Path.isExecutable("\(folder)/\(file)") {
      (origin, command) = ("\(folder)/\(file)", ["\(folder)/\(file)"])
      return
    }
    guard let text = EmbeddedFiles.all.first(where: { $0.path == "bin/\(file)" })?.text else { return nil }
    (origin, command) = ("built in", ["/bin/sh", "-c", text, file])
  }

  /// Searches for the program that turns files of a language into SQL.
  package init?(loading language: String, _ environment: Environment) {
    self.init("rung-load-\(language)", environment)
  }

  /// The names of all programs with a prefix that can be found, without the prefix, sorted.
  static func names(behind prefix: String, _ environment: Environment) -> [String] {
    let found = folders(environment).flatMap { (try? Path.names(in: $0)) ?? [] }
    let shipped = EmbeddedFiles.all.map(\.path).filter { $0.hasPrefix("bin/") }.map(\.lastPart)
    let names = (found + shipped).filter { $0.hasPrefix(prefix) && !$0.contains(".") }
    return Set(names.map { String($0.dropFirst(prefix.count)) }).sorted()
  }

  private static func folders(_ environment: Environment) -> [String] {
    let home = environment["RUNG_HOME"].map { [$0 + "/bin"] } ?? []
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return home + [Path.folder(of: executable)] + path
  }

  /// The path of this program; the name it was called by if the system does not report a path.
  private static var executable: String { Processes.executable ?? CommandLine.arguments[0] }
}
