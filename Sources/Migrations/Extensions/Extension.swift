import Diagnostics
import SQLText

/// A set of migrations that a project takes in, recorded as `ext_NAME_0001` and so on, with settings of its
/// own.
package struct Extension: Sendable {
  package let name: String
  /// What it is for.
  package let description: String
  /// What a project can say to it; nil where it takes whatever it is given.
  package let settings: [ExtensionSetting]?
  /// Rows that another program wrote for its versions.
  package let recognised: [Recognised]
  /// Tables that another program makes, too, and uses in another way.
  package let clashes: [Clash]

  /// A table that another program calls as this extension does.
  package struct Clash: Sendable {
    /// The setting that gives the table another name.
    package let setting: String
    /// Which program.
    package let by: String
    /// Other tables of that program, which show that it was here.
    package let beside: [String]

    package init(setting: String, by: String, beside: [String]) {
      self.setting = setting
      self.by = by
      self.beside = beside
    }
  }

  /// A row that another program wrote.
  package struct Recognised: Sendable, Equatable {
    package let version: Version
    package let checksum: String
    /// Which program.
    package let by: String
    /// All that it did, in our versions.
    package let standsFor: [Version]

    package init(version: Version, checksum: String, by: String, standsFor: [Version]) {
      self.version = version
      self.checksum = checksum
      self.by = by
      self.standsFor = standsFor
    }
  }

  package init(
    name: String, description: String, settings: [ExtensionSetting]?, recognised: [Recognised] = [],
    clashes: [Clash] = []
  ) {
    self.clashes = clashes
    self.name = name
    self.description = description
    self.settings = settings
    self.recognised = recognised
  }
}

