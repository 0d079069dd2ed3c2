import Diagnostics
import SQLText

/// A set of migrations that a project can include, with its own settings and versions such as
/// `ext_NAME_0001`.
package struct Extension: Sendable {
  package let name: String
  /// The purpose of the extension.
  package let description: String
  /// The settings that a project can change; nil if the extension accepts any.
  package let settings: [ExtensionSetting]?
  /// The rows that another program wrote for the extension's versions.
  package let recognised: [Recognised]
  /// The tables that another program also creates, but uses differently.
  package let clashes: [Clash]

  /// A table name that this extension shares with another program.
  package struct Clash: Sendable {
    /// The setting that gives the table another name.
    package let setting: String
    /// The name of the other program.
    package let by: String
    /// Other tables of that program, which show that it has used the database.
    package let beside: [String]

    package init(setting: String, by: String, beside: [String]) {
      self.setting = setting
      self.by = by
      self.beside = beside
    }
  }

  /// A tracking table row that another program wrote.
  package struct Recognised: Sendable, Equatable {
    package let version: Version
    package let checksum: String
    /// The name of the other program.
    package let by: String
    /// The versions of this extension whose work the other program did.
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

/// An extension with one project's values for its settings, for one dialect.
package struct ConfiguredExtension: Sendable {
  package let base: Extension
  /// The values of all settings, by name.
  package let values: [String: ExtensionSetting.Value]
  private let kinds: [String: ExtensionSetting.Kind]
  /// The names of tables, by the name of the setting.
  package let tables: [String: TableName]
  /// The definitions of columns, by the name of the setting.
  package let columns: [String: ColumnDefinition]
  private let naming: Naming

  /// The database's rules for names.
  package struct Naming: Sendable {
    let syntax: Syntax
    let folding: TableName.Folding
    /// The longest name in bytes; nil for no limit.
    let limit: Int?
    /// Whether the database ignores a foreign key within a column definition.
    let partsKeys: Bool

    package init(_ dialect: Dialect) {
      syntax = dialect.syntax
      folding = dialect.folding
      limit = dialect.nameLimit
      partsKeys = dialect.syntax.ignoresInlineKeys
    }
  }

  /// Applies a project's values to the settings.
  ///
  /// - Parameters:
  ///   - base: the extension.
  ///   - given: the project's values, each already checked against its setting's kind.
  ///   - dialect: the dialect, for the database's rules for names.
  ///   - namesFollow: whether a table without a given name is named after the table that its setting follows.
  /// - Throws: ``ExtensionValueError`` for a value that does not fit its setting.
  package init(
    _ base: Extension, _ given: [String: ExtensionSetting.Value], for dialect: Dialect,
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
        guard let table = TableName(text, naming.syntax, folding: naming.folding) else {
          throw ExtensionValueError(name, "'\(text)' is not a table name")
        }
        if let limit = naming.limit, let long = table.parts.first(where: { $0.utf8.count > limit }) {
          throw ExtensionValueError(name, "'\(long)' is longer than the limit of \(limit) bytes")
        }
        tables[name] = table
      case .column where !text.trimmingBlanks.isEmpty:
        do {
          columns[name] = try ColumnDefinition(text, naming.syntax, folding: naming.folding)
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

  /// The value of a setting; nil if it has none.
  package subscript(setting: String) -> ExtensionSetting.Value? { values[setting] }

  /// Whether `\if` holds for a setting, a derived hole or a `SETTING_CHOICE`; nil for an unknown name.
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

  /// The text of a file with the project's settings filled in.
  ///
  /// - Throws: ``ConditionError`` or ``TemplateError`` for an unknown name.
  package func filled(_ source: SourceText) throws -> SourceText {
    let kept = try Conditions(naming.syntax).applied(to: source, isOn)
    let template = try SQLTemplate(Block(whole: kept), reader: HoleReader(naming.syntax))
    var known = holes
    for name in template.names where known[name] == nil { known[name] = derived(name) }
    return try template.source(with: known, naming.syntax)
  }

  /// The values for the holes that are named after settings.
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

  /// A name derived from a table's name: `idx_session_table_app_user` for the setting `session_table`.
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
  /// The names of tables without a given name, derived from the tables that their settings follow.
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

  /// Cuts a name that is too long, and adds a checksum of the whole name to keep it unique.
  fileprivate func fitted(_ name: String) -> String {
    guard let limit, name.utf8.count > limit else { return name }
    let mark = "_" + Checksum.chain("", name).prefix(8)
    var kept = name
    while kept.utf8.count + mark.utf8.count > limit { kept.removeLast() }
    return kept + (folding == .upper ? mark.uppercased() : mark)
  }
}

/// An error for a value that does not fit its setting.
package struct ExtensionValueError: Error {
  package let setting: String
  package let reason: String

  init(_ setting: String, _ reason: String) {
    self.setting = setting
    self.reason = reason
  }
}
