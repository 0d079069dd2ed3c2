import Configuration
import Diagnostics
import Migrations
import SQLText

/// What the files and the settings allow although a rule speaks against it.
struct Allowances {
  private let everywhere: Set<LintRule>
  private let raised: Set<LintRule>
  /// The remarks of each file, by its path.
  private var remarks: [String: [Remark]] = [:]

  /// A comment such as `-- lint: allow drops-column nobody reads it since 4.2`.
  private struct Remark {
    let rule: LintRule
    let line: Int
    /// Whether it stands above the first block, and so counts in the whole file.
    let isWhole: Bool
  }

  /// - Throws: ``LintError`` for an unknown rule, or a remark without a reason.
  init(_ settings: Settings, of migrations: [Migration], _ syntax: Syntax) throws {
    everywhere = try Self.rules(settings.lintAllowed, under: .lintAllow, of: settings)
    raised = try Self.rules(settings.lintErrors, under: .lintErrors, of: settings)
    let pattern = try Self.pattern(syntax)
    for migration in migrations {
      let source = migration.source
      let head = source.location(at: migration.up.nameOffset).line
      for match in try pattern.matches(in: source.text) {
        let place = source.location(at: match["rule"]?.lowerBound ?? match.range.lowerBound)
        let word = match.text("rule") ?? ""
        guard let rule = LintRule(rawValue: word.lowercased()) else {
          throw LintError.unknownRule(word, at: .source(place))
        }
        guard let reason = match.text("reason"), !reason.trimmingBlanks.isEmpty else {
          throw LintError.noReason(rule, at: place)
        }
        remarks[source.path, default: []].append(
          Remark(rule: rule, line: place.line, isWhole: place.line < head))
      }
    }
  }

  /// Matches a remark; the same words in a string are the user's.
  private static func pattern(_ syntax: Syntax) throws(PatternError) -> Pattern {
    try Pattern(
      #"""
      ^ [\x20\t]*+ --[\x20\t]* lint[\x20\t]*:[\x20\t]* allow \b
      [\x20\t]*+ (?<rule>\S*+) (?<reason>[^\r\n]*+)
      | (?: \#(syntax.hiddenPattern) ) (*SKIP)(*FAIL)
      """#,
      .caseless)
  }

  private static func rules(
    _ names: [String], under key: SettingsKey, of settings: Settings
  ) throws(LintError) -> Set<LintRule> {
    var rules: Set<LintRule> = []
    for name in names {
      guard let rule = LintRule(rawValue: name.lowercased()) else {
        throw .unknownRule(name, at: .setting(file: settings.file ?? "rung.toml", key: key.rawValue))
      }
      rules.insert(rule)
    }
    return rules
  }

  /// The findings that nobody allows, with their final severity.
  ///
  /// - Parameters:
  ///   - findings: what the rules found.
  ///   - statements: the statements that they are about.
  /// - Returns: what is left.
  func applied(to findings: [LintFinding], _ statements: [WatchedStatement]) -> [LintFinding] {
    findings.filter { finding in
      if everywhere.contains(finding.rule) { return false }
      guard let place = finding.location, let remarks = remarks[place.path] else { return true }
      let lines = statements.first { $0.place == place }?.lines
      return !remarks.contains {
        $0.rule == finding.rule && ($0.isWhole || lines?.contains($0.line) ?? false)
      }
    }.map { raised.contains($0.rule) ? $0.with(severity: .error) : $0 }
  }
}

/// A remark or setting for `rung lint` that cannot be understood.
enum LintError: Diagnostic {
  case unknownRule(String, at: Place)
  case noReason(LintRule, at: SourceLocation)
  /// A database whose statements cannot be watched.
  case noWatch(String)

  var message: String {
    switch self {
    case .unknownRule(let name, _): name.isEmpty ? "no rule is named" : "there is no rule '\(name)'"
    case .noReason(let rule, _): "'\(rule.rawValue)' is allowed without a reason"
    case .noWatch(let dialect): "Rung cannot watch the statements of a \(dialect) database"
    }
  }

  var remedy: String? {
    switch self {
    case .unknownRule(let name, _):
      Phrase.nearest(to: name, among: LintRule.allCases.map(\.rawValue)).map { "did you mean '\($0)'?" }
        ?? "docs/lint.md has all rules"
    case .noReason: "write after the rule why it is all right here"
    case .noWatch: "lint the same files on SQLite or PostgreSQL"
    }
  }

  var place: Place? {
    switch self {
    case .unknownRule(_, let place): place
    case .noReason(_, let location): .source(location)
    case .noWatch: nil
    }
  }

  var status: ExitStatus {
    switch self {
    case .unknownRule(_, .setting): .badSettings
    case .noWatch: .failed
    default: .badFile
    }
  }
}
