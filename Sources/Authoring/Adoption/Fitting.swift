import Diagnostics
import Migrations
import SQLText
import System

/// Fits the SQL of another tool to Rung: its includes, its own transactions and its foreign key settings.
struct Fitting {
  /// The SQL that Rung runs instead.
  struct Result {
    var text: String
    var isTransactional = true
    /// Whether it ran without foreign keys.
    var switchesKeysOff = false
    var notes: [any Diagnostic] = []
  }

  private enum Control { case begin, end, other }

  private let syntax: Syntax
  private let splitter: StatementSplitter
  private let begin: Pattern
  private let end: Pattern
  private let other: Pattern
  private let keys: Pattern?
  private let alone: Pattern
  private let joined: JoinedStatements
  private let inclusion: Inclusion?

  init(_ dialect: Dialect, folder: String) throws(PatternError) {
    syntax = dialect.syntax
    splitter = try StatementSplitter(dialect.lexer)
    let stop = #"(?&gap)?+ (?: ; | \z )"#
    begin = try Pattern(
      statement: """
        (?: begin (?: (?&gap) (?: transaction | work | immediate | deferred | exclusive ) )*+ | start (?&gap)
          transaction ) \(stop)
        """, syntax)
    end = try Pattern(
      statement: "(?: commit | end ) (?: (?&gap) (?: transaction | work ) )?+ \(stop)", syntax)
    other = try Pattern(
      statement: #"""
        (?: commit | abort | prepare (?&gap) transaction | start (?&gap) transaction
          | begin (?&gap) (?: transaction | work | isolation | read ) | rollback (?! (?&gap) to \b ) ) \b
        """#, syntax)
    keys =
      syntax == .sqlite
      ? try Pattern(
        statement: #"pragma (?&gap) foreign_keys \s* (?: = \s* (?<state> \w+ ) | \( \s* (?<call> \w+ ) )"#,
        syntax) : nil
    alone = try Pattern(openings: ["vacuum"], syntax)
    joined = try JoinedStatements(dialect)
    inclusion = try Inclusion(syntax, folder: folder)
  }

  /// The SQL that Rung runs instead of a part.
  ///
  /// - Parameters:
  ///   - text: the part.
  ///   - path: the file that it is from.
  /// - Returns: the SQL, how it runs, and what it lacks.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  func fitted(_ text: String, from path: String) throws -> Result {
    var result = Result(text: text)
    if let inclusion { (result.text, result.notes) = try inclusion.filled(text, path) }
    try takeTransactions(&result, path)
    if result.isTransactional { try takeKeys(&result) }
    let statements = try splitter.statements(of: result.text)
    if statements.isEmpty {
      // Rung would take a file without statements for an unfinished one.
      result.text = result.text.trimmingBlanks + (result.text.isBlank ? "" : "\n") + ";\n"
    }
    for statement in statements where try isAlone(statement, in: result.text) {
      result.isTransactional = false
    }
    return result
  }

  private func isAlone(_ statement: Statement, in text: String) throws(PatternError) -> Bool {
    if statement.data == nil, try joined.isAlone(statement, in: text[...]) { return true }
    return try alone.firstMatch(in: text, from: statement.start) != nil
  }

  private func control(_ statement: Statement, in text: String) throws(PatternError) -> Control? {
    if try begin.firstMatch(in: text, from: statement.start) != nil { return .begin }
    if try end.firstMatch(in: text, from: statement.start) != nil { return .end }
    return try other.firstMatch(in: text, from: statement.start) != nil ? .other : nil
  }

  /// Removes a transaction around the whole, because Rung begins one; any other runs as it is.
  private func takeTransactions(_ result: inout Result, _ path: String) throws {
    let text = result.text
    let statements = try splitter.statements(of: text)
    let controls = try statements.map { try control($0, in: text) }
    guard controls.contains(where: { $0 != nil }) else { return }
    let inner = controls.indices.drop { controls[$0] == .begin }.reversed()
      .drop { controls[$0] == .end || controls[$0] == .begin }.reversed()
    if inner.allSatisfy({ controls[$0] == nil }) {
      let kept = Set(inner)
      result.text = text.without(statements.enumerated().filter { !kept.contains($0.offset) }.map(\.element))
      return
    }
    result.isTransactional = false
    if Fitting.isBalanced(controls) { return }
    result.notes.append(
      AdoptionNote(
        "'\(path.lastPart)' has a transaction without its begin or end; its statements run one by one",
        at: .file(path)))
    result.text = text.without(zip(statements, controls).filter { $1 != nil }.map(\.0))
  }

  /// Whether each transaction that begins also ends.
  private static func isBalanced(_ controls: [Control?]) -> Bool {
    var isOpen = false
    for control in controls {
      switch control {
      case .begin:
        if isOpen { return false }
        isOpen = true
      case .end, .other:
        if !isOpen { return false }
        isOpen = false
      case nil: break
      }
    }
    return !isOpen
  }

  /// Removes SQLite's statements that switch foreign keys, which have no effect in a transaction.
  private func takeKeys(_ result: inout Result) throws {
    guard let keys else { return }
    let text = result.text
    var switches: [Statement] = []
    for statement in try splitter.statements(of: text) {
      guard let match = try keys.firstMatch(in: text, from: statement.start) else { continue }
      switches.append(statement)
      let state = match.text("state") ?? match.text("call") ?? ""
      if ["off", "0", "false", "no"].contains(state.lowercased()) { result.switchesKeysOff = true }
    }
    result.text = text.without(switches)
  }
}

extension String {
  /// Whether there are only blanks.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }

  /// The text without some statements, and without the line ends that follow them; comments stay.
  fileprivate func without(_ statements: [Statement]) -> String {
    var (text, offset) = ("", 0)
    for statement in statements {
      text += self[utf8Range: offset..<statement.start]
      offset = statement.range.upperBound
      let rest = self[utf8Range: offset..<utf8.count].utf8
      offset += rest.prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.count
      if self[utf8Range: offset..<utf8.count].utf8.first == 0x0A { offset += 1 }
    }
    return text + self[utf8Range: offset..<utf8.count]
  }
}
