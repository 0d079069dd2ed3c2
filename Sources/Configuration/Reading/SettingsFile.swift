import Diagnostics
import TOMLKit

/// The contents of `rung.toml`, in which every key is known and every value is of the right kind.
package struct SettingsFile {
  /// The path as the user would write it.
  let path: String
  /// The folder that relative paths in the file are relative to.
  let folder: String
  /// The values by key; the keys of a target begin with `target.NAME.`.
  var values: [String: Value]
  var targets: [String]
  /// The extensions that have a table, by the prefix of its key: empty, or `target.NAME.`.
  var extensions: [String: [String]]

  /// The tables whose keys are known.
  static let sections = ["migration", "hooks", "lint", "sqlite"]

  package enum Value: Equatable {
    case text(String)
    case flag(Bool)
    /// The number as written.
    case number(String)
    case list([String])
    /// A text under `[values]` that only the database may see.
    case secret(String)
  }

  /// Reads the text of a file.
  ///
  /// - Throws: ``SettingsError`` for the first error, in the order of the keys.
  init(_ source: SourceText, folder: String) throws(SettingsError) {
    path = source.path
    self.folder = folder
    let table = try TOMLTable(source)
    var reader = Reader(path: source.path)
    try reader.read(table, prefix: "", allowsTargets: true)
    values = reader.values
    targets = reader.targets
    extensions = reader.extensions
  }

  /// A reader that walks through the tables.
  struct Reader {
    let path: String
    var values: [String: Value] = [:]
    var targets: [String] = []
    var extensions: [String: [String]] = [:]

    mutating func read(_ table: TOMLTable, prefix: String, allowsTargets: Bool) throws(SettingsError) {
      for key in table.keys.sorted() {
        guard let value = table[key] else { continue }
        if key == "target", allowsTargets {
          guard let tables = value.table else {
            throw .wrongKind(.file(path, key: key), expected: "tables [target.NAME]")
          }
          try readTargets(tables)
        } else if key == "targets", allowsTargets {
          try readList(value)
        } else if key == "values" {
          try readValues(value, prefix: prefix)
        } else if key == "extension" {
          guard let tables = value.table else {
            throw .wrongKind(.file(path, key: prefix + key), expected: "tables [extension.NAME]")
          }
          try readExtensions(tables, prefix: prefix)
        } else if SettingsFile.sections.contains(key) {
          guard let table = value.table else {
            throw .wrongKind(.file(path, key: prefix + key), expected: "a table [\(prefix)\(key)]")
          }
          for inner in table.keys.sorted() { try read(table[inner], at: "\(key).\(inner)", prefix: prefix) }
        } else if ["enabled", "protected"].contains(key), !prefix.isEmpty {
          // Under a target, the keys may also stand outside the table `migration`.
          try read(value, at: "migration.\(key)", prefix: prefix)
        } else {
          try read(value, at: key, prefix: prefix)
        }
      }
    }

    private mutating func readTargets(_ tables: TOMLTable) throws(SettingsError) {
      for name in tables.keys.sorted() {
        guard let table = tables[name]?.table else {
          throw .wrongKind(.file(path, key: "target.\(name)"), expected: "a table [target.\(name)]")
        }
        targets.append(name)
        try read(table, prefix: "target.\(name).", allowsTargets: false)
      }
    }

    /// Reads where the list of targets is, and the settings of each of them.
    private mutating func readList(_ value: any TOMLValueConvertible) throws(SettingsError) {
      guard let table = value.table else {
        throw .wrongKind(.file(path, key: "targets"), expected: "a table [targets]")
      }
      let known = SettingsFile.sections + ["extension", "values"]
      for key in table.keys.sorted() where table[key]?.table != nil && !known.contains(key) {
        throw .unknownKey(file: path, key: TargetList.prefix + key, nearest: "target.\(key)")
      }
      for key in ["from", "command"] where table[key] != nil {
        try read(table[key], at: "\(TargetList.prefix)\(key)", prefix: "")
        table.remove(at: key)
      }
      try read(table, prefix: TargetList.prefix, allowsTargets: false)
    }

    /// Reads the tables of extensions; the extension, not this reader, knows what its keys mean.
    private mutating func readExtensions(_ tables: TOMLTable, prefix: String) throws(SettingsError) {
      for name in tables.keys.sorted() {
        let key = "\(prefix)extension.\(name)"
        guard let table = tables[name]?.table else {
          throw .wrongKind(.file(path, key: key), expected: "a table [\(key)]")
        }
        extensions[prefix, default: []].append(name)
        for inner in table.keys.sorted() {
          guard let value = table[inner].flatMap(SettingsFile.Value.init) else {
            throw .wrongKind(
              .file(path, key: "\(key).\(inner)"), expected: "a text, a number, or true or false")
          }
          values["\(key).\(inner)"] = value
        }
      }
    }

    /// The names of extensions, without their settings.
    private func names(_ list: TOMLArray, _ key: String) throws(SettingsError) -> [String] {
      var names: [String] = []
      for element in list {
        guard let name = element.string else {
          let example = element.table?["name"]?.string ?? "NAME"
          throw .badValue(
            .file(path, key: key), reason: "it takes only names",
            remedy: "write [\"\(example)\"] here, and its settings under [extension.\(example)]")
        }
        names.append(name)
      }
      return names
    }

    /// The texts of a list that may also be one text.
    private func texts(_ list: TOMLArray, _ key: String) throws(SettingsError) -> [String] {
      let texts = list.compactMap(\.string)
      guard texts.count == list.count else {
        throw .wrongKind(.file(path, key: key), expected: "a string, or a list of strings")
      }
      return texts
    }

    private mutating func read(
      _ value: (any TOMLValueConvertible)?, at key: String, prefix: String
    ) throws(SettingsError) {
      if key == "migration.templates" { return try readTemplates(value, prefix: prefix) }
      guard let known = SettingsKey(rawValue: key) else {
        let all =
          SettingsKey.allCases.map(\.rawValue) + SettingsFile.sections + ["extension", "values"]
          + (prefix.isEmpty ? ["target", "targets"] : [])
        let last = key.split(separator: ".").last.map(String.init) ?? key
        if let owner = Resources.shippedExtension(called: last) ?? Resources.shippedExtension(with: last) {
          let right = "\(prefix)extension.\(owner)" + (owner == last ? "" : ".\(last)")
          throw .unknownKey(file: path, key: prefix + key, nearest: right)
        }
        if last == "extension_config" {
          throw .unknownKey(file: path, key: prefix + key, nearest: "\(prefix)extension")
        }
        let names = all.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
        let near = Phrase.nearest(to: last, among: names).flatMap { name in
          zip(names, all).first { $0.0 == name }?.1
        }
        throw .unknownKey(
          file: path, key: prefix + key, nearest: near.map { $0.hasPrefix(prefix) ? $0 : prefix + $0 })
      }
      if known == .author, let table = value?.table {
        values[prefix + key] = try author(table, at: prefix + key)
      } else if known == .scriptLocation, let list = value?.array {
        values[prefix + key] = .list(try texts(list, prefix + key))
      } else if known.kind == .flag, let flag = value?.bool {
        values[prefix + key] = .flag(flag)
      } else if known.kind == .list, let list = value?.array {
        values[prefix + key] = .list(try names(list, prefix + key))
      } else if known.kind == .number, let number = value?.int {
        values[prefix + key] = .text("\(number)")
      } else if ![.flag, .list, .number].contains(known.kind), let text = value?.string {
        values[prefix + key] = .text(text)
      } else {
        throw .wrongKind(.file(path, key: prefix + key), expected: known.kind.rawValue)
      }
    }
  }
}

extension SettingsFile.Value {
  /// A value that an extension's setting can have.
  init?(_ value: any TOMLValueConvertible) {
    if let flag = value.bool {
      self = .flag(flag)
    } else if let text = value.string {
      self = .text(text)
    } else if let number = value.int {
      self = .number("\(number)")
    } else if let number = value.double {
      self = .number("\(number)")
    } else {
      return nil
    }
  }
}
