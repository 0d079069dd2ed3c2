import Diagnostics
import SQLText

/// Something that a project can say to an extension, and what it is unless it does.
package struct ExtensionSetting: Sendable {
  package let name: String
  package let kind: Kind
  /// In words, for people.
  package let about: String
  /// What it is unless a project says otherwise.
  package let standard: Value
  /// What a `choice` may be.
  package let choices: [String]
  /// What a `number` may be.
  package let limits: ClosedRange<Double>?
  /// The dialects that have a use for it; empty for all.
  package let dialects: [String]
  /// Another setting without which it means nothing.
  package let needs: String?
  /// The setting of another table, whose name this one's is made of where tenants share a database.
  package let follows: String?
  /// Names that a column cannot have, because its tables have such columns.
  package let taken: [String]

  package enum Kind: String, Sendable, CaseIterable {
    /// A table's name, with its schema or without.
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
    /// As it is written.
    case number(String)
    case flag(Bool)

    /// Whether `\if` holds for it.
    package var isOn: Bool {
      switch self {
      case .text(let text): !text.isEmpty
      case .number(let number): !number.isEmpty
      case .flag(let flag): flag
      }
    }

    /// As people write it.
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

  /// Why a value cannot be this setting's; nil where it can.
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
  /// From where to where, as far as there is an end.
  fileprivate var words: String {
    if lowerBound.isInfinite { return "up to \(upperBound.plain)" }
    return "from \(lowerBound.plain)" + (upperBound.isInfinite ? "" : " to \(upperBound.plain)")
  }
}

extension Double {
  /// Without a fraction where there is none.
  fileprivate var plain: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}

extension TableName {
  /// The name of another table, made of this one's: `tenant_a_app_state` beside `tenant_a_sessions`, as
  /// `adk_app_state` stands beside `adk_sessions`; with a schema of its own a table needs no other name.
  ///
  /// - Parameters:
  ///   - own: what the other table is called by default.
  ///   - standard: what this one is called by default.
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
  /// What two texts begin with, both.
  fileprivate func commonPrefix(with other: String) -> Substring {
    prefix(zip(self, other).prefix { $0 == $1 }.count)
  }
}
