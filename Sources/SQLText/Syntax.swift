/// The lexical rules of a family of databases: what quotes and comments look like, and what ends a statement.
package struct Syntax: Sendable, Equatable, CustomStringConvertible {
  /// The name that a dialect gives in `-- syntax: NAME`.
  package let name: String
  let quoting: Quoting
  /// Whether the database's shell reads `\r\n` as `\n` even inside a string, so that a run must do so too.
  package let dropsCarriageReturns: Bool
  let quotes: [Lexeme]
  let comments: [Lexeme]
  let ending: Ending
  package let clientCommand: ClientCommand?

  /// The rules for what ends a statement besides a semicolon, and where a semicolon does not end one.
  enum Ending: Sendable {
    /// Only semicolons.
    case semicolon
    /// SQLite: a trigger ends at `; END ;`.
    case triggers
    /// PostgreSQL: `BEGIN ATOMIC … END` contains semicolons, and data follows `COPY … FROM STDIN`.
    case atomicBodies
    /// BigQuery: procedures and `BEGIN … END` blocks contain semicolons.
    case blocks
    /// MySQL: the client's `DELIMITER` command changes the terminator.
    case delimiterCommand
    /// Oracle: PL/SQL ends with a line that holds only `/`.
    case slash
    /// SQL Server: a batch ends with a line that holds only `GO`; a semicolon does not end what is sent
    /// together.
    case batches
  }

  /// Commands in the text for the database's own shell.
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

  /// Matches what begins a comment or a quote; tried where no whole one matched, so it is not closed.
  var openingPattern: String { (comments + quotes).compactMap(\.opening).joined(separator: " | ") }

  /// Matches a comment, a string, a quoted identifier or a word: all inside which nothing begins.
  ///
  /// What is not closed extends to the end of the text. Otherwise the end of each would be searched for.
  package var hiddenPattern: String {
    let ended = "\(commentPattern) | \(quotePattern)"
    return "(?i: \(ended) | (?: \(openingPattern) ) (?s: .*+ ) | \(wordPattern) )"
  }

  /// Matches a word, which may contain the marks of a dollar quote, and end like the letter before a string.
  var wordPattern: String { #"[a-z_\x80-\xff] [\w$\x80-\xff]*+"# }

  /// Matches a word, a mark or a string at which no token begins, unless it is at the start of a line.
  ///
  /// A token may begin at a word only if the word begins like a keyword of ``ending``, or like the letter
  /// before a quote.
  var plain: String {
    let letters =
      switch ending {
      case .triggers, .delimiterCommand, .batches: "a-z"
      // DuckDB's `e''`.
      case .semicolon: "a-df-z"
      // `begin`, `case`, `copy`, `end`; GoogleSQL's `b''` and `r''`, and Oracle's `n''` and `q''`.
      case .atomicBodies, .blocks, .slash: "adf-mops-z"
      }
    let word = #"[\#(letters)_\x80-\xff] [\w$\x80-\xff]*+"#
    // GoogleSQL's `'''` begins like a string.
    let string = ending == .blocks ? nil : quotes.first { $0.opening == Lexeme.string.opening }?.closed
    return [word, #"[\x20\t(),=0-9.*+<>!%&|?:@{}\]]++"#, string].compactMap { $0 }.joined(separator: " | ")
  }

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

  /// PostgreSQL's parser, with a shell similar to SQLite's.
  package static let duckdb = Syntax(
    name: "duckdb", quoting: .standard, dropsCarriageReturns: false,
    quotes: [.escapeString, .string, .identifier, .dollarQuote], comments: [.nestedComment, .lineComment],
    ending: .semicolon, clientCommand: .dot)

  /// BigQuery and Spanner.
  /// https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical
  package static let googlesql = Syntax(
    name: "googlesql", quoting: .escaped, dropsCarriageReturns: false,
    quotes: [.tripleString, .rawString, .singleString, .plainDoubleString, .backslashBacktick],
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

  /// ClickHouse, without its strings `‘…’`.
  /// https://clickhouse.com/docs/sql-reference/syntax
  package static let clickhouse = Syntax(
    name: "clickhouse", quoting: .escaped, dropsCarriageReturns: false,
    quotes: [.backslashString, .escapedIdentifier, .escapedBacktick, .heredoc],
    comments: [.nestedComment, .lineComment, .slashComment, .markedHashComment],
    ending: .semicolon, clientCommand: nil)

  /// All syntaxes that a dialect can name.
  package static let all: [Syntax] = [
    .sqlite, .postgresql, .mysql, .oracle, .sqlserver, .duckdb, .googlesql, .clickhouse,
  ]
}

extension Syntax {
  /// Whether a client command can change what ends a statement.
  package var hasDelimiterCommand: Bool { ending == .delimiterCommand }

  /// Whether the database accepts `REFERENCES` within a column definition but ignores it.
  /// https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html
  package var ignoresInlineKeys: Bool { ending == .delimiterCommand }

  /// The words that begin a part of `create table` that is not a column.
  package var constraintWords: Set<String> {
    let standard: Set = ["constraint", "primary", "foreign", "unique", "check", "exclude", "like"]
    return ending == .delimiterCommand ? standard.union(["index", "key", "fulltext", "spatial"]) : standard
  }

  /// The terminator to add to a statement that has none.
  package var terminator: String {
    switch ending {
    case .slash: "/"
    case .batches: "GO"
    default: ";"
    }
  }
}
