import Diagnostics
import SQLText
import System
import TOMLKit

/// The manifest of a profile, `profile.toml`, with its purpose and its files; docs/templates.md documents it.
package struct ProfileManifest: Sendable {
  /// The fields that every template has.
  package static let fieldNames = [
    "title", "version", "message", "description", "created_at", "author", "adapter", "project_slug", "slug",
  ]

  /// The purpose of the profile, in a few words.
  package var about = ""
  /// The value of `{title}`, unless the settings give one.
  package var title: String?
  /// The keys that introduce a description in files made from the profile.
  var descriptionKeys: [String] = []
  /// The templates, without their suffixes, in the order of the files made from them.
  package var files = ["migration"]
  /// Fields of its own.
  package var variables: [String: String] = [:]
  /// The manifest's path; nil for a profile without a manifest.
  package var path: String?

  init() {}

  /// Reads the text of a manifest.
  ///
  /// - Throws: ``SettingsError`` for the first error.
  init(_ source: SourceText) throws(SettingsError) {
    path = source.path
    let table = try TOMLTable(source)
    let reader = ProfileReader(path: source.path)
    for key in table.keys.sorted() {
      switch key {
      case "about": about = try reader.text(table[key], key)
      case "title": title = try reader.text(table[key], key)
      case "description_key": descriptionKeys = try reader.list(table[key], key)
      case "files": files = try reader.list(table[key], key)
      case "variables": variables = try reader.variables(table[key])
      default:
        let near = Phrase.nearest(
          to: key, among: ["about", "title", "description_key", "files", "variables"])
        throw .unknownKey(file: path ?? "", key: key, nearest: near)
      }
    }
    if let odd = files.first(where: { $0.isEmpty || $0.contains("/") }) ?? (files.isEmpty ? "" : nil) {
      throw .badValue(
        .file(source.path, key: "files"), reason: "'\(odd)' is not a template's name",
        remedy: "write names of templates in this folder, without suffix")
    }
  }
}

private struct ProfileReader {
  let path: String

  func text(_ value: (any TOMLValueConvertible)?, _ key: String) throws(SettingsError) -> String {
    guard let text = value?.string else {
      throw .wrongKind(.file(path, key: key), expected: SettingsKey.Kind.text.rawValue)
    }
    return text
  }

  /// A list of texts, or a single text.
  func list(_ value: (any TOMLValueConvertible)?, _ key: String) throws(SettingsError) -> [String] {
    if let text = value?.string { return [text] }
    let texts = value?.array.map { Array($0).map(\.string) }
    guard let texts, !texts.contains(nil) else {
      throw .wrongKind(.file(path, key: key), expected: "a string, or a list of them")
    }
    return texts.compactMap { $0 }
  }

  func variables(_ value: (any TOMLValueConvertible)?) throws(SettingsError) -> [String: String] {
    guard let table = value?.table else {
      throw .wrongKind(.file(path, key: "variables"), expected: "a table [variables]")
    }
    var variables: [String: String] = [:]
    for name in table.keys.sorted() {
      let key = "variables.\(name)"
      if ProfileManifest.fieldNames.contains(name) {
        throw .badValue(
          .file(path, key: key), reason: "'{\(name)}' is reserved", remedy: "give the variable another name"
        )
      }
      variables[name] = try text(table[name], key)
    }
    return variables
  }
}

extension Resources {
  /// The names of all profiles, which are folders of templates for migrations.
  package var profileNames: [String] {
    let shipped = EmbeddedFiles.all.map(\.path).filter {
      $0.hasPrefix("templates/") && $0.hasSuffix("/profile.toml")
    }
    .compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) }
    return Set(shipped + templateFolders.flatMap(Resources.profiles)).sorted()
  }

  /// The names of folders with a `profile.toml` or with a template `migration.FORMAT`.
  private static func profiles(in folder: String) -> [String] {
    let names = Path.isFolder(folder) ? (try? Path.names(in: folder)) ?? [] : []
    return names.filter { name in
      (["profile.toml"] + MigrationFormat.allCases.map { "migration.\($0)" })
        .contains { Path.exists("\(folder)/\(name)/\($0)") }
    }
  }

  /// The texts of all `profile.toml` that contain a word; searching for it is faster than parsing TOML.
  func profileTexts(with word: String) -> [SourceText] {
    profileNames.compactMap { (try? find("\($0)/profile.toml"))?.text }.filter { $0.text.hasBytes(of: word) }
  }

  package func manifest(ofProfile name: String) throws -> ProfileManifest {
    try find("\(name)/profile.toml").map { try ProfileManifest($0.text) } ?? ProfileManifest()
  }
}
