extension ScriptWriter {
  /// The options of a script, besides its plan.
  package struct Options: Sendable {
    /// The tracking table and the progress table, each with its schema if the database has schemas.
    package var table: [String]
    package var progressTable: [String]
    /// The value for `applied_by`.
    package var author: String
    /// The schema that migrations work in, if the settings name one.
    package var schema: String?
    /// The longest time for one statement, as the database writes it.
    package var statementTimeout: String?
    /// The longest time that a statement waits for a lock of the database, as the database writes it.
    package var statementLockTimeout: String?
    /// The longest wait for another run, in milliseconds.
    package var lockTimeout: Int
    /// Whether migrations run in transactions unless their files say otherwise.
    package var transactional = true
    /// Whether foreign keys are enforced, for databases where this can be set; nil leaves it to the database.
    package var foreignKeys: Bool?
    /// Whether the whole plan is one transaction.
    package var singleTransaction = false
    /// The database's name at the top of the script, always without a password.
    package var target: String
    /// The programs that a run also calls, for the lines at the top.
    package var programs: [Program] = []
    /// The libraries that SQLite loads.
    package var sqliteExtensions: [String] = []
    /// The values of the settings.
    package var values = Values()
    /// The hooks that run with each migration.
    package var hooks = HookBlocks()

    /// A program that runs before or after something.
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
