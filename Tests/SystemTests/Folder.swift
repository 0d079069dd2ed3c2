@testable import System

/// A folder that goes with its test.
final class Folder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = try Path.makeTemporaryFolder("rung-test", in: Environment.process["TMPDIR"] ?? "/tmp")
    for (name, text) in files { try Path.create(file(name), text) }
  }

  deinit { Path.removeFolder(path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  var names: [String] { ((try? Path.names(in: path)) ?? []).sorted() }
}
