/// The lexical rules of a family of databases: what hides text, and what ends a statement.
package struct Syntax: Sendable, Equatable, CustomStringConvertible {
  /// The name by which a dialect asks for it, in `-- syntax: NAME`.
  package let name: String
  let quoting: Quoting
  /// Whether the database's shell takes `\r\n` for `\n` even inside a string, so that a run has to do so too.
  package let dropsCarriageReturns: Bool
  let quotes: [Lexeme]
  let comments: [Lexeme]
  let ending: Ending
  package let clientCommand: ClientCommand?

  /// What ends a statement besides a semicolon, and what a semicolon does not end.
  enum Ending: Sendable {
    /// Semicolons alone.
    case semicolon
    /// SQLite: a trigger runs to `; END ;`.
    case triggers
    /// PostgreSQL: `BEGIN ATOMIC … END` holds semicolons; `COPY … FROM STDIN` is followed by its data.
    case atomicBodies
    /// BigQuery: procedures and blocks, `BEGIN … END`, hold semicolons.
    case blocks
    /// MySQL: the client's `DELIMITER` command changes the terminator.
    case delimiterCommand
    /// Oracle: PL/SQL ends with `/` on a line of its own.
    case slash
    /// SQL Server: a batch ends with `GO` on a line of its own; semicolons end nothing that is sent alone.
    case batches
  }

  /// Lines that a database's own shell would take for itself.
  package enum ClientCommand: Sendable {
    /// psql's `\command`, anywhere outside quotes.
    case backslash
    /// sqlite3's `.command`, at the start of a line between statements.
    case dot
  }

  package var description: String { name }

  /// Matches a comment.
  var commentPattern: String { comments.map(\.closed).joined(separator: " | ") }

  /// Matches a string or a quoted identifier.
  var quotePattern: String { quotes.map(\.closed).joined(separator: " | ") }

  /// Matches a comment, a string or a quoted identifier: all inside which nothing counts.
  package var hiddenPattern: String { "\(commentPattern) | \(quotePattern)" }

  package static func == (left: Syntax, right: Syntax) -> Bool { left.name == right.name }
}

extension Syntax {
  package static let sqlite = Syntax(
    name: "sqlite", quoting: .standard, dropsCarriageReturns: true,
    quotes: [.string, .identifier, .backtick, .plainBracket], comments: [.comment, .lineComment],
    ending: .triggers, clientCommand: .dot)

  package static let postgresql = Syntax(
    name: "postgresql", quoting: .postgresql, dropsCarriageReturns: false,
    quotes: [.escapeString, .string, .identifier, .dollarQuote], comments: [.nestedComment, .lineComment],
    ending: .atomicBodies, clientCommand: .backslash)

  /// PostgreSQL's parser, in a shell that is like SQLite's.
  package static let duckdb = Syntax(
    name: "duckdb", quoting: .standard, dropsCarriageReturns: false,
    quotes: [.escapeString, .string, .identifier, .dollarQuote], comments: [.nestedComment, .lineComment],
    ending: .semicolon, clientCommand: .dot)

  /// BigQuery and Spanner.
  /// https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical
  package static let googlesql = Syntax(
    name: "googlesql", quoting: .googlesql, dropsCarriageReturns: false,
    quotes: [.tripleString, .rawString, .backslashString, .doubleString, .backslashBacktick],
    comments: [.comment, .lineComment, .hashComment], ending: .blocks, clientCommand: nil)

  package static let mysql = Syntax(
    name: "mysql", quoting: .mysql, dropsCarriageReturns: false,
    quotes: [.backslashString, .doubleString, .backtick],
    comments: [.plainComment, .spacedLineComment, .hashComment],
    ending: .delimiterCommand, clientCommand: nil)

  package static let oracle = Syntax(
    name: "oracle", quoting: .standard, dropsCarriageReturns: false,
    quotes: [.alternativeString, .string, .identifier], comments: [.comment, .lineComment],
    ending: .slash, clientCommand: nil)

  package static let sqlserver = Syntax(
    name: "sqlserver", quoting: .brackets, dropsCarriageReturns: false,
    quotes: [.string, .identifier, .bracket], comments: [.nestedComment, .lineComment],
    ending: .batches, clientCommand: nil)

  /// Every syntax that a dialect can name.
  package static let all: [Syntax] = [
    .sqlite, .postgresql, .mysql, .oracle, .sqlserver, .duckdb, .googlesql,
  ]
}

extension Syntax {
  /// Whether the client can be told what ends a statement.
  package var hasDelimiterCommand: Bool { ending == .delimiterCommand }

  /// Whether `REFERENCES` within a column's definition is read and means nothing.
  /// https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html
  package var ignoresInlineKeys: Bool { ending == .delimiterCommand }

  /// What begins a part of `create table` that is no column.
  package var constraintWords: Set<String> {
    let standard: Set = ["constraint", "primary", "foreign", "unique", "check", "exclude", "like"]
    return ending == .delimiterCommand ? standard.union(["index", "key", "fulltext", "spatial"]) : standard
  }

  /// What ends a statement that its author left open.
  package var terminator: String {
    switch ending {
    case .slash: "/"
    case .batches: "GO"
    default: ";"
    }
  }
}
