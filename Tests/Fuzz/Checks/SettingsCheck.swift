import Configuration
import Diagnostics
import Foundation
import System

/// Settings are read the same twice, and no error about them shows the database's password.
final class SettingsCheck: Check {
  private let folder: URL
  private let file: String
  private static let secret = "Zq7Kw9Xv"

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "rung-check-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    file = folder.appending(path: "rung.toml").path()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func settings(_ text: String, _ target: String? = nil) throws -> Settings {
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    var flags = Settings.Flags()
    flags.config = file
    flags.target = target
    return try Settings(flags, Environment(["SECRET": "sqlite:a.db"]))
  }

  func read(_ text: String, _ sample: Sample) throws { _ = try settings(text) }

  func verify(_ sample: Sample) throws {
    let first = try outcome(sample.text)
    try require(try outcome(sample.text) == first, "the same settings are read in two ways")
    if !first.isRefused {
      let more = try outcome(sample.text + "\n# a comment\n")
      try require(more == first, "a comment at the end changes settings")
    }
    try verifySecret(sample.text)
  }

  /// What the settings come to, or why they are refused.
  private struct Outcome: Equatable {
    let text: String
    let isRefused: Bool
  }

  private func outcome(_ text: String, _ target: String? = nil) throws -> Outcome {
    do {
      let settings = try settings(text, target)
      try require(settings.lockTimeout.count >= 0 && settings.loadTimeout.count > 0, "a time is negative")
      for name in settings.targets where target == nil { _ = try outcome(text, name) }
      Features.note(
        settings.database == nil, min(settings.targets.count, 3), settings.strict, settings.isSequential)
      return Outcome(text: "\(settings)", isRefused: false)
    } catch let broken as Broken {
      throw broken
    } catch let refusal as any Diagnostic {
      try require(refusal.status != .software, "Rung gives up: \(refusal.description)")
      Features.note(error: refusal)
      if case .source(let place)? = refusal.place {
        let lines = text.utf8.count { $0 == 0x0A } + 1
        try require(place.line <= lines, "an error is on line \(place.line) of \(lines)")
      }
      return Outcome(text: refusal.description, isRefused: true)
    }
  }

  /// Puts a password before and after the text, where no error may show it.
  private func verifySecret(_ text: String) throws {
    let line = "database = \"postgresql://u:\(SettingsCheck.secret)@h/d\"\n"
    for whole in [line + text, text + "\n" + line, text + line] {
      let outcome = try outcome(whole)
      try require(
        !outcome.isRefused || !outcome.text.contains(SettingsCheck.secret),
        "a password is shown: \(outcome.text)")
    }
  }
}
