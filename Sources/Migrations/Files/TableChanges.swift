import Diagnostics
import SQLText

/// The tables that SQL creates, renames and drops, by how statements begin; procedural code is not read.
package struct TableChanges {
  private let reader: TableReader
  private let create: Pattern
  private let rename: Pattern
  private let drop: Pattern
  private let program: Pattern

  /// Prepares to read the SQL of one dialect.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package init(_ dialect: Dialect) throws(PatternError) {
    reader = try TableReader(dialect)
    let syntax = dialect.syntax
    create = try Pattern(statement: TableChanges.creation, syntax)
    drop = try Pattern(
      statement: #"drop (?&gap) table (?&gap) (?: if (?&gap) exists (?&gap) )?+ (?<name> (?&table) )"#, syntax
    )
    program = try Pattern(
      statement: #"""
        (?: do | call | execute | exec | declare | begin | create (?&gap) schema ) \b
        | (?: select | with ) \b (?s: .*? ) \b into \b
        """#, syntax)
    rename = try Pattern(
      statement: #"""
        alter (?&gap) table (?&gap) (?: if (?&gap) exists (?&gap) )?+ (?: only (?&gap) )?+ (?<old> (?&table) )
          (?&gap) rename (?&gap) to (?&gap) (?<name> (?&table) )
        """#, syntax)
  }

  /// Matches the beginning of a statement that creates a table.
  static let creation = #"""
    create (?&gap) (?: (?: or (?&gap) replace | unlogged | foreign | external | virtual ) (?&gap) )*+
      table (?&gap) (?: if (?&gap) not (?&gap) exists (?&gap) )?+ (?<name> (?&table) )
    """#

  /// Applies the statements of a block to a list of tables.
  ///
  /// - Parameters:
  ///   - block: the SQL that runs.
  ///   - tables: the tables created before; updated to the tables created afterwards.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func note(_ block: Block, in tables: inout [TableName]) throws(PatternError) {
    let (text, statements) = try reader.statements(of: block)
    for statement in statements {
      if let made = try create.firstMatch(in: text, from: statement.start) {
        if let table = reader.table(of: made) { tables.append(table) }
      } else if let gone = try dropped(statement, text) {
        tables.removeAll { $0.isSame(as: gone) }
      } else if let (old, new) = try renamed(statement, text) {
        tables.removeAll { $0.isSame(as: old) }
        tables.append(new)
      }
    }
  }

  /// The table that a statement drops.
  func dropped(_ statement: Statement, _ text: Substring) throws(PatternError) -> TableName? {
    try drop.firstMatch(in: text, from: statement.start).flatMap { reader.table(of: $0) }
  }

  /// The old and the new name, if a statement renames a table.
  func renamed(_ statement: Statement, _ text: Substring) throws(PatternError) -> (TableName, TableName)? {
    guard let match = try rename.firstMatch(in: text, from: statement.start),
      let new = reader.table(of: match), let old = reader.table("old", of: match)
    else { return nil }
    // With a new name without a schema, the table stays in its schema.
    return (old, TableName(parts: (new.schema.isEmpty ? old.schema : new.schema) + [new.table]))
  }

  /// Whether SQL may create tables that are not found here: in procedural code, or from a query's result.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func mayCreateUnseen(_ block: Block) throws(PatternError) -> Bool {
    let (text, statements) = try reader.statements(of: block)
    for statement in statements
    where try program.firstMatch(in: text, from: statement.start) != nil { return true }
    return false
  }
}
