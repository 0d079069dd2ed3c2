import Diagnostics
import SQLText

/// Decides which statements of a migration without a transaction run in one with their own progress.
///
/// Such a statement and its progress are committed together, so that nobody has to find out whether a run
/// that died had finished it. The dialect's header names the statements: `joined` those that can be joined;
/// `alone` those of them that cannot; `apart` those that keep a whole migration from it.
package struct JoinedStatements {
  private let joined: Pattern?
  private let alone: Pattern?
  private let apart: Pattern?
  /// Finds commands of the client, where they are allowed.
  private let client: Lexer?
  /// The words that keep a statement alone wherever they are in it, if it begins in a certain way.
  private let words: [(opening: Pattern?, word: Pattern)]

  package init(_ dialect: Dialect) throws(PatternError) {
    func pattern(_ phrases: [String]) throws(PatternError) -> Pattern? {
      phrases.isEmpty ? nil : try Pattern(openings: phrases, dialect.syntax)
    }
    joined = try pattern(dialect.joined)
    client = dialect.allowsClientCommands ? dialect.lexer : nil
    alone = try pattern(dialect.alone.filter { !$0.contains("*") })
    apart = try pattern(dialect.apart)
    var words: [(opening: Pattern?, word: Pattern)] = []
    for phrase in dialect.alone {
      guard let star = phrase.firstIndex(of: "*") else { continue }
      let opening = phrase[..<star].trimmingBlanks
      let word = try Pattern(#"\b \Q\#(phrase[star...].dropFirst())\E \b"#, .caseless)
      words.append((try pattern(opening.isEmpty ? [] : [opening]), word))
    }
    self.words = words
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
    of statements: [Statement], in text: Substring, isControlled: Bool
  ) throws(PatternError) -> [Bool] {
    let none = statements.map { _ in false }
    guard !isControlled, let joined else { return none }
    // What the client reads from elsewhere may commit.
    if let client, try !client.clientCommands(in: text, statements).isEmpty { return none }
    var choice: [Bool] = []
    for statement in statements {
      if try apart?.firstMatch(in: text, from: statement.start) != nil { return none }
      let mayJoin = try joined.firstMatch(in: text, from: statement.start) != nil
      let isAlone = try isAlone(statement, in: text)
      choice.append(mayJoin && !isAlone)
    }
    return choice
  }

  /// Whether a statement cannot be in a transaction, or is sent on its own because of its data.
  package func isAlone(_ statement: Statement, in text: Substring) throws(PatternError) -> Bool {
    // Data is sent on its own.
    if statement.data != nil { return true }
    if try alone?.firstMatch(in: text, from: statement.start) != nil { return true }
    for (opening, word) in words {
      if let opening, try opening.firstMatch(in: text, from: statement.start) == nil { continue }
      // Only rows make a statement long that may begin with anything.
      let limit = opening == nil ? 1 << 12 : Int.max
      let length = min(statement.range.upperBound - statement.start, limit)
      let part = String(text[utf8Range: statement.start..<statement.start + length])
      if try word.firstMatch(in: part) != nil { return true }
    }
    return false
  }
}
