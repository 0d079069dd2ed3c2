import Diagnostics
import SQLText

/// Reads what an `alter table` or a `rename table` changes.
///
/// A database does all actions of one statement or none. One action that can be looked for is therefore
/// enough, if no other action names the same thing.
struct AlterReader {
  private let dialect: Dialect
  private let alter: Pattern
  private let rename: Pattern
  private let action: Pattern
  private let comma: Pattern

  init(_ dialect: Dialect) throws(PatternError) {
    self.dialect = dialect
    let syntax = dialect.syntax
    alter = try Pattern(
      statement: #"""
        (?&executed)?+ alter (?&gap) (?: (?: online | offline | ignore ) (?&gap) )*+
        table (?&gap) (?: if (?&gap) exists (?&gap) )?+ (?: only (?&gap) )?+ (?<name> (?&table) ) (?&gap)
        """#, syntax)
    rename = try Pattern(
      statement: #"""
        rename (?&gap) table (?&gap) (?: if (?&gap) exists (?&gap) )?+ (?<old> (?&table) ) (?&gap) to (?&gap)
        (?<name> (?&table) ) (?! (?&gap)?+ , )
        """#, syntax)
    action = try Pattern(statement: AlterReader.actions, syntax)
    comma = try Pattern(
      within: #"""
        (?: (?&remark) | (?&quoted)
          | (?<parens> [(] (?: [^()'"`/\x23-]++ | (?&remark) | (?&quoted) | (?&parens) | [/\x23-] )*+ [)] ) )
          (*SKIP)(*FAIL)
        | (?<comma> , (?&gap)?+ ) | ;
        """#, syntax)
  }

  /// Matches one action; a guarded one, such as `add column if not exists`, shows nothing.
  private static let actions = #"""
    (?: (?: (?<create> add ) | drop ) (?&gap) (?:
        (?: (?: unique | fulltext | spatial | vector ) (?&gap) )?+ (?: index | key ) (?&gap)
          (?! if \b | using \b ) (?<index> (?&part) )
      | unique (?&gap) (?! index \b | key \b ) (?<unique> (?&part) )
      | (?: constraint | check ) (?&gap) (?! if \b | foreign \b | primary \b | unique \b | check \b )
          (?<constraint> (?&part) )
      | foreign (?&gap) key (?&gap) (?! if \b ) (?<key> (?&part) ) (?= (?&gap)?+ (?: , | ; | \z ) )
      | (?<primary> primary ) (?&gap) key
      | (?: column (?&gap) )?+ (?! (?: if | column | index | key | unique | fulltext | spatial | vector
            | constraint | foreign | primary | check | partition | period | system ) \b )
          (?<column> (?&part) ) )
      | rename (?&gap) (?: column (?&gap) (?<from> (?&part) ) (?&gap) to (?&gap) (?<new> (?&part) )
        | (?: index | key ) (?&gap) (?&part) (?&gap) to (?&gap) (?<newindex> (?&part) )
        | (?: to (?&gap) | as (?&gap) )?+ (?! column \b | index \b | key \b ) (?<newtable> (?&table) ) )
      | change (?&gap) (?: column (?&gap) )?+ (?<old> (?&part) ) (?&gap) (?<changed> (?&part) )
      | (?<again> (?: add | drop ) (?&gap) (?: (?: column | index | constraint | key | foreign (?&gap) key )
          (?&gap) )?+ if (?&gap)
        | (?: modify | alter | engine | comment | convert | default | character | charset | collate
          | auto_increment | row_format | (?: disable | enable ) (?&gap) keys | force | order | algorithm
          | lock | stats_\w++ | key_block_size ) (?! \w ) ) )
    """#

  /// What a statement changes; `unknown` if it is none of the two, or too intricate.
  func effect(of statement: Statement, in text: Substring) throws(PatternError) -> Effect {
    if let match = try rename.firstMatch(in: text, from: statement.start),
      let written = match.text("name"), let name = name(written),
      let old = match.text("old").flatMap(name(_:))
    {
      return .creates(SchemaObject(.table, written: written, name: name.inSchema(of: old)))
    }
    guard let match = try alter.firstMatch(in: text, from: statement.start),
      let written = match.text("name"), let table = name(written)
    else { return .unknown }
    var actions: [Match?] = []
    for start in try starts(after: match.range.upperBound, statement, text) {
      actions.append(try action.firstMatch(in: text, from: start))
    }
    let effects = actions.map { action in
      action.map { effect(of: $0, on: (written, table)) } ?? .unknown
    }
    // What two actions name, as in a swap of two columns, may look afterwards as it did before.
    let named = actions.flatMap(names) + effects.compactMap { $0.object?.name.table.lowercased() }
    let witness = effects.first { effect in
      guard let name = effect.object?.name.table.lowercased() else { return false }
      return named.count { $0 == name } == 1
    }
    return witness ?? (effects.allSatisfy { $0 == .repeatable } ? .repeatable : .unknown)
  }

  /// The names that an action gives up.
  private func names(_ action: Match?) -> [String] {
    ["from", "old"].compactMap { action?.text($0).flatMap(name)?.table.lowercased() }
  }

  /// The offsets where the actions begin.
  private func starts(
    after offset: Int, _ statement: Statement, _ text: Substring
  ) throws(PatternError) -> [Int] {
    var starts = [offset]
    while let last = starts.last, let mark = try comma.firstMatch(in: text, from: last),
      mark["comma"] != nil, mark.range.upperBound < statement.terminator.lowerBound
    { starts.append(mark.range.upperBound) }
    return starts
  }

  private func effect(of action: Match, on table: (written: String, name: TableName)) -> Effect {
    func part(_ kind: SchemaObject.Kind, _ group: String) -> SchemaObject? {
      guard let written = action.text(group), let name = name(written) else { return nil }
      return SchemaObject(kind, written: written, name: name, table: table)
    }
    if action["again"] != nil { return .repeatable }
    if let written = action.text("newtable"), let name = name(written) {
      return .creates(SchemaObject(.table, written: written, name: name.inSchema(of: table.name)))
    }
    if let column = part(.column, "new") { return .creates(column) }
    if let index = part(.index, "newindex") { return .creates(index) }
    if let old = part(.column, "old"), let new = part(.column, "changed") {
      return old.name.isSame(as: new.name) ? .repeatable : .creates(new)
    }
    let primary = SchemaObject(
      .constraint, written: "PRIMARY", name: TableName(parts: ["PRIMARY"]), table: table)
    let object =
      part(.index, "index") ?? part(.index, "unique") ?? part(.constraint, "constraint")
      ?? part(.constraint, "key") ?? (action["primary"] == nil ? nil : primary) ?? part(.column, "column")
    guard let object else { return .unknown }
    return action["create"] != nil ? .creates(object) : .removes(object)
  }

  private func name(_ written: String) -> TableName? {
    TableName(written, dialect.syntax, folding: dialect.folding)
  }
}

extension TableName {
  /// The name, in another's schema if it says none itself.
  fileprivate func inSchema(of other: TableName) -> TableName {
    schema.isEmpty ? TableName(parts: other.schema + [table]) : self
  }
}
