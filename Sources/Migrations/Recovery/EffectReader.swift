import Diagnostics
import SQLText

/// Reads from a statement's first words what it changes, for one dialect.
///
/// The dialect's header lists statements that can be repeated, and those that set up the session. Of the
/// others, `create`, `drop`, `alter table` and `rename table` are understood where they name one object.
struct EffectReader {
  private let dialect: Dialect
  private let repeatable: Pattern
  private let session: Pattern?
  private let commit: Pattern
  private let object: Pattern
  private let label: Pattern
  private let rebuild: Pattern
  private let actions: AlterReader

  init(_ dialect: Dialect) throws(PatternError) {
    self.dialect = dialect
    let syntax = dialect.syntax
    repeatable = try Pattern(
      openings: dialect.repeatable,
      or: #"""
        create (?&gap) (?: or (?&gap) replace | (?: (?: global | local ) (?&gap) )?+ temp(?:orary)?+ )
        | (?: create | drop ) (?&gap) (?: (?! index \b ) \w++ (?&gap) ){1,4}? if
        | (?: create (?&gap) (?: unique (?&gap) )?+ | drop (?&gap) ) index (?&gap) if
        """#, syntax)
    session = dialect.session.isEmpty ? nil : try Pattern(openings: dialect.session, syntax)
    commit = try Pattern(
      statement: #"""
        (?: commit (?! (?&gap) prepared ) | end ) (?= (?&gap)?+ (?: ; | \z | work | tran | and ) )
        """#, syntax)
    object = try Pattern(statement: EffectReader.opening, syntax)
    label = try Pattern(
      statement: #"""
        alter (?&gap) type (?&gap) (?<on> (?&table) ) (?&gap) add (?&gap) value (?&gap)
        (?<guard> if (?&gap) not (?&gap) exists (?&gap) )?+ ' (?<name> (?: [^'] | '' )++ ) '
        """#, syntax)
    rebuild = try Pattern(
      statement: #"reindex (?&gap) index (?&gap) concurrently (?&gap) (?<name> (?&table) )"#, syntax)
    actions = try AlterReader(dialect)
  }

  /// Matches a `create` or `drop` of one object.
  private static let opening = #"""
    (?&executed)?+ (?: (?<create> create ) | drop ) (?&gap)
    (?: (?: unique | fulltext | spatial | vector | online | offline | unlogged | materialized | recursive
        | aggregate | algorithm \s*+ = \s*+ \w++ | sql (?&gap) security (?&gap) \w++
        | definer \s*+ = \s*+ (?: [^\s`'"]++ | (?&quoted) )++ ) (?&gap) )*+
    (?: (?<index> index ) | (?<relation> table | view | sequence ) | (?<routine> procedure | function )
      | (?<trigger> trigger ) | (?<event> event ) | (?<database> database | schema ) ) (?&gap)
    (?<concurrently> concurrently (?&gap) )?+ (?: if (?&gap) (?: not (?&gap) )?+ exists (?&gap) )?+
    (?<name> (?&table) ) (?! (?&gap)?+ , )
    (?: (?&gap) (?: using (?&gap) \w++ (?&gap) )?+ on (?&gap) (?: only (?&gap) )?+ (?<on> (?&table) ) )?+
    """#

  /// The kinds of objects by the groups of ``opening``.
  private static let kinds: [(group: String, kind: SchemaObject.Kind)] = [
    ("index", .index), ("relation", .table), ("routine", .routine), ("trigger", .trigger), ("event", .event),
    ("database", .database),
  ]

  /// What one statement changes.
  ///
  /// - Parameters:
  ///   - statement: the statement.
  ///   - text: the text that contains it.
  /// - Returns: its effect; `unknown` for whatever is not certain.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  func effect(of statement: Statement, in text: Substring) throws(PatternError) -> Effect {
    guard statement.data == nil else { return .unknown }
    let start = statement.start
    if let label = try addedLabel(text, start) { return label }
    if let copy = try rebuiltIndex(text, start) { return copy }
    if try commit.firstMatch(in: text, from: start) != nil { return .commit }
    if try repeatable.firstMatch(in: text, from: start) != nil { return .repeatable }
    if try session?.firstMatch(in: text, from: start) != nil { return .session }
    if let match = try object.firstMatch(in: text, from: start) { return self.object(match) }
    return try actions.effect(of: statement, in: text)
  }

  private func object(_ match: Match) -> Effect {
    guard let (group, kind) = EffectReader.kinds.first(where: { match[$0.group] != nil }),
      let written = match.text("name"), let name = name(written)
    else { return .unknown }
    let table = match.text("on").flatMap { written in self.name(written).map { (written, $0) } }
    let isIndex = kind == .index
    let creates = match["create"] != nil
    // Without its table, an index is found by its own name, as on PostgreSQL.
    let object = SchemaObject(
      isIndex && table == nil ? .table : kind, written: written, name: name, type: match.text(group),
      table: isIndex ? table : nil,
      mayBeInvalid: creates && match["concurrently"] != nil)
    if isIndex, creates, table == nil { return .unknown }
    return creates ? .creates(object) : .removes(object)
  }

  /// A value that is added to an enumeration.
  private func addedLabel(_ text: Substring, _ start: Int) throws(PatternError) -> Effect? {
    guard let match = try label.firstMatch(in: text, from: start) else { return nil }
    if match["guard"] != nil { return .repeatable }
    guard let value = match.text("name")?.replacing("''", with: "'"), let type = match.text("on"),
      let table = name(type)
    else { return .unknown }
    return .creates(
      SchemaObject(.label, written: value, name: TableName(parts: [value]), table: (type, table)))
  }

  /// The copy with which PostgreSQL replaces an index; one that is stopped leaves it, and another makes a new
  /// one. https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
  private func rebuiltIndex(_ text: Substring, _ start: Int) throws(PatternError) -> Effect? {
    guard let match = try rebuild.firstMatch(in: text, from: start), let written = match.text("name"),
      let index = name(written)
    else { return nil }
    let copy = TableName(parts: index.schema + [index.table + "_ccnew"])
    return .creates(
      SchemaObject(
        .rebuild, written: dialect.syntax.identifier(copy.parts), name: copy, mayBeInvalid: true))
  }

  private func name(_ written: String) -> TableName? {
    TableName(written, dialect.syntax, folding: dialect.folding)
  }
}
