import Diagnostics
import Drivers
import Migrations

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program that serves a kind of database: `rung-driver-NAME`.
package struct DriverProgram: Sendable {
  /// The scheme of URLs that it serves.
  package let name: String
  /// Where it is from: a path, or `built in`.
  package let origin: String
  /// How it is called, but for the verb.
  let command: [String]

  private static let prefix = "rung-driver-"

  /// Looks for the program: in `$RUNG_HOME/bin`, beside the executable, on the path, and among those carried inside.
  ///
  /// - Returns: nil where there is none.
  package init?(_ name: String, _ environment: Environment = .process) {
    let file = DriverProgram.prefix + name
    self.name = name
    for folder in DriverProgram.folders(environment) where access("\(folder)/\(file)", X_OK) == 0 {
      (origin, command) = ("\(folder)/\(file)", ["\(folder)/\(file)"])
      return
    }
    guard let text = EmbeddedFiles.all.first(where: { $0.path == "bin/\(file)" })?.text else { return nil }
    (origin, command) = ("built in", ["/bin/sh", "-c", text, file])
  }

  /// All that can be found, by name.
  package static func all(_ environment: Environment = .process) -> [DriverProgram] {
    let found = folders(environment).flatMap { (try? Path.names(in: $0)) ?? [] }
    let shipped = EmbeddedFiles.all.map(\.path).filter { $0.hasPrefix("bin/") }.map(\.lastPart)
    let names = (found + shipped).filter { $0.hasPrefix(prefix) && !$0.contains(".") }
      .map { String($0.dropFirst(prefix.count)) }
    return Set(names).sorted().compactMap { DriverProgram($0, environment) }
  }

  /// What it says of itself and of its client.
  package var about: ShellDriver.About? { about(nil) }

  /// What it says of itself, and of how its client reaches a database.
  func about(_ url: DatabaseURL?) -> ShellDriver.About? { ShellDriver.about(command, url) }

  private static func folders(_ environment: Environment) -> [String] {
    let home = environment["RUNG_HOME"].map { [$0 + "/bin"] } ?? []
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return home + [Path.folder(of: executable)] + path
  }

  /// Where this program is; as it was called where the system does not tell.
  private static var executable: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return CommandLine.arguments[0] }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
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
  let scheme: String

  package var message: String { "no driver for '\(scheme):' databases" }
  package var remedy: String? {
    let known =
      DriverProgram.all().map(\.name) + [
        "sqlite", "postgresql", "postgres", "cockroachdb", "yugabytedb", "redshift",
      ]
    return Phrase.nearest(to: scheme, among: known).map { "did you mean '\($0):'?" }
      ?? "'rung drivers' lists those that are there; 'rung drivers new \(scheme)' begins one"
  }
  package var status: ExitStatus { .badSettings }
}
