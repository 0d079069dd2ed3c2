import Diagnostics
import Migrations
import System

/// An extension that a project uses, with the project's settings for it.
package struct ExtensionChoice: Sendable {
  package let name: String
  /// The folder of its files, if it is not a shipped extension, and where the settings name that folder.
  let path: (folder: String, origin: SettingsError.Origin)?
  package let values: [String: Given]
  /// The place in the settings that includes the extension.
  package let origin: SettingsError.Origin

  /// A value and the place in the settings that gives it.
  package struct Given: Sendable {
    package let value: ExtensionSetting.Value
    package let origin: SettingsError.Origin
  }
}

extension SettingsSource {
  /// The extensions that are listed or have settings, without the excluded ones, sorted by name.
  func extensions(below folder: String) throws(SettingsError) -> [ExtensionChoice] {
    let prefixes = ["", target.map { "target.\($0)." }].compactMap { $0 }
    let tables = prefixes.flatMap { file?.extensions[$0] ?? [] }
    let included = list(.includeExtensions)
    let excluded = Set(list(.excludeExtensions)?.names ?? [])
    // An empty list leaves all of them out.
    let isNone = included?.names.isEmpty ?? false
    let names = isNone ? [] : Set(tables + (included?.names ?? [])).subtracting(excluded).sorted()
    var choices: [ExtensionChoice] = []
    for name in names {
      var values: [String: ExtensionChoice.Given] = [:]
      for prefix in prefixes { try values.merge(given("\(prefix)extension.\(name).")) { $1 } }
      var path: (String, SettingsError.Origin)?
      if let given = values.removeValue(forKey: "path") {
        guard case .text(let text) = given.value else {
          throw .wrongKind(given.origin, expected: SettingsKey.Kind.text.rawValue)
        }
        path = (Path.join(folder, text), given.origin)
      }
      let origin = file.map { SettingsError.Origin.file($0.path, key: "extension.\(name)") } ?? .byDefault
      choices.append(
        ExtensionChoice(
          name: name, path: path, values: values,
          origin: tables.contains(name) ? origin : included?.origin ?? origin))
    }
    return choices
  }

  private func given(_ prefix: String) throws(SettingsError) -> [String: ExtensionChoice.Given] {
    guard let file else { return [:] }
    var values: [String: ExtensionChoice.Given] = [:]
    for (key, value) in file.values where key.hasPrefix(prefix) {
      let origin = SettingsError.Origin.file(file.path, key: key)
      guard var own = ExtensionSetting.Value(value) else { continue }
      if case .text(let text) = own { own = .text(try environment.resolved(text, origin)) }
      values[String(key.dropFirst(prefix.count))] = ExtensionChoice.Given(value: own, origin: origin)
    }
    return values
  }

  /// The names of a list; an environment variable separates them with commas.
  func list(_ key: SettingsKey) -> (names: [String], origin: SettingsError.Origin)? {
    if let text = environment[key.variable] {
      return (text.split(separator: ",").map { $0.filter { $0 != " " } }, .variable(key.variable))
    }
    guard case .list(let names)? = stored(key)?.value, let origin = stored(key)?.origin else { return nil }
    return (names, origin)
  }
}
