import Diagnostics
import SQLText

/// Finds unexpected effects of SQLite's foreign keys on a migration.
///
/// https://www.sqlite.org/pragma.html#pragma_foreign_keys,
/// https://www.sqlite.org/lang_altertable.html#otheralter
struct ForeignKeyCheck {
  private let isEnforced: Bool
  private let pragma: Pattern
  private let drop: Pattern
  private let create: Pattern
  private let rename: Pattern

  init(_ syntax: Syntax, isEnforced: Bool) throws(PatternError) {
    self.isEnforced = isEnforced
    let quoted = #""[^"]+" | `[^`]+` | \[[^\]]+\] | '[^']+'"#
    let name =
      #"(?: (?: \w+ | \#(quoted) ) (?&gap)?+ \. (?&gap)?+ )? (?<name> \#(quoted) | [\w$\x80-\xff]+ )"#
    pragma = try Pattern(
      statement: #"""
        pragma (?&gap) (?: (?: \w+ | \#(quoted) ) (?&gap)?+ \. (?&gap)?+ )?
          ["'`\[]? foreign_keys ["'`\]]? (?&gap)?+ [=(]
          (?&gap)?+ ['"]? (?<value> \w+ )
        """#, syntax)
    drop = try Pattern(
      statement: #"drop (?&gap) table (?&gap) (?: if (?&gap) exists (?&gap) )? "# + name, syntax)
    create = try Pattern(
      statement: #"create (?&gap) table (?&gap) (?: if (?&gap) not (?&gap) exists (?&gap) )? "# + name, syntax
    )
    rename = try Pattern(
      statement: #"alter (?&gap) table (?&gap) [^;]+? (?&gap) rename (?&gap) to (?&gap) "# + name, syntax)
  }

  /// Looks for a pragma without effect, and for a table that is dropped and created again while keys are
  /// enforced.
  ///
  /// - Parameters:
  ///   - statements: the statements to send.
  ///   - text: the whole text.
  ///   - origin: the place of the text in the user's file.
  ///   - isTransactional: whether the text runs in a transaction that Rung begins.
  ///   - directive: the value of the file's `foreign_keys` directive.
  /// - Returns: whether the statements switch foreign keys themselves.
  /// - Throws: ``PreflightError`` for the first problem.
  func check(
    _ statements: [Statement], of text: Substring, _ origin: Origin, isTransactional: Bool, directive: Bool?
  ) throws -> Bool {
    var isEnforced = directive ?? self.isEnforced
    var switches = false
    var dropped: [String: Int] = [:]
    var renamed: Set<String> = []
    for statement in statements {
      if let value = try word("value", matching: pragma, of: statement, in: text) {
        if isTransactional { throw PreflightError.ignoredPragma(origin.location(at: statement.start)) }
        switches = true
        isEnforced = ["on", "yes", "true", "1"].contains(value)
      }
      guard isEnforced else { continue }
      // A table is replaced if it is dropped before the new one comes, or renamed and dropped after that.
      if let name = try word("name", matching: drop, of: statement, in: text) {
        if renamed.contains(name) {
          throw PreflightError.rebuild(name, at: origin.location(at: statement.start))
        }
        dropped[name] = statement.start
      }
      let made = try word("name", matching: create, of: statement, in: text)
      let target = try word("name", matching: rename, of: statement, in: text)
      if let name = made ?? target, let start = dropped[name] {
        throw PreflightError.rebuild(name, at: origin.location(at: start))
      }
      if let target { renamed.insert(target) }
    }
    return switches
  }

  /// Whether a statement switches foreign keys.
  func isSwitch(_ statement: Statement, of text: Substring) throws(PatternError) -> Bool {
    try pragma.firstMatch(in: text, from: statement.start) != nil
  }

  private func word(
    _ group: String, matching pattern: Pattern, of statement: Statement, in text: Substring
  ) throws(PatternError) -> String? {
    guard let word = try pattern.firstMatch(in: text, from: statement.start)?.text(group)?.lowercased() else {
      return nil
    }
    return word.first.map { "\"`['".contains($0) } == true ? String(word.dropFirst().dropLast()) : word
  }
}
