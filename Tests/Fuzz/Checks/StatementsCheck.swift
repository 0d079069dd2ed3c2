import Diagnostics
import SQLText

/// Statements follow each other inside the text, and each of them is one statement by itself.
struct StatementsCheck: Check {
  private let splitters: [StatementSplitter]

  init() throws { splitters = try Syntax.all.map { try StatementSplitter(Lexer($0)) } }

  func read(_ text: String, _ sample: Sample) throws {
    _ = try splitters[sample.selector % splitters.count].statements(of: text)
  }

  func verify(_ sample: Sample) throws {
    let (text, splitter) = (sample.text, splitters[sample.selector % splitters.count])
    let statements = try splitter.statements(of: text)
    for (statement, before) in zip(statements, [nil] + statements) {
      try verify(statement, before, text)
      note(statement, text, sample.syntax)
    }
    let changesDelimiter = sample.syntax == .mysql && text.lowercased().contains("delimiter")
    for statement in statements where !changesDelimiter { try alone(statement, text, splitter) }
    // Below a COPY, the next line would be its data.
    if sample.syntax == .postgresql, text.lowercased().contains("copy") { return }
    let total = try splitter.statements(of: text + "\n").count
    try require(total == statements.count, "a line end at the end makes another number of statements")
  }

  private func note(_ statement: Statement, _ text: String, _ syntax: Syntax) {
    let word = text[utf8Range: statement.start..<statement.range.upperBound].lowercased().prefix {
      $0.isLetter
    }
    let known = ["create", "begin", "declare", "copy", "end", "delimiter"].contains(String(word)) ? word : ""
    let inner = text[utf8Range: statement.range].utf8.count { $0 == UInt8(ascii: ";") }
    Features.note(syntax, statement.isTerminated, statement.data != nil, known, min(inner, 3))
  }

  private func verify(_ statement: Statement, _ before: Statement?, _ text: String) throws {
    let range = statement.range
    try require(range.lowerBound >= before?.range.upperBound ?? 0, "statements overlap")
    try require(range.upperBound <= text.utf8.count, "a statement ends outside the text")
    try require(
      range.contains(statement.start) || statement.data != nil, "a statement begins outside its range")
    try require(statement.terminator.upperBound <= range.upperBound, "a terminator is outside its statement")
    try require(
      statement.start <= statement.terminator.lowerBound, "a statement begins behind its terminator")
    if let data = statement.data {
      try require(
        data.lowerBound >= statement.terminator.upperBound && data.upperBound < range.upperBound,
        "data is outside its statement")
    }
    for offset in [range.lowerBound, range.upperBound, statement.start] {
      try require(text.isCharacterBoundary(offset), "a statement cuts a character")
    }
  }

  /// Splits a statement's own text, with the byte before it: whether that ended a line can matter.
  private func alone(_ statement: Statement, _ text: String, _ splitter: StatementSplitter) throws {
    let start = statement.range.lowerBound
    let before = start > 0 && text.byte(at: start - 1) == UInt8(ascii: ";") ? ";" : ""
    let own = before + text[utf8Range: statement.range]
    let again = try splitter.statements(of: own)
    let shift = start - before.utf8.count
    try require(again.count == 1, "a statement alone is \(again.count) statements: \(own.debugDescription)")
    try require(
      again[0].start + shift == statement.start
        && again[0].range.upperBound + shift == statement.range.upperBound
        && again[0].terminator.count == statement.terminator.count,
      "a statement alone has other ends: \(own.debugDescription)")
  }
}
