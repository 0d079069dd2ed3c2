import SQLText

/// The statements of one migration as the rules see them.
struct MigrationRules {
  let statements: [WatchedStatement]
  /// What was there before the first of them.
  ///
  /// What a migration makes itself is empty, and nobody waits for it.
  let start: Look
  /// What is there after the last one.
  let end: Look
  let words: Words

  /// The beginnings of statements that the rules need to know.
  struct Words {
    /// Nil where an `alter table` has one action only.
    let alterTable: Pattern?
    let truncate: Pattern
    let dropIndex: Pattern
    /// A column with its new name, where the look does not show that it is the same; nil where it does.
    let renamedColumn: Pattern?
    /// Whether its types are those that the rules know.
    let isPostgreSQL: Bool
    /// Whether each change of the schema commits.
    let commitsChanges: Bool

    init(_ syntax: Syntax) throws(PatternError) {
      alterTable =
        syntax == .sqlite
        ? nil
        : try Pattern(
          statement: """
            alter (?&gap) table (?&gap) (?: if (?&gap) exists (?&gap) )?+
            (?: only (?&gap) )?+ (?<name> (?&table) )
            """, syntax)
      truncate = try Pattern(statement: "truncate (?! [\\w$] )", syntax)
      isPostgreSQL = syntax == .postgresql
      commitsChanges = syntax == .mysql
      renamedColumn =
        syntax != .mysql
        ? nil
        : try Pattern(
          within: #"""
            (?: (?&remark) | (?&quoted) | (?<= [\w$] ) . ) (*SKIP)(*FAIL)
            | (?: change (?&gap) (?: column (?&gap) )?+ | rename (?&gap) column (?&gap) )
              (?: if (?&gap) exists (?&gap) )?+ (?<old> (?&part) ) (?&gap)
              (?: to (?&gap) )?+ (?<new> (?&part) )
            """#, syntax)
      dropIndex = try Pattern(statement: "drop (?&gap) index (?! [\\w$] )", syntax)
    }
  }

  init(_ statements: [WatchedStatement], _ words: Words) {
    self.statements = statements
    self.words = words
    start = statements.first?.before ?? Look()
    end = statements.last?.after ?? Look()
  }

  /// What the rules find, in the order of the statements.
  func findings() throws -> [LintFinding] {
    let each = try statements.enumerated().flatMap { index, statement in
      try locking(statement) + losing(statement) + breaking(statement) + designing(statement)
        + repeating(index)
    }
    let all = each + waiting(each)
    // Those of the whole transaction are beside the statement that they are about.
    return statements.flatMap { statement in
      all.filter { $0.location == statement.place }
    }
  }

  func isOld(_ table: String?) -> Bool { table.map { start.relations[$0] != nil } ?? false }

  func isTruncation(_ statement: WatchedStatement) throws -> Bool {
    try words.truncate.firstMatch(in: statement.text, from: 0) != nil
  }

  func isIndexDrop(_ statement: WatchedStatement) throws -> Bool {
    try words.dropIndex.firstMatch(in: statement.text, from: 0) != nil
  }

  /// The table of an `alter table`, in small letters.
  func alteredTable(_ statement: WatchedStatement) throws -> String? {
    try words.alterTable?.firstMatch(in: statement.text, from: 0)?.text("name")?.lowercased()
  }
}
