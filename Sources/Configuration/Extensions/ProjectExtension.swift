import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// An extension as one project uses it.
package struct ProjectExtension: Sendable {
  package let name: String
  package let configured: ConfiguredExtension
  /// Its migrations, for the catalog.
  package let files: [Catalog.File]
  package let choice: ExtensionChoice

  /// Finds the extension and applies the project's settings to it.
  ///
  /// - Parameters:
  ///   - choice: the extension, and the project's settings for it.
  ///   - resources: where its files are.
  ///   - dialect: the dialect, which knows how the database reads names.
  ///   - isTenant: whether tables that the settings do not name take names derived from those that they do.
  /// - Throws: ``ExtensionError`` for a faulty manifest; ``SettingsError`` if there is no such extension for
  ///   the dialect, or for a value that the extension cannot take.
  package init(
    _ choice: ExtensionChoice, _ resources: Resources, for dialect: Dialect, ofTenant isTenant: Bool = false
  ) throws {
    name = choice.name
    self.choice = choice
    let folder: ExtensionFolder
    do {
      folder = try resources.extensionFolder(choice.name, path: choice.path?.folder, for: dialect.name)
    } catch let error as ExtensionError {
      if case .badManifest = error { throw error }
      throw SettingsError.badValue(
        choice.path?.origin ?? choice.origin, reason: error.message, remedy: error.remedy ?? "")
    }
    for (key, given) in choice.values.sorted(by: { $0.key < $1.key }) {
      try ProjectExtension.verify(key, given, in: folder)
    }
    do {
      configured = try ConfiguredExtension(
        folder.manifest, choice.values.mapValues(\.value), for: dialect, namesFollow: isTenant)
    } catch let error as ExtensionValueError {
      throw ProjectExtension.fault(error.reason, choice.values[error.setting]?.origin ?? choice.origin)
    }
    let configured = configured
    files = folder.files.map { Catalog.File($0, name: $0.path.lastPart, of: configured) }
    try refuseMeaningless(dialect)
  }

  /// Refuses what the database would reject or silently ignore.
  private func refuseMeaningless(_ dialect: Dialect) throws(SettingsError) {
    func origin(_ key: String) -> SettingsError.Origin { choice.values[key]?.origin ?? choice.origin }
    for (key, table) in configured.tables.sorted(by: { $0.key < $1.key })
    where !dialect.hasSchemas && !table.schema.isEmpty {
      throw ProjectExtension.fault(
        "\(dialect.name) has no schemas", origin(key),
        remedy: "write \"\(table.table)\", and use one database per tenant")
    }
    for (key, column) in configured.columns.sorted(by: { $0.key < $1.key }) {
      guard !dialect.hasReferentialActions, let action = column.action else { continue }
      throw ProjectExtension.fault(
        "\(dialect.name) has no 'on \(action)'", origin(key),
        remedy: "remove it; you must delete the referring rows yourself")
    }
    for setting in configured.base.settings ?? [] {
      if let column = configured.columns[setting.name], setting.taken.contains(column.name.lowercased()) {
        throw ProjectExtension.fault(
          "a table of '\(self.name)' already has a column '\(column.name)'", origin(setting.name),
          remedy: "use another name, here and in the stores' settings: "
            + "\(setting.name) = \"\(column.named("owner_id"))\"")
      }
      guard let needed = setting.needs, configured.isOn(setting.name) == true,
        configured.isOn(needed) != true
      else { continue }
      throw ProjectExtension.fault(
        "it needs '\(needed)', which is not set", origin(setting.name),
        remedy: "set '\(needed)' too, or remove '\(setting.name)'")
    }
  }

  /// Checks that the extension knows the key, and that the value is of the right kind.
  private static func verify(
    _ key: String, _ given: ExtensionChoice.Given, in folder: ExtensionFolder
  ) throws(SettingsError) {
    guard let settings = folder.manifest.settings else { return }
    guard let setting = settings.first(where: { $0.name == key }) else {
      let near = Phrase.nearest(to: key, among: settings.map(\.name))
      guard case .file(let file, let whole) = given.origin else { return }
      let prefix = whole.dropLast(key.count)
      throw .unknownKey(file: file, key: whole, nearest: near.map { prefix + $0 })
    }
    if let complaint = setting.complaint(about: given.value) { throw fault(complaint, given.origin) }
    if !setting.dialects.isEmpty, !setting.dialects.contains(where: folder.dialects.contains) {
      throw fault(
        "\(folder.dialects[0]) does not have it", given.origin,
        remedy: "remove it; only \(Phrase.list(setting.dialects)) has it")
    }
  }

  private static func fault(
    _ reason: String, _ origin: SettingsError.Origin, remedy: String? = nil
  ) -> SettingsError {
    .badValue(
      origin, reason: reason,
      remedy: remedy ?? "correct it; 'rung extension list' shows the settings")
  }
}

extension Resources {
  /// An extension as a list shows it.
  package struct Entry: Sendable {
    package let name: String
    package let description: String
    package let settings: [(name: String, standard: String, about: String)]
  }

  /// All extensions that are shipped or in the user's folders, sorted by name.
  ///
  /// - Throws: ``ExtensionError`` for a manifest that cannot be read.
  package func extensions() throws -> [Entry] {
    try extensionNames.map { name in
      let manifest = try shippedFiles(of: name)[ExtensionFolder.manifestName].map {
        try Extension(manifest: $0, name: name)
      }
      let settings = (manifest?.settings ?? []).map { setting in
        let only = setting.dialects.isEmpty ? "" : " (\(setting.dialects.joined(separator: ", ")))"
        return (setting.name, setting.standard.words, setting.about + only)
      }
      return Entry(name: name, description: manifest?.description ?? "", settings: settings)
    }
  }
}
