import Configuration
import Diagnostics
import Foundation
import System
import Testing

/// Settings read from a file in a folder of its own, gone when the test ends.
final class SettingsFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rung-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var file: String { path + "/rung.toml" }

  /// What a file with this text, these variables and these flags come to.
  func settings(
    _ text: String, _ variables: [String: String] = [:], _ change: (inout Settings.Flags) -> Void = { _ in }
  ) throws -> Settings {
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    var flags = Settings.Flags()
    flags.config = file
    change(&flags)
    return try Settings(flags, Environment(variables))
  }

  /// The complaint about settings, with the file's name short.
  func complaint(
    _ text: String, _ variables: [String: String] = [:], _ change: (inout Settings.Flags) -> Void = { _ in }
  )
    throws -> (error: SettingsError, text: String)
  {
    let error = try #require(throws: SettingsError.self) { _ = try settings(text, variables, change) }
    return (error, error.description.replacing(file, with: "rung.toml"))
  }
}
