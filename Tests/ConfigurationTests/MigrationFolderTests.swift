import Configuration
import Diagnostics
import Foundation
import Migrations
import Testing

@Suite struct `Folders of migrations` {
  private let folder: SettingsFolder

  init() throws {
    folder = try SettingsFolder()
    for name in [
      "m/2024/01/0002_b.sql", "m/0001_a.sql", "m/_old/0001_a.sql", "m/.git/0001_a.sql", "n/0003_c.sql",
      "n/in.1/0004_d.sql", "n/notes/a.md",
    ] {
      let path = folder.path + "/" + name
      try FileManager.default.createDirectory(
        atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
      try "".write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  /// The paths of the files that a setting takes, as seen from the settings.
  private func taken(_ setting: String, _ variables: [String: String] = [:]) throws -> [String] {
    let settings = try folder.settings("[migration]\nscript_location = \(setting)", variables)
    return try settings.migrationPaths().map { $0.replacing(folder.path + "/", with: "") }
  }

  @Test(arguments: [
    ("\"m\"", ["m/0001_a.sql"]), ("\"m/**\"", ["m/0001_a.sql", "m/2024/01/0002_b.sql"]),
    ("[\"n\", \"m/**\"]", ["n/0003_c.sql", "m/0001_a.sql", "m/2024/01/0002_b.sql"]),
    ("[\"m/2024/01\", \"m/**\", \"m\"]", ["m/2024/01/0002_b.sql", "m/0001_a.sql"]),
    ("\"**\"", ["m/0001_a.sql", "m/2024/01/0002_b.sql", "n/0003_c.sql", "n/in.1/0004_d.sql"]),
  ])
  func `take the files in them, and with the pattern those below, each once`(
    setting: String, expected: [String]
  ) throws {
    #expect(try taken(setting).sorted() == expected.sorted())
  }

  @Test func `of a variable are separated by commas, and relative to where the user stands`() throws {
    let variables = ["RUNG_SCRIPT_LOCATION": "\(folder.path)/n , \(folder.path)/m/**"]
    #expect(try taken("\"x\"", variables) == ["n/0003_c.sql", "m/0001_a.sql", "m/2024/01/0002_b.sql"])
    let settings = try folder.settings("", ["RUNG_SCRIPT_LOCATION": "a/**,b"])
    #expect(settings.folders.map(\.description) == ["a/**", "b"])
    #expect(settings.scriptLocation == "a")
  }

  @Test func `a link that leads back is followed once`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/m/2024/up", withDestinationPath: folder.path + "/m")
    #expect(try taken("\"m/**\"") == ["m/0001_a.sql", "m/2024/01/0002_b.sql"])
  }

  @Test func `name the files below them that they do not take, and the setting that does`() throws {
    func untaken(_ setting: String) throws -> [String] {
      let settings = try folder.settings("[migration]\nscript_location = \(setting)")
      return settings.untakenFolders.map { "\($0)".replacing(folder.path + "/", with: "") }
    }
    #expect(
      try untaken("[\"m\", \"n\"]") == [
        """
        m/2024: error: Rung does not take 1 file of this folder, named like migrations
          cause: 01/0002_b.sql
          remedy: to take them, set script_location = ["m/**", "n"]; otherwise begin the folder's name with an \
        underscore
        """,
        """
        n/in.1: error: Rung does not take 1 file of this folder, named like migrations
          cause: 0004_d.sql
          remedy: to take them, set script_location = ["m", "n/**"]; otherwise begin the folder's name with an \
        underscore
        """,
      ])
    #expect(try untaken("\"m/**\"") == [])
    #expect(try untaken("[\"m\", \"m/2024/01\"]") == [])
  }

  @Test(arguments: [
    ("[]", "the list is empty"), ("[\"m\", 1]", "takes a string, or a list of strings"),
    ("\"m/*\"", "'m/*' has a pattern that is not known"), ("[\"\"]", "a folder's name is empty"),
    ("\"**/m\"", "'**/m' has a pattern that is not known"),
  ])
  func `that cannot be are refused`(setting: String, words: String) throws {
    #expect(try folder.complaint("[migration]\nscript_location = \(setting)").text.contains(words))
  }
}
