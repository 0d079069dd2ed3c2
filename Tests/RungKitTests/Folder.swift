import Configuration
import Foundation
import Projects
import RungKit
import System

/// A folder with migrations and an SQLite database of its own, gone when the test ends.
final class Folder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rung-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path + "/migrations", withIntermediateDirectories: true)
    try write("rung.toml", "database = \"sqlite:app.db\"\n")
    for (name, text) in files { try write("migrations/" + name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
  }

  func text(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/migrations")) ?? []).sorted()
  }

  func project() throws -> Project {
    var flags = Settings.Flags()
    flags.config = path + "/rung.toml"
    return try Project(Settings(flags, Environment([:])))
  }

  func run(_ options: Run.Options = .init(), tell: @escaping (Event) -> Void = { _ in }) throws -> Run {
    try Run(project(), options, environment: Environment([:]), tell: tell)
  }
}
