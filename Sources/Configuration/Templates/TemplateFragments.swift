import Diagnostics
import SQLText
import TOMLKit

/// `[migration.templates]`, which holds parts of the default templates in the form that users of SQLSpec
/// know.
package struct TemplateFragments: Sendable {
  /// A part as written.
  package struct Fragment: Sendable {
    let lines: [String]
    package let origin: SettingsError.Origin

    package var text: String { lines.joined(separator: "\n") }

    /// The part as a template, whose errors are reported at the key.
    package var template: FieldTemplate {
      guard case .file(let file, let key) = origin else {
        return FieldTemplate(SourceText(path: "", text: text))
      }
      return FieldTemplate(SourceText(path: file, text: text), writtenAt: .setting(file: file, key: key))
    }
  }

  fileprivate static let key = "migration.templates"
  /// The parts of each format, and whether each may be a list; an empty list counts as given, an empty text
  /// does not.
  fileprivate static let known: [MigrationFormat: [String: Bool]] = [
    .sql: ["header": false, "metadata": true, "body": false, "description_key": true],
    .py: ["docstring": false, "imports": true, "body": false, "description_key": true],
  ]

  let title: String?
  private let fragments: [String: Fragment]

  /// A part; nil leaves it to the default.
  package subscript(format: MigrationFormat, name: String) -> Fragment? {
    fragments["\(format.rawValue).\(name)"]
  }

  /// Whether the settings give any text of a format.
  package func hasText(_ format: MigrationFormat) -> Bool {
    fragments.keys.contains { $0.hasPrefix("\(format.rawValue).") && !$0.hasSuffix("description_key") }
  }

  fileprivate init(title: String?, fragments: [String: Fragment]) {
    self.title = title
    self.fragments = fragments
  }
}

extension SettingsSource {
  /// The parts of templates in the settings file; as in SQLSpec, the default applies to empty texts and
  /// to empty lists of description keys.
  func fragments() throws(SettingsError) -> TemplateFragments {
    var fragments: [String: TemplateFragments.Fragment] = [:]
    for (format, names) in TemplateFragments.known {
      for name in names.keys {
        let key = "\(format.rawValue).\(name)"
        fragments[key] = try fragment(key)
      }
    }
    return TemplateFragments(title: try fragment("title")?.text, fragments: fragments)
  }

  private func fragment(_ name: String) throws(SettingsError) -> TemplateFragments.Fragment? {
    guard let file else { return nil }
    let key = "\(TemplateFragments.key).\(name)"
    guard
      let full = [target.map { "target.\($0)." }, ""].compactMap({ $0 }).map({ $0 + key })
        .first(where: { file.values[$0] != nil })
    else { return nil }
    let origin = SettingsError.Origin.file(file.path, key: full)
    switch file.values[full] {
    case .text(let text) where !text.isEmpty:
      return TemplateFragments.Fragment(lines: [try environment.resolved(text, origin)], origin: origin)
    case .list(let list):
      let lines = list.filter { !$0.isEmpty }
      return lines.isEmpty && name.hasSuffix("description_key")
        ? nil : TemplateFragments.Fragment(lines: lines, origin: origin)
    default: return nil
    }
  }
}

extension SettingsFile.Reader {
  /// Reads `[migration.templates]`, with a table for each format.
  mutating func readTemplates(
    _ value: (any TOMLValueConvertible)?, prefix: String
  ) throws(SettingsError) {
    let key = prefix + TemplateFragments.key
    guard let table = value?.table else {
      throw .wrongKind(.file(path, key: key), expected: "a table [\(key)]")
    }
    let formats = MigrationFormat.allCases.map(\.rawValue)
    for name in table.keys.sorted() {
      if name == "title" {
        values["\(key).title"] = try fragment(table[name], "\(key).title", canBeList: false)
      } else if let format = MigrationFormat(rawValue: name) {
        guard let inner = table[name]?.table else {
          throw .wrongKind(.file(path, key: "\(key).\(name)"), expected: "a table [\(key).\(name)]")
        }
        try readFragments(inner, format, below: "\(key).\(name)")
      } else {
        throw unknown(name, below: key, among: formats + ["title"])
      }
    }
  }

  private mutating func readFragments(
    _ table: TOMLTable, _ format: MigrationFormat, below key: String
  ) throws(SettingsError) {
    let known = TemplateFragments.known[format] ?? [:]
    for name in table.keys.sorted() {
      guard let canBeList = known[name] else { throw unknown(name, below: key, among: known.keys.sorted()) }
      values["\(key).\(name)"] = try fragment(table[name], "\(key).\(name)", canBeList: canBeList)
    }
  }

  private func fragment(
    _ value: (any TOMLValueConvertible)?, _ key: String, canBeList: Bool
  ) throws(SettingsError) -> SettingsFile.Value {
    if let text = value?.string {
      return canBeList ? .list(text.split(whereSeparator: \.isNewline).map(String.init)) : .text(text)
    }
    let lines = canBeList ? value?.array.map { Array($0).map(\.string) } : nil
    guard let lines, !lines.contains(nil) else {
      let expected = canBeList ? "a string, or a list of them" : "a string"
      throw .wrongKind(.file(path, key: key), expected: expected)
    }
    return .list(lines.compactMap { $0 })
  }

  private func unknown(_ name: String, below key: String, among known: [String]) -> SettingsError {
    let near = Phrase.nearest(to: name, among: known)
    return .unknownKey(file: path, key: "\(key).\(name)", nearest: near.map { "\(key).\($0)" })
  }
}
