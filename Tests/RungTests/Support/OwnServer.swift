import Foundation
import Testing

/// A database server of a test's own, which may be stopped, killed and started again; `Tests/Support/server`.
struct OwnServer {
  let scratch: Scratch
  let kind: Kind
  /// Its folder, which the server can enter: it runs as another user where the tests run as root.
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "rung-server-\(UUID().uuidString.prefix(8))").path()

  enum Kind: String { case postgresql, mariadb }

  init(_ kind: Kind, in scratch: Scratch) { (self.kind, self.scratch) = (kind, scratch) }

  /// The command for a verb.
  ///
  /// Python closes what the server must not inherit: for Foundation a program runs as long as one of its descriptors
  /// is open.
  func command(_ verb: String) -> String {
    let program = Place.root.appending(path: "Tests/Support/server").path()
    let call = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
    return "python3 -c '\(call)' '\(program)' \(kind.rawValue) '\(folder)' \(verb)"
  }

  func tell(_ verb: String) throws {
    let done = try scratch.sh(command(verb))
    try #require(done.status == 0, "\(verb): \(done.errors)")
  }

  /// Starts the server, hands its URL, which names no database, to the body, and stops it.
  func run(options: String = "", _ body: (_ url: String) throws -> Void) throws {
    defer { _ = try? scratch.sh("\(command("stop")); rm -rf '\(folder)'") }
    let made = try scratch.sh(command("make \(options)"))
    try #require(made.status == 0, "\(made.errors)")
    try body(made.output.trimmingCharacters(in: .newlines))
  }
}
