import Migrations
import System

/// Programs that stand at Rung's side, such as `rung-driver-mysql`: where they are, and how they are called.
package struct ProgramSearch {
  /// Where one is from: a path, or `built in`.
  let origin: String
  /// How it is called, but for its arguments.
  package let command: [String]

  /// Looks for a program: in `$RUNG_HOME/bin`, beside the executable, on the path, and among those carried
  /// inside.
  ///
  /// - Returns: nil where there is none.
  package init?(_ file: String, _ environment: Environment) {
    for folder in ProgramSearch.folders(environment) where Path.isExecutable("\(folder)/\(file)") {
      (origin, command) = ("\(folder)/\(file)", ["\(folder)/\(file)"])
      return
    }
    guard let text = EmbeddedFiles.all.first(where: { $0.path == "bin/\(file)" })?.text else { return nil }
    (origin, command) = ("built in", ["/bin/sh", "-c", text, file])
  }

  /// Looks for the program that turns files of a language into SQL.
  package init?(loading language: String, _ environment: Environment) {
    self.init("rung-load-\(language)", environment)
  }

  /// What stands behind a prefix in the names of all that can be found, sorted.
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

  /// Where this program is; as it was called where the system does not tell.
  private static var executable: String { Processes.executable ?? CommandLine.arguments[0] }
}
