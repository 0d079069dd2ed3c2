import Diagnostics
import SQLText

/// Finds what SQLite's foreign keys would do to a migration that nobody expects.
///
/// https://www.sqlite.org/pragma.html#pragma_foreign_keys, https://www.sqlite.org/lang_altertable.html#otheralter
struct ForeignKeyCheck {
  private let isEnforced: Bool
  private let pragma: Pattern
  private let drop: Pattern
  private let rename: Pattern

  init(_ syntax: Syntax, isEnforced: Bool) throws(PatternError) {
    self.isEnforced = isEnforced
    let name = #"(?: (?: \w+ | "[^"]+" ) (?&gap)?+ \. (?&gap)?+ )? ["`\[]? (?<name> [\w$]+ )"#
    pragma = try Pattern(
      statement: #"pragma (?&gap) (?: \w+ (?&gap)?+ \. (?&gap)?+ )? foreign_keys (?&gap)?+ [=(]"#, syntax)
    drop = try Pattern(
      statement: #"drop (?&gap) table (?&gap) (?: if (?&gap) exists (?&gap) )? "# + name, syntax)
    rename = try Pattern(
      statement: #"alter (?&gap) table (?&gap) [^;]+? (?&gap) rename (?&gap) to (?&gap) "# + name, syntax)
  }

  /// - Returns: whether the statements switch foreign keys.
  /// - Throws: ``PreflightError`` for a pragma that does nothing, and for a rebuild that loses rows.
  func check(
    _ statements: [Statement], of text: String, _ origin: Origin, isTransactional: Bool, isSwitched: Bool
  ) throws -> Bool {
    var dropped: [String: Int] = [:]
    var switches = false
    for statement in statements {
      if try pragma.firstMatch(in: text, from: statement.start) != nil {
        if isTransactional { throw PreflightError.deafPragma(origin.location(at: statement.start)) }
        switches = true
      }
      if let name = try name(drop, statement, text) { dropped[name] = statement.start }
      if isEnforced, !isSwitched, !switches, let name = try name(rename, statement, text),
        let start = dropped[name]
      {
        throw PreflightError.rebuild(name, origin.location(at: start))
      }
    }
    return switches
  }

  private func name(_ pattern: Pattern, _ statement: Statement, _ text: String) throws -> String? {
    guard let match = try pattern.firstMatch(in: text, from: statement.start),
      let range = pattern.number(of: "name").flatMap({ match[$0] })
    else { return nil }
    return text[utf8Range: range].lowercased()
  }
}
