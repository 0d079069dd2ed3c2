import Diagnostics
import SQLText

/// The tables that must exist before SQL runs, by the statements that name them; procedural code is not read.
package struct TableUses {
  private let reader: TableReader
  /// Matches the beginning of a statement that changes a table.
  private let change: Pattern
  /// Matches a table that is read or referenced.
  private let reading: Pattern
  /// Matches the beginning of a statement whose tables may be created later, or defined in the statement
  /// itself.
  private let lazy: Pattern

  /// A table, and the place where a statement names it.
  package struct Use: Sendable {
    package let table: TableName
    package let place: SourceLocation
  }

  /// Prepares to read the SQL of one dialect.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package init(_ dialect: Dialect) throws(PatternError) {
    reader = try TableReader(dialect)
    let syntax = dialect.syntax
    change = try Pattern(
      statement: #"""
        (?: alter (?&gap) table (?&gap) (?: only (?&gap) )?+
          | create (?&gap) (?: unique (?&gap) )?+ index (?&gap) (?: concurrently (?&gap) )?+
            (?: if (?&gap) not (?&gap) exists (?&gap) )?+ (?: (?! on \b ) (?&table) (?&gap) )?+ on (?&gap)
          | create (?&gap) trigger (?&gap) (?&table) (?&gap) (?: (?! on \b ) [\w,]++ (?&gap) )*+ on (?&gap)
          | insert (?&gap) (?: or (?&gap) \w++ (?&gap) )?+ into (?&gap) | update (?&gap) (?: only (?&gap) )?+
          | delete (?&gap) from (?&gap) (?: only (?&gap) )?+ | truncate (?&gap) (?: table (?&gap) )?+
          | drop (?&gap) table (?&gap) | comment (?&gap) on (?&gap) table (?&gap) )
        (?<name> (?&table) )
        """#, syntax)
    let references = dialect.refersLate ? "" : "| references"
    reading = try Pattern(
      within: #"""
        (?: (?&remark) | (?&quoted) | \b (?: extract | substring | trim | overlay ) \s*+ [(] [^()]*+ [)] )
          (*SKIP)(*FAIL)
        | \b (?: from | join \#(references) ) (?&gap) (?: only (?&gap) )?+ (?<name> (?&table) )
        """#, syntax)
    let view = dialect.refersLate ? "| view" : ""
    lazy = try Pattern(
      statement: #"""
        (?: with | do | call | execute | begin | declare
          | (?: create | drop ) (?&gap) (?: (?: or | replace | temp | temporary | constraint ) (?&gap) )*+
            (?: function | procedure | trigger | rule | event \#(view) ) ) \b
        """#, syntax)
  }

  /// The tables that a block names, once for each use.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func uses(in block: Block) throws(PatternError) -> [Use] {
    let (text, statements) = try reader.statements(of: block)
    let origin = Origin(block, reader.syntax)
    var uses: [Use] = []
    func note(_ match: Match) {
      guard let range = match["name"], let table = reader.table(of: match) else { return }
      uses.append(Use(table: table, place: origin.location(at: range.lowerBound)))
    }
    for statement in statements {
      var offset = statement.start
      if let match = try change.firstMatch(in: text, from: offset) {
        note(match)
        offset = match.range.upperBound
      }
      if try lazy.firstMatch(in: text, from: statement.start) != nil { continue }
      while let match = try reading.firstMatch(in: text, from: offset),
        match.range.lowerBound < statement.terminator.lowerBound
      {
        note(match)
        offset = match.range.upperBound
      }
    }
    return uses
  }
}
