import Diagnostics
import SQLText

/// Reads the tables that statements name, for one dialect.
struct TableReader {
  let syntax: Syntax
  private let folding: TableName.Folding
  private let splitter: StatementSplitter

  /// - Throws: ``PatternError`` for a fault in Rung itself.
  init(_ dialect: Dialect) throws(PatternError) {
    syntax = dialect.syntax
    folding = dialect.folding
    splitter = try StatementSplitter(dialect.lexer)
  }

  /// The text that a block sends, and its statements.
  func statements(of block: Block) throws(PatternError) -> (text: Substring, statements: [Statement]) {
    let text = block.sent(syntax)
    return (text, try splitter.statements(of: text))
  }

  /// The table that is named by a group of a match.
  func table(_ group: String = "name", of match: Match) -> TableName? {
    match.text(group).flatMap { TableName($0, syntax, folding: folding) }
  }

  /// Removes and returns the first part of a name, without its quotes.
  func part(of text: inout Substring) -> String? { TableName.part(of: &text, syntax, folding) }
}
