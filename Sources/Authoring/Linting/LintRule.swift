/// A rule of `rung lint`; docs/lint.md has a section on each, under its identifier.
package enum LintRule: String, CaseIterable, Sendable {
  case fails
  case rewritesTable = "rewrites-table"
  case validatesConstraint = "validates-constraint"
  case scansForNotNull = "scans-for-not-null"
  case indexBlocksWrites = "index-blocks-writes"
  case uniqueBlocksAll = "unique-blocks-all"
  case exclusionBlocksAll = "exclusion-blocks-all"
  case requiredColumn = "required-column"
  case losesRows = "loses-rows"
  case copiesTable = "copies-table"
  case blocksWrites = "blocks-writes"

  case noLockTimeout = "no-lock-timeout"
  case worksUnderLock = "works-under-lock"
  case locksSeveralTables = "locks-several-tables"
  case dropBlocksAll = "drop-blocks-all"
  case dropsTable = "drops-table"
  case dropsColumn = "drops-column"
  case emptiesTable = "empties-table"
  case renamesTable = "renames-table"
  case renamesColumn = "renames-column"
  case dropsObject = "drops-object"
  case renamesObject = "renames-object"
  case dropsDefault = "drops-default"
  case cutsName = "cuts-name"
  case foreignKeyWithoutIndex = "foreign-key-without-index"
  case jsonColumn = "json-column"

  case commitsHalfway = "commits-halfway"
  case notJudged = "not-judged"
  case rebuildsTable = "rebuilds-table"
  case severalAlters = "several-alters"
  case dropsNotNull = "drops-not-null"
  case dropsConstraint = "drops-constraint"
  case enumType = "enum-type"
  case domainConstraint = "domain-constraint"
  case smallKey = "small-key"
  case serialColumn = "serial-column"
  case timestampWithoutZone = "timestamp-without-zone"
  case limitedText = "limited-text"
  case paddedText = "padded-text"

  /// How much a finding matters, from what stops a deploy to a matter of taste.
  package enum Severity: String, Sendable, Encodable { case error, warning, note }

  package var severity: Severity {
    switch self {
    case .fails, .rewritesTable, .validatesConstraint, .scansForNotNull, .indexBlocksWrites, .uniqueBlocksAll,
      .exclusionBlocksAll, .requiredColumn, .losesRows, .copiesTable, .blocksWrites:
      .error
    case .noLockTimeout, .worksUnderLock, .locksSeveralTables, .dropBlocksAll, .dropsTable, .dropsColumn,
      .emptiesTable, .renamesTable, .renamesColumn, .dropsObject, .renamesObject, .dropsDefault, .cutsName,
      .foreignKeyWithoutIndex, .jsonColumn:
      .warning
    case .commitsHalfway, .notJudged, .rebuildsTable, .severalAlters, .dropsNotNull, .dropsConstraint,
      .enumType, .domainConstraint, .smallKey, .serialColumn, .timestampWithoutZone, .limitedText,
      .paddedText:
      .note
    }
  }

  /// What to do instead, in one line.
  package var advice: String {
    switch self {
    case .fails: "correct the migration; the database itself was not changed"
    case .rewritesTable:
      "add a new column, fill it in batches, and change over; or do this while nobody needs the table"
    case .validatesConstraint:
      "add it as 'not valid', and run 'validate constraint' in a later migration"
    case .scansForNotNull:
      "add 'check (COLUMN is not null) not valid', validate it in a later migration, "
        + "and set 'not null' after that"
    case .indexBlocksWrites:
      "use 'create index concurrently' in a migration with '-- transactional: false'"
    case .uniqueBlocksAll:
      "create a unique index concurrently first, and add the constraint with 'using index'"
    case .exclusionBlocksAll: "an exclusion constraint cannot be added without this lock; plan for it"
    case .requiredColumn: "give it a default, or let it be null until all rows have a value"
    case .losesRows: "put '-- foreign_keys: off' at the top of the file, or copy the rows first"
    case .copiesTable: "split the statement into parts that the server can do in place, or use a copying tool"
    case .blocksWrites: "do this while nobody writes, or use a copying tool"
    case .noLockTimeout:
      "put '-- lock_timeout: 5s' at the top of the file, or set statement_lock_timeout in rung.toml"
    case .worksUnderLock: "put it into a migration of its own, so that the lock is released before"
    case .locksSeveralTables: "change one table in one migration"
    case .dropBlocksAll: "use 'drop index concurrently' in a migration with '-- transactional: false'"
    case .dropsTable, .dropsColumn:
      "deploy programs that do not use it first; the down block cannot bring the rows back"
    case .emptiesTable: "the down block cannot bring the rows back"
    case .renamesTable, .renamesColumn:
      "keep the old name until no running program uses it: a view, or a second column"
    case .dropsObject: "deploy programs that do not use it first"
    case .renamesObject: "create the new one beside it, and drop the old one once no running program uses it"
    case .dropsDefault: "deploy programs that name the column in every insert first"
    case .cutsName: "choose a name of at most 63 bytes"
    case .foreignKeyWithoutIndex: "create an index that begins with the columns of the foreign key"
    case .jsonColumn: "use jsonb, which can be compared and indexed"
    case .notJudged: "look at it yourself, and at what depends on it"
    case .commitsHalfway: "put each such statement into a migration of its own"
    case .rebuildsTable: "expect that nobody can write to the file meanwhile"
    case .severalAlters: "write one statement with several actions"
    case .dropsNotNull: "make sure that no program relies on a value"
    case .dropsConstraint: "make sure that no program relies on it; rows that break it prevent its return"
    case .enumType: "a table of values with a foreign key is easier to change"
    case .domainConstraint: "a change of it checks every table that uses the domain"
    case .smallKey: "use bigint"
    case .serialColumn: "use 'generated always as identity'"
    case .timestampWithoutZone: "use timestamp with time zone"
    case .limitedText, .paddedText: "use text, with a check constraint if its length matters"
    }
  }
}
