import Diagnostics
import SQLText

/// Recognises the statements of a dump that make or fill Rung's own tables.
struct TrackerStatements {
  private let pattern: Pattern
  private let syntax: Syntax
  private let tables: Set<String>

  /// - Parameters:
  ///   - tables: the names of the tables, without their schema.
  ///   - syntax: the rules for comments and quoted names.
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  init(_ tables: [String], _ syntax: Syntax) throws(PatternError) {
    self.tables = Set(tables.map { $0.lowercased() })
    self.syntax = syntax
    pattern = try Pattern(
      statement: #"""
        (?&executed)?+
        (?: (?: create | alter | drop | lock ) (?&gap) (?: unlogged (?&gap) )?+ tables? (?&gap)
            (?: if (?&gap) (?: not (?&gap) )?+ exists (?&gap) )?+ (?: only (?&gap) )?+
          | (?: insert (?&gap) (?: ignore (?&gap) )?+ | replace (?&gap) ) into (?&gap) | copy (?&gap)
          | create (?&gap) (?: unique (?&gap) )?+ index (?&gap) (?&table) (?&gap) on (?&gap)
            (?: only (?&gap) )?+
          | comment (?&gap) on (?&gap) (?: table (?&gap) | (?<column> column ) (?&gap)
            | constraint (?&gap) (?&table) (?&gap) on (?&gap) )
          | (?: grant | revoke ) (?&gap) [\w, ()]*? \b on (?&gap) (?: table (?&gap) )?+ )
        (?<name> (?&table) )
        """#, syntax)
  }

  /// Whether a statement is one of these.
  func contain(_ statement: Statement, in text: String) throws(PatternError) -> Bool {
    guard let match = try pattern.firstMatch(in: text, from: statement.start),
      let name = match.text("name").flatMap({ TableName($0, syntax, folding: .none) })
    else { return false }
    let table = match["column"] == nil ? name.table : name.schema.last ?? ""
    return tables.contains(table.lowercased())
  }
}
