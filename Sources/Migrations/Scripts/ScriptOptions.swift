extension ScriptWriter {
  /// What a script needs to know besides its plan.
  package struct Options: Sendable {
    /// The tracking table, and the table of progress, each with its schema where the database has schemas.
    package var table: [String]
    package var progressTable: [String]
    /// Recorded as `applied_by`.
    package var author: String
    /// The schema that migrations work in, where the settings name one.
    package var schema: String?
    /// How long one statement may take, in the database's own words.
    package var statementTimeout: String?
    /// How long to wait for another run, in milliseconds.
    package var lockTimeout: Int
    /// Whether migrations run in transactions unless their files say otherwise.
    package var transactional = true
    /// Whether foreign keys are enforced, for databases that can be told; nil leaves it to the database.
    package var foreignKeys: Bool?
    /// Whether the whole plan is one transaction.
    package var singleTransaction = false
    /// How the database is named in the heading; never with a password.
    package var target: String
    /// The programs that a run calls besides, for the heading.
    package var programs: [Program] = []
    /// Libraries that SQLite loads.
    package var sqliteExtensions: [String] = []
    /// What comes with each migration.
    package var hooks = HookBlocks()

    /// A program that is called before or after something.
    package struct Program: Sendable {
      let lines: [String]
      let isOfMigration: Bool

      package init(_ lines: [String], isOfMigration: Bool) {
        self.lines = lines
        self.isOfMigration = isOfMigration
      }
    }

    func heading(hasMigrations: Bool) -> [String] {
      programs.filter { hasMigrations || !$0.isOfMigration }.flatMap(\.lines)
    }

    package init(
      table: [String], progressTable: [String], author: String, schema: String? = nil,
      statementTimeout: String? = nil,
      lockTimeout: Int, transactional: Bool = true, foreignKeys: Bool? = nil, singleTransaction: Bool = false,
      target: String
    ) {
      self.table = table
      self.progressTable = progressTable
      self.author = author
      self.schema = schema
      self.statementTimeout = statementTimeout
      self.lockTimeout = lockTimeout
      self.transactional = transactional
      self.foreignKeys = foreignKeys
      self.singleTransaction = singleTransaction
      self.target = target
    }
  }
}
