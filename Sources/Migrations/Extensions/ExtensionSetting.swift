import Diagnostics
import SQLText

/// A setting of an extension, with its default value.
package struct ExtensionSetting: Sendable {
  package let name: String
  package let kind: Kind
  /// A description for people.
  package let about: String
  /// The default value.
  package let standard: Value
  /// The words that a `choice` may have.
  package let choices: [String]
  /// The range of a `number`.
  package let limits: ClosedRange<Double>?
  /// The dialects that use the setting; empty for all.
  package let dialects: [String]
  /// Another setting that this one has no effect without.
  package let needs: String?
  /// The setting of another table, from whose name this table's name is derived if tenants share a database.
  package let follows: String?
  /// Names that a column cannot have, because the extension's tables have such columns.
  package let taken: [String]

  package enum Kind: String, Sendable, CaseIterable {
    /// A table's name, with or without its schema.
    case table
    /// The definition of one column, or nothing.
    case column
    case text, number
    /// True or false.
    case `switch`
    /// One of several words.
    case choice
  }

  package enum Value: Sendable, Equatable {
    case text(String)
    /// A number as it is written.
    case number(String)
    case flag(Bool)

    /// Whether `\if` holds for the value.
    package var isOn: Bool {
      switch self {
      case .text(let text): !text.isEmpty
      case .number(let number): !number.isEmpty
      case .flag(let flag): flag
      }
    }

    /// The value as users write it.
    package var words: String {
      switch self {
      case .text(let text): "\"\(text)\""
      case .number(let number): number
      case .flag(let flag): "\(flag)"
      }
    }
  }

  package init(
    name: String, kind: Kind, about: String = "", standard: Value? = nil, choices: [String] = [],
    limits: ClosedRange<Double>? = nil, dialects: [String] = [], needs: String? = nil,
    follows: String? = nil, taken: [String] = []
  ) {
    self.name = name
    self.kind = kind
    self.about = about
    self.standard = standard ?? (kind == .switch ? .flag(false) : .text(""))
    self.choices = choices
    self.limits = limits
    self.dialects = dialects
    self.needs = needs
    self.follows = follows
    self.taken = taken
  }

  /// The reason why a value does not fit this setting; nil if it fits.
  package func complaint(about value: Value) -> String? {
    switch (kind, value) {
    case (.switch, .flag): nil
    case (.switch, _): "it takes true or false"
    case (.number, .number(let text)):
      limits.flatMap { limits in
        Double(text).map(limits.contains) == true ? nil : "it takes a number \(limits.words)"
      }
    case (.number, _): "it takes a number"
    case (.choice, .text(let text)) where choices.contains(text): nil
    case (.choice, _): "it takes \(Phrase.list(choices.map { "\"\($0)\"" }, "or"))"
    case (.table, .text), (.column, .text), (.text, .text): nil
    case (.table, _), (.column, _), (.text, _): "it takes a string"
    }
  }
}

extension ClosedRange<Double> {
  /// The range in words, without an infinite end.
  fileprivate var words: String {
    if lowerBound.isInfinite { return "up to \(upperBound.plain)" }
    return "from \(lowerBound.plain)" + (upperBound.isInfinite ? "" : " to \(upperBound.plain)")
  }
}

extension Double {
  /// The number, without a fraction if it is whole.
  fileprivate var plain: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}

extension TableName {
  /// The name of another table, derived from this one's.
  ///
  /// `tenant_a_app_state` belongs to `tenant_a_sessions` as `adk_app_state` belongs to `adk_sessions`. A
  /// table in its own schema needs no other name.
  ///
  /// - Parameters:
  ///   - own: the other table's default name.
  ///   - standard: this table's default name.
  /// - Returns: the name without a schema.
  func following(_ own: String, as standard: String) -> String {
    let shared = standard.commonPrefix(with: own)
    let (kind, rest) = (standard.dropFirst(shared.count), own.dropFirst(shared.count))
    let name = table.lowercased()
    for ending in [kind, kind.dropLast(kind.hasSuffix("s") ? 1 : 0)] where name.hasSuffix(ending) {
      let lead = table.dropLast(ending.count)
      return lead.isEmpty ? own : String(lead + rest)
    }
    return "\(table)_\(rest)"
  }
}

extension String {
  /// The beginning that both texts share.
  fileprivate func commonPrefix(with other: String) -> Substring {
    prefix(zip(self, other).prefix { $0 == $1 }.count)
  }
}
