import Diagnostics
import Migrations
import SQLText

/// An extension as one project uses it.
package struct ProjectExtension: Sendable {
  package let name: String
  package let configured: ConfiguredExtension
  /// Its migrations, for the catalog.
  let files: [Catalog.File]
  let choice: ExtensionChoice

  /// Finds the extension and gives it its values.
  ///
  /// - Throws: ``ExtensionError`` for one that is not there, ``SettingsError`` for a value that it cannot take.
  init(_ choice: ExtensionChoice, _ resources: Resources, _ dialect: Dialect) throws {
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
      try ProjectExtension.verify(key, given, folder.manifest, dialect)
    }
    do {
      configured = try ConfiguredExtension(folder.manifest, choice.values.mapValues(\.value), dialect)
    } catch let error as ExtensionValueError {
      throw ProjectExtension.fault(error.reason, choice.values[error.setting]?.origin ?? choice.origin)
    }
    for (key, column) in configured.columns {
      guard dialect.syntax == .duckdb, let action = column.action else { continue }
      throw ProjectExtension.fault(
        "DuckDB has no 'on delete \(action)'", choice.values[key]?.origin ?? choice.origin,
        remedy: "take it out; rows that refer to others are deleted by hand there")
    }
    let configured = configured
    files = folder.files.map { file in
      Catalog.File(
        path: file.path, name: file.path.lastPart, bytes: Array(file.text.utf8), of: configured)
    }
  }

  /// A key has to be one that the extension knows, and its value of the right kind.
  private static func verify(
    _ key: String, _ given: ExtensionChoice.Given, _ manifest: Extension, _ dialect: Dialect
  ) throws(SettingsError) {
    guard let settings = manifest.settings else { return }
    guard let setting = settings.first(where: { $0.name == key }) else {
      let near = Phrase.nearest(to: key, among: settings.map(\.name))
      guard case .file(let file, let whole) = given.origin else { return }
      let prefix = whole.dropLast(key.count)
      throw .unknownKey(file: file, key: whole, nearest: near.map { prefix + $0 })
    }
    if let complaint = setting.complaint(about: given.value) { throw fault(complaint, given.origin) }
    if !setting.dialects.isEmpty, !setting.dialects.contains(dialect.name) {
      throw fault(
        "it means nothing to \(dialect.name)", given.origin,
        remedy: "take it out; it is for \(Phrase.list(setting.dialects))")
    }
  }

  private static func fault(
    _ reason: String, _ origin: SettingsError.Origin, remedy: String? = nil
  ) -> SettingsError {
    .badValue(
      origin, reason: reason, remedy: remedy ?? "correct it; 'rung extension list' tells what can be said")
  }
}
