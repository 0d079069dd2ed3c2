import Diagnostics

/// Conditional lines as in psql: `\if :NAME`, `\elif :NAME`, `\else` and `\endif`, each alone on its line.
///
/// https://www.postgresql.org/docs/current/app-psql.html#PSQL-METACOMMAND-IF
package struct Conditions {
  private let pattern: Pattern

  private enum Word: String, CaseIterable { case opening, other, otherwise, ending }

  /// Compiles the pattern for one syntax; within quotes and comments such a line is plain text.
  package init(_ syntax: Syntax) throws(PatternError) {
    pattern = try Pattern(
      #"""
      ^ [\x20\t]* \\ (?: (?<opening> if [\x20\t]++ : \w++ ) | (?<other> elif [\x20\t]++ : \w++ )
        | (?<otherwise> else ) | (?<ending> endif ) ) [\x20\t\r]* (?: \n | \z )
      | (?: \#(syntax.hiddenPattern) ) (*SKIP)(*FAIL)
      """#)
  }

  /// The text of the branches that hold, without the conditional lines.
  ///
  /// - Parameters:
  ///   - source: the text.
  ///   - holds: whether a name is true; nil for an unknown name.
  /// - Returns: the remaining text, each line with its number in the source.
  /// - Throws: ``ConditionError`` for an unknown name, or a line without its counterpart.
  package func applied(to source: SourceText, _ holds: (String) -> Bool?) throws -> SourceText {
    var open: [Branch] = []
    var (kept, lines, line, offset) = ("", [Int](), 1, 0)
    func keep(_ range: Range<Int>) {
      let part = source.text[utf8Range: range]
      let count = part.utf8.count { $0 == UInt8(ascii: "\n") }
      if open.last?.isShown ?? true {
        kept += part
        lines += line..<line + count
      }
      line += count
    }
    for match in try pattern.matches(in: source.text) {
      guard let (word, range) = word(of: match) else { continue }
      keep(offset..<match.range.lowerBound)
      offset = match.range.upperBound
      line += 1
      let place = range.lowerBound
      let name = String(source.text[utf8Range: range].drop { $0 != ":" }.dropFirst())
      switch word {
      case .opening:
        let isOn = try known(name, by: holds, in: source, at: place)
        open.append(Branch(isOn, place, isInShown: open.last?.isShown ?? true))
      case .other, .otherwise:
        guard var last = open.popLast(), !last.isLast else {
          throw ConditionError.unmatched(source.location(at: place))
        }
        last.turn(word == .otherwise ? nil : try known(name, by: holds, in: source, at: place))
        open.append(last)
      case .ending:
        guard open.popLast() != nil else { throw ConditionError.unmatched(source.location(at: place)) }
      }
    }
    if let last = open.last { throw ConditionError.unclosed(source.location(at: last.place)) }
    keep(offset..<source.text.utf8.count)
    return source.becoming(kept, lines: lines + [line])
  }

  /// One `\if`, and the state of its branches.
  private struct Branch {
    /// Whether the current branch holds.
    private var isOn: Bool
    /// Whether the branches around it hold.
    private let isInShown: Bool
    private var wasOn = false
    /// Whether `\else` has been read.
    private(set) var isLast = false
    /// The UTF-8 offset of the `\if`.
    let place: Int

    /// Whether the text of the current branch is kept.
    var isShown: Bool { isInShown && isOn }

    init(_ isOn: Bool, _ place: Int, isInShown: Bool) {
      self.isOn = isOn
      self.place = place
      self.isInShown = isInShown
    }

    mutating func turn(_ condition: Bool?) {
      wasOn = wasOn || isOn
      isLast = condition == nil
      isOn = !wasOn && (condition ?? true)
    }
  }

  private func known(
    _ name: String, by holds: (String) -> Bool?, in source: SourceText, at place: Int
  ) throws(ConditionError) -> Bool {
    guard let value = holds(name) else { throw .unknown(name, at: source.location(at: place)) }
    return value
  }

  private func word(of match: Match) -> (Word, Range<Int>)? {
    for word in Word.allCases {
      if let range = match[word.rawValue] { return (word, range) }
    }
    return nil
  }
}

/// An error in conditional lines.
package enum ConditionError: Diagnostic {
  case unknown(String, at: SourceLocation)
  case unmatched(SourceLocation)
  case unclosed(SourceLocation)

  package var message: String {
    switch self {
    case .unknown(let name, _): "':\(name)' is not a setting of the extension"
    case .unmatched: #"it has no '\if' before it"#
    case .unclosed: #"'\if' has no '\endif'"#
    }
  }

  package var remedy: String? {
    if case .unknown = self { "write the name of a setting" } else { nil }
  }

  package var place: Place? {
    switch self {
    case .unknown(_, let location), .unmatched(let location), .unclosed(let location): .source(location)
    }
  }

  package var status: ExitStatus { .badFile }
}
