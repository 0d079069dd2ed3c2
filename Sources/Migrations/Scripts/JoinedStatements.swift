import Diagnostics
import SQLText

/// Decides which statements of a migration without a transaction run in one with their own progress.
///
/// Such a statement and its progress are committed together, so that nobody has to find out whether a run
/// that died had finished it. The dialect's header names the statements: `joined` those that can be joined;
/// `alone` those of them that cannot; `apart` those that keep a whole migration from it.
struct JoinedStatements {
  private let joined: Pattern?
  private let alone: Pattern?
  private let apart: Pattern?
  /// The words that keep a statement alone wherever they are in it.
  private let words: [String]

  init(_ dialect: Dialect) throws(PatternError) {
    func pattern(_ phrases: [String]) throws(PatternError) -> Pattern? {
      phrases.isEmpty ? nil : try Pattern(openings: phrases, dialect.syntax)
    }
    // What the client reads from elsewhere may commit.
    joined = try pattern(dialect.allowsClientCommands ? [] : dialect.joined)
    alone = try pattern(dialect.alone.filter { !$0.hasPrefix("*") })
    apart = try pattern(dialect.apart)
    words = dialect.alone.filter { $0.hasPrefix("*") }.map { String($0.dropFirst()) }
  }

  /// Whether each statement of a migration is joined with its progress.
  ///
  /// - Parameters:
  ///   - statements: the statements.
  ///   - text: the text that contains them.
  ///   - isControlled: whether the migration begins or ends transactions itself.
  /// - Returns: a value for each statement.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  func choice(
    of statements: [Statement], in text: String, isControlled: Bool
  ) throws(PatternError) -> [Bool] {
    let none = statements.map { _ in false }
    guard !isControlled, let joined else { return none }
    var choice: [Bool] = []
    for statement in statements {
      if try apart?.firstMatch(in: text, from: statement.start) != nil { return none }
      let mayJoin = try joined.firstMatch(in: text, from: statement.start) != nil
      let isAlone = try isAlone(statement, in: text)
      choice.append(mayJoin && !isAlone)
    }
    return choice
  }

  private func isAlone(_ statement: Statement, in text: String) throws(PatternError) -> Bool {
    // Data is sent on its own.
    if statement.data != nil { return true }
    if try alone?.firstMatch(in: text, from: statement.start) != nil { return true }
    guard !words.isEmpty else { return false }
    // Only rows make a statement long.
    let end = min(statement.range.upperBound, statement.start + 1 << 12)
    let lowered = text[utf8Range: statement.start..<max(end, statement.start)].lowercased()
    return words.contains { lowered.contains($0) }
  }
}
