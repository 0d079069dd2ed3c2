import Diagnostics
import SQLText

/// The columns that SQL gives to tables with `create table` and `alter table`.
package struct TableShapes {
  private let reader: TableReader
  private let changes: TableChanges
  private let create: Pattern
  private let alter: Pattern
  private let separators: Pattern

  /// The columns of a table.
  package struct Shape: Sendable {
    package fileprivate(set) var table: TableName
    /// The names of the columns, in lower case.
    package fileprivate(set) var columns: Set<String>
  }

  /// Prepares to read the SQL of one dialect.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package init(_ dialect: Dialect) throws(PatternError) {
    reader = try TableReader(dialect)
    let syntax = dialect.syntax
    changes = try TableChanges(dialect)
    create = try Pattern(statement: TableChanges.creation + #"(?&gap)?+ [(] "#, syntax)
    alter = try Pattern(
      statement: #"alter (?&gap) table (?&gap) (?: only (?&gap) )?+ (?<name> (?&table) ) (?&gap) "#, syntax)
    separators = try Pattern(
      #" (?: \#(syntax.hiddenPattern) ) (*SKIP)(*FAIL) | (?<open> [(] ) | (?<close> [)] ) | , "#, .caseless)
  }

  /// Applies the statements of a block to a list of tables.
  ///
  /// - Parameters:
  ///   - block: the SQL that runs.
  ///   - shapes: the tables that exist before; updated to those that exist afterwards.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func note(_ block: Block, in shapes: inout [Shape]) throws(PatternError) {
    let (text, statements) = try reader.statements(of: block)
    for statement in statements {
      let end = statement.terminator.lowerBound
      if let match = try create.firstMatch(in: text, from: statement.start),
        let table = reader.table(of: match)
      {
        let columns = try parts(of: text, match.range.upperBound..<end).compactMap { column(of: $0) }
        shapes.append(Shape(table: table, columns: Set(columns)))
      } else if try !rename(&shapes, in: text, by: statement),
        let match = try alter.firstMatch(in: text, from: statement.start),
        let table = reader.table(of: match),
        let index = shapes.firstIndex(where: { $0.table.isSame(as: table) })
      {
        try alter(&shapes[index].columns, parts(of: text, match.range.upperBound..<end))
      }
    }
  }

  /// Applies a rename or a drop of a table; returns false if the statement is neither.
  private func rename(
    _ shapes: inout [Shape], in text: Substring, by statement: Statement
  ) throws(PatternError) -> Bool {
    if let gone = try changes.dropped(statement, text) {
      shapes.removeAll { $0.table.isSame(as: gone) }
    } else if let (old, new) = try changes.renamed(statement, text) {
      if let index = shapes.firstIndex(where: { $0.table.isSame(as: old) }) { shapes[index].table = new }
    } else {
      return false
    }
    return true
  }

  /// Adds and drops columns.
  ///
  /// An action without a verb has the verb of the action before it.
  private func alter(_ columns: inout Set<String>, _ actions: [String]) throws(PatternError) {
    var isAdding: Bool?
    for action in actions {
      var words = action.trimmingBlanks[...]
      if TableShapes.otherActions.contains(where: { words.takeWord($0) }) {
        isAdding = nil
        continue
      }
      for verb in ["add", "drop"] where words.takeWord(verb) { isAdding = verb == "add" }
      _ = words.takeWord("column")
      for word in ["if", "not", "exists"] { _ = words.takeWord(word) }
      let list = words.first == "(" ? try parts(of: words, 1..<words.utf8.count) : [String(words)]
      for name in list.compactMap({ column(of: $0) }) {
        if isAdding == true { columns.insert(name) } else if isAdding == false { columns.remove(name) }
      }
    }
  }

  /// The words that begin those actions of `alter table` that neither add nor drop a column.
  private static let otherActions = [
    "alter", "modify", "change", "set", "reset", "rename", "enable", "disable",
  ]

  /// The parts between the commas of a list, up to its closing parenthesis.
  private func parts(of text: Substring, _ range: Range<Int>) throws(PatternError) -> [String] {
    var parts: [String] = []
    var (start, offset, depth) = (range.lowerBound, range.lowerBound, 0)
    var end = range.upperBound
    while let match = try separators.firstMatch(in: text, from: offset),
      match.range.lowerBound < range.upperBound
    {
      offset = match.range.upperBound
      if match["open"] != nil {
        depth += 1
      } else if match["close"] != nil {
        depth -= 1
        if depth < 0 {
          end = match.range.lowerBound
          break
        }
      } else if depth == 0 {
        parts.append(String(text[utf8Range: start..<match.range.lowerBound]))
        start = offset
      }
    }
    return parts + [String(text[utf8Range: start..<max(start, end)])]
  }

  /// The column name that begins a part of `create table` or `alter table`; nil if it begins otherwise.
  private func column(of part: String) -> String? {
    var rest = part.trimmingBlanks[...]
    guard let name = reader.part(of: &rest)?.lowercased() else { return nil }
    let isQuoted = part.trimmingBlanks.first.map { !$0.isLetter && $0 != "_" } ?? false
    return !isQuoted && reader.syntax.constraintWords.contains(name) ? nil : name
  }
}

extension Substring {
  /// Removes a word and the blanks after it, ignoring case; returns whether the text began with it.
  fileprivate mutating func takeWord(_ word: String) -> Bool {
    guard lowercased().hasPrefix(word), let next = dropFirst(word.count).first,
      next.isWhitespace || next == "("
    else { return false }
    self = dropFirst(word.count).drop(while: \.isWhitespace)
    return true
  }
}
