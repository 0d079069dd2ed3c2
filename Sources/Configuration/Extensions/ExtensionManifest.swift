import Diagnostics
import Migrations
import TOMLKit

/// `extension.toml`, which describes an extension and its settings; docs/extensions.md documents it.
extension Extension {
  /// Reads a manifest.
  ///
  /// - Throws: ``ExtensionError/badManifest(_:reason:)`` for the first error in it.
  init(manifest source: SourceText, name: String) throws(ExtensionError) {
    let table: TOMLTable
    if let trap = try? source.trap {
      throw .badManifest(source, reason: "line \(trap.line): \(trap.reason)")
    }
    do {
      table = try TOMLTable(string: source.text)
    } catch let error as TOMLParseError {
      throw .badManifest(source, reason: "line \(error.source.begin.line): \(error.description)")
    } catch {
      throw .badManifest(source, reason: "\(error)")
    }
    let reader = ManifestReader(source: source, name: name)
    try reader.verify(table, allowed: ["description", "settings", "recognised", "clashes"], at: "")
    self.init(
      name: name, description: table["description"]?.string ?? "", settings: try reader.settings(table),
      recognised: try reader.recognised(table), clashes: try reader.clashes(table))
  }
}

private struct ManifestReader {
  let source: SourceText
  let name: String

  func settings(_ table: TOMLTable) throws(ExtensionError) -> [ExtensionSetting] {
    var settings: [ExtensionSetting] = []
    let tables = table["settings"]?.table
    if table["settings"] != nil, tables == nil { throw fault("'settings' must be a table") }
    for key in tables?.keys.sorted() ?? [] {
      guard let inner = tables?[key]?.table else { throw fault("'settings.\(key)' must be a table") }
      settings.append(try setting(key, inner))
    }
    return settings
  }

  private func setting(_ key: String, _ table: TOMLTable) throws(ExtensionError) -> ExtensionSetting {
    try verify(
      table,
      allowed: [
        "kind", "default", "about", "choices", "minimum", "maximum", "dialects", "needs", "follows", "taken",
      ],
      at: "settings.\(key)")
    guard let kind = table["kind"]?.string.flatMap(ExtensionSetting.Kind.init) else {
      let kinds = ExtensionSetting.Kind.allCases.map(\.rawValue)
      throw fault("'settings.\(key).kind' is one of \(Phrase.list(kinds, "or"))")
    }
    let limits = try limits(table, key)
    let setting = ExtensionSetting(
      name: key, kind: kind, about: table["about"]?.string ?? "",
      standard: table["default"].flatMap(SettingsFile.Value.init).flatMap(ExtensionSetting.Value.init),
      choices: try texts(table, "choices", at: "settings.\(key)."), limits: limits,
      dialects: try texts(table, "dialects", at: "settings.\(key)."), needs: table["needs"]?.string,
      follows: table["follows"]?.string,
      taken: try texts(table, "taken", at: "settings.\(key)."))
    if kind == .choice, setting.choices.isEmpty { throw fault("'settings.\(key)' has no 'choices'") }
    if let standard = table["default"], SettingsFile.Value(standard) == nil {
      throw fault("'settings.\(key).default' must be a string, a number, true or false")
    }
    if table["default"] != nil, setting.standard != .text(""),
      let complaint = setting.complaint(about: setting.standard)
    {
      throw fault("'settings.\(key).default': \(complaint)")
    }
    return setting
  }

  /// The range of a number; without a limit at an end that the manifest does not give.
  private func limits(_ table: TOMLTable, _ key: String) throws(ExtensionError) -> ClosedRange<Double>? {
    let ends = ["minimum", "maximum"].map { table[$0]?.double ?? table[$0]?.int.map(Double.init) }
    if ends[0] == nil, ends[1] == nil { return nil }
    let (low, high) = (ends[0] ?? -.infinity, ends[1] ?? .infinity)
    guard low <= high else { throw fault("'settings.\(key).minimum' is above its maximum") }
    return low...high
  }

  func recognised(_ table: TOMLTable) throws(ExtensionError) -> [Extension.Recognised] {
    var all: [Extension.Recognised] = []
    for entry in table["recognised"]?.array ?? TOMLArray() {
      guard let table = entry.table, let checksum = table["checksum"]?.string,
        let version = table["version"]?.string.flatMap({ Version(number: $0, series: .named(name)) })
      else { throw fault("an entry of 'recognised' needs a version and a checksum") }
      try verify(table, allowed: ["version", "checksum", "by", "stands_for"], at: "recognised")
      let standsFor = try texts(table, "stands_for", at: "recognised.").compactMap {
        Version(number: $0, series: .named(name))
      }
      all.append(
        Extension.Recognised(
          version: version, checksum: checksum, by: table["by"]?.string ?? "another program",
          standsFor: standsFor.isEmpty ? [version] : standsFor))
    }
    return all
  }

  func clashes(_ table: TOMLTable) throws(ExtensionError) -> [Extension.Clash] {
    var all: [Extension.Clash] = []
    for entry in table["clashes"]?.array ?? TOMLArray() {
      guard let table = entry.table, let setting = table["setting"]?.string, let by = table["by"]?.string
      else { throw fault("an entry of 'clashes' needs 'setting' and 'by'") }
      try verify(table, allowed: ["setting", "by", "beside"], at: "clashes")
      all.append(
        Extension.Clash(setting: setting, by: by, beside: try texts(table, "beside", at: "clashes.")))
    }
    return all
  }

  /// Refuses unknown keys.
  func verify(_ table: TOMLTable, allowed: [String], at place: String) throws(ExtensionError) {
    for key in table.keys.sorted() where !allowed.contains(key) {
      throw fault("unknown key '\(place.isEmpty ? key : "\(place).\(key)")'")
    }
  }

  private func texts(_ table: TOMLTable, _ key: String, at place: String) throws(ExtensionError) -> [String] {
    guard let value = table[key] else { return [] }
    let texts = value.array.map { $0.map(\.string) }
    guard let texts, !texts.contains(nil) else { throw fault("'\(place)\(key)' must be a list of strings") }
    return texts.compactMap { $0 }
  }

  private func fault(_ reason: String) -> ExtensionError { .badManifest(source, reason: reason) }
}

extension ExtensionSetting.Value {
  /// A value of a settings file, as a value of an extension's setting; nil for a list or a secret.
  package init?(_ value: SettingsFile.Value) {
    switch value {
    case .text(let text): self = .text(text)
    case .number(let text): self = .number(text)
    case .flag(let flag): self = .flag(flag)
    case .list, .secret: return nil
    }
  }
}