/// An extension with the values that one project gives to its settings, for one dialect.
package struct ConfiguredExtension: Sendable {
  package let base: Extension
  /// What its settings are, by their names.
  package let values: [String: ExtensionSetting.Value]
  private let kinds: [String: ExtensionSetting.Kind]
  /// The names of tables, by the name of the setting.
  package let tables: [String: TableName]
  /// The definitions of columns, by the name of the setting.
  package let columns: [String: ColumnDefinition]
  private let naming: Naming

  /// What a database makes of names.
  package struct Naming: Sendable {
    let syntax: Syntax
    let folding: TableName.Folding
    /// How long a name may be, in bytes; nil for any length.
    let limit: Int?
    /// Whether a foreign key within a column's definition means nothing.
    let partsKeys: Bool

    package init(_ dialect: Dialect) {
      syntax = dialect.syntax
      folding = dialect.folding
      limit = dialect.nameLimit
      partsKeys = dialect.syntax.ignoresInlineKeys
    }
  }

  /// Puts the values in their places.
  ///
  /// - Parameters:
  ///   - base: the extension.
  ///   - given: what the project says, each value known to be of its setting's kind.
  ///   - dialect: what the database makes of names.
  ///   - namesFollow: whether a table that is given no name is named after the one that its setting follows.
  /// - Throws: ``ExtensionValueError`` for a value that cannot be what its setting is.
  package init(
    _ base: Extension, _ given: [String: ExtensionSetting.Value], _ dialect: Dialect,
    namesFollow: Bool = false
  ) throws {
    self.base = base
    naming = Naming(dialect)
    let declared = base.settings ?? []
    values = Dictionary(declared.map { ($0.name, $0.standard) }) { $1 }.merging(given) { $1 }
    kinds = Dictionary(declared.map { ($0.name, $0.kind) }) { $1 }
    var tables: [String: TableName] = [:]
    var columns: [String: ColumnDefinition] = [:]
    for (name, value) in values {
      guard case .text(let text) = value else { continue }
      switch kinds[name] {
      case .table:
        guard let table = TableName(text, naming.syntax, naming.folding) else {
          throw ExtensionValueError(name, "'\(text)' is not a table name")
        }
        if let limit = naming.limit, let long = table.parts.first(where: { $0.utf8.count > limit }) {
          throw ExtensionValueError(name, "'\(long)' is longer than the limit of \(limit) bytes")
        }
        tables[name] = table
      case .column where !text.trimmingBlanks.isEmpty:
        do {
          columns[name] = try ColumnDefinition(text, naming.syntax, naming.folding)
        } catch let error as ColumnDefinitionError {
          throw ExtensionValueError(name, "\(error)")
        }
      default: break
      }
    }
    if namesFollow { tables.merge(naming.followers(of: tables, given: given, declared)) { $1 } }
    self.tables = tables
    self.columns = columns
  }

  /// The value of a setting; nil where it has none.
  package subscript(setting: String) -> ExtensionSetting.Value? { values[setting] }

  /// Whether `\if` holds for a name: a setting, or a setting of kind `choice` with one of its words.
  package func isOn(_ name: String) -> Bool? {
    if let value = values[name] { return value.isOn }
    if case .text(let text)? = holes[name] { return !text.isEmpty }
    for setting in base.settings ?? [] where setting.kind == .choice {
      for choice in setting.choices where name == "\(setting.name)_\(choice)" {
        return values[setting.name] == .text(choice)
      }
    }
    return nil
  }

  /// The text of a file with all that the settings say in its places.
  ///
  /// - Throws: ``ConditionError`` or ``TemplateError`` for what is not known.
  package func filled(_ source: SourceText) throws -> SourceText {
    let kept = try Conditions(naming.syntax).applied(to: source, isOn)
    let template = try SQLTemplate(Block(whole: kept), reader: HoleReader(naming.syntax))
    var known = holes
    for name in template.names where known[name] == nil { known[name] = derived(name) }
    return try template.source(with: known, naming.syntax)
  }

  /// What fills the holes that are called like settings.
  private var holes: [String: SQLTemplate.Value] {
    var holes: [String: SQLTemplate.Value] = [:]
    for (name, value) in values {
      switch value {
      case .text(let text): holes[name] = .text(text)
      case .number(let text): holes[name] = Int(text).map { .number($0) } ?? .text(text)
      case .flag(let flag): holes[name] = .text("\(flag)")
      }
    }
    for (name, table) in tables {
      holes[name] = .name(table.parts)
      holes["\(name)_schema"] = .text(
        table.schema.isEmpty ? "" : naming.syntax.identifier(table.schema) + ".")
    }
    for (name, kind) in kinds where kind == .column {
      let column = columns[name]
      holes[name] = .text((naming.partsKeys ? column?.apart.column : column?.text) ?? "")
      holes["\(name)_key"] = .text(naming.partsKeys ? column?.apart.key ?? "" : "")
      holes["\(name)_name"] = column.map { .name([$0.name]) } ?? .null
    }
    return holes
  }

  /// A name that is made of a table's: `idx_session_table_app_user` for a setting `session_table`.
  private func derived(_ word: String) -> SQLTemplate.Value? {
    let parts = word.split(separator: "_", omittingEmptySubsequences: false)
    let names = tables.keys.sorted { ($0.count, $0) > ($1.count, $1) }
    for name in names {
      let own = name.split(separator: "_", omittingEmptySubsequences: false)
      guard let range = parts.firstRange(of: own) else { continue }
      let table = tables[name]?.table ?? ""
      let isUpper = naming.folding == .upper && table == table.uppercased()
      func folded(_ parts: ArraySlice<Substring>) -> [String] {
        parts.map { isUpper ? $0.uppercased() : String($0) }
      }
      let all = folded(parts[..<range.lowerBound]) + [table] + folded(parts[range.upperBound...])
      return .name([naming.fitted(all.joined(separator: "_"))])
    }
    return nil
  }
}

extension ConfiguredExtension.Naming {
  /// The tables that are given no name, named after the one that their setting follows.
  fileprivate func followers(
    of tables: [String: TableName], given: [String: ExtensionSetting.Value], _ declared: [ExtensionSetting]
  ) -> [String: TableName] {
    var followers: [String: TableName] = [:]
    for setting in declared where given[setting.name] == nil {
      guard let leader = setting.follows, given[leader] != nil, let table = tables[leader],
        case .text(let standard)? = declared.first(where: { $0.name == leader })?.standard,
        case .text(let own) = setting.standard
      else { continue }
      let name = table.following(own, as: standard)
      followers[setting.name] = TableName(parts: table.schema + [fitted(name)])
    }
    return followers
  }

  /// A name that is too long is cut, and told from others by a checksum of all of it.
  fileprivate func fitted(_ name: String) -> String {
    guard let limit, name.utf8.count > limit else { return name }
    let mark = "_" + Checksum.chain("", name).prefix(8)
    var kept = name
    while kept.utf8.count + mark.utf8.count > limit { kept.removeLast() }
    return kept + (folding == .upper ? mark.uppercased() : mark)
  }
}

/// A value that cannot be what its setting is.
package struct ExtensionValueError: Error {
  package let setting: String
  package let reason: String

  init(_ setting: String, _ reason: String) {
    self.setting = setting
    self.reason = reason
  }
}
