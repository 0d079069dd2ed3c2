import Diagnostics

/// An error for SQL that must not be sent.
package enum PreflightError: Diagnostic {
  /// `COMMIT` and the like, in a migration that runs in a transaction that Rung begins.
  case transactionControl(String, at: SourceLocation)
  /// A schema change in a transaction, where the database commits before and after it.
  case implicitCommit(String, at: SourceLocation)
  /// Another database or table locks for the rest of the session, or the server's replication.
  case refused(String, at: SourceLocation)
  /// A command for the database's own shell.
  case clientCommand(String, at: SourceLocation)
  /// A setting that changes the meaning of the rest of the file.
  case otherReading(String, isEncoding: Bool, at: SourceLocation)
  /// `-- schema:` for a database without schemas.
  case noSchemas(dialect: String, path: String)
  /// `-- isolation:` for a database that can begin transactions in only one way.
  case noIsolation(dialect: String, path: String)
  /// `-- statement_timeout:` or `-- lock_timeout:` for a database without it.
  case noTimeout(String, dialect: String, path: String)
  /// `-- foreign_keys:` for a database that always enforces them.
  case noForeignKeys(dialect: String, path: String)
  /// `PRAGMA foreign_keys = …` where SQLite silently ignores it.
  case ignoredPragma(SourceLocation)
  /// A table that is dropped and created again while foreign keys are enforced.
  case rebuild(String, at: SourceLocation)

  package var message: String {
    switch self {
    case .transactionControl(let words, _): "'\(words)' in a migration that runs in a transaction"
    case .implicitCommit(let words, _): "'\(words)' would commit the transaction that the file asks for"
    case .refused(let words, _) where words.hasSuffix("GTID_PURGED"):
      "'\(words)' would change what the whole server replicates"
    case .refused(let words, _) where words.hasSuffix("USE"):
      "'USE' would put the tracking row into another database"
    case .refused("DELIMITER", _): "'DELIMITER' without a delimiter, or behind another statement on its line"
    case .refused(let words, _) where words.contains("LOCK"):
      "'\(words)' would prevent writing the tracking row"
    case .refused(let words, _): "'\(words)' is not allowed in a migration on this database"
    case .clientCommand(let word, _): "'\(word)' is a command of the database's shell, not SQL"
    case .otherReading(let words, _, _): "'\(words)' would change how the rest of the file is parsed"
    case .noSchemas(let dialect, _): "'-- schema:' is not supported: \(dialect) has no schemas"
    case .noForeignKeys(let dialect, _):
      "'-- foreign_keys:' is not supported: \(dialect) always enforces them"
    case .noIsolation(let dialect, _): "'-- isolation:' is not supported by \(dialect)"
    case .noTimeout(let directive, let dialect, _): "'-- \(directive):' is not supported by \(dialect)"
    case .ignoredPragma: "foreign keys cannot be switched inside a transaction"
    case .rebuild(let table, _): "rebuilding '\(table)' would delete the rows that refer to it"
    }
  }

  package var cause: String? {
    switch self {
    case .transactionControl: "it would end the transaction that holds the migration and its tracking row"
    case .otherReading(_, let isEncoding, _):
      isEncoding
        ? "migrations are UTF-8 and are sent as UTF-8"
        : "Rung reads a backslash in a plain string as a character"
    case .implicitCommit:
      "this database cannot roll back schema changes, and commits before each"
    case .ignoredPragma: "SQLite silently ignores the pragma there"
    case .rebuild:
      "foreign keys are enforced, so dropping the table first deletes its rows, which cascades"
    case .refused, .clientCommand, .noSchemas, .noForeignKeys, .noIsolation, .noTimeout: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .transactionControl: "remove it, or put '-- transactional: false' at the top of the file"
    case .implicitCommit:
      "remove '-- transactional: true'; the statements then run one by one, and their progress is recorded"
    case .refused(let words, _) where words.hasSuffix("GTID_PURGED"):
      "remove it, and each SQL_LOG_BIN; mysqldump --set-gtid-purged=OFF writes neither"
    case .refused(let words, _) where words.hasSuffix("USE"):
      "name the database in the URL, or write it before each table: OTHER.TABLE"
    case .refused("DELIMITER", _): "write it on a line of its own: DELIMITER $$"
    case .refused(let words, _) where words.contains("LOCK"):
      "remove it and 'UNLOCK TABLES'; mysqldump --skip-add-locks writes neither"
    case .refused: "remove it"
    case .clientCommand(let word, _) where word.hasPrefix(#"\copy"#):
      #"write 'COPY … FROM STDIN;' with the data under it and '\.' at its end"#
    case .clientCommand: "write it as SQL, or remove it"
    case .otherReading: "remove it"
    case .noSchemas, .noForeignKeys, .noIsolation, .noTimeout: "remove the directive"
    case .ignoredPragma:
      "remove it, and put '-- foreign_keys: off' at the top of the file; "
        + "the keys are checked before the commit"
    case .rebuild: "put '-- foreign_keys: off' at the top of the file; the keys are checked before the commit"
    }
  }

  package var place: Place? {
    switch self {
    case .transactionControl(_, let location), .implicitCommit(_, let location),
      .clientCommand(_, let location), .refused(_, let location),
      .otherReading(_, _, let location), .ignoredPragma(let location), .rebuild(_, let location):
      .source(location)
    case .noSchemas(_, let path), .noForeignKeys(_, let path), .noIsolation(_, let path),
      .noTimeout(_, _, let path):
      .file(path)
    }
  }

  package var status: ExitStatus { .badFile }
}
