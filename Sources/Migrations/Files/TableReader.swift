import Diagnostics
import SQLText

/// Reads, for one dialect, the tables that statements name.
struct TableReader {
  let syntax: Syntax
  private let folding: TableName.Folding
  private let splitter: StatementSplitter

  /// - Throws: ``PatternError``, for a fault of our own.
  init(_ dialect: Dialect) throws(PatternError) {
    syntax = dialect.syntax
    folding = dialect.folding
    splitter = try StatementSplitter(dialect.lexer)
  }

  /// What a block sends, and the statements in it.
  func statements(of block: Block) throws(PatternError) -> (text: String, statements: [Statement]) {
    let text = block.sent(syntax)
    return (text, try splitter.statements(of: text))
  }

  /// The table that a group of a match names.
  func table(_ group: String = "name", of match: Match) -> TableName? {
    match.text(group).flatMap { TableName($0, syntax, folding) }
  }

  /// Takes a name off the front, without its quotes.
  func part(of text: inout Substring) -> String? { TableName.part(of: &text, syntax, folding) }
}
