/// A stretch of SQL inside which nothing counts: a string, a quoted identifier, a comment.
///
/// Both parts are PCRE2 in extended mode over bytes, so that a blank is written `[ ]` or `\x20`.
struct Lexeme: Sendable {
  /// What a reader would call it.
  let name: String
  /// Matches the whole of it.
  let closed: String
  /// Matches where one begins; it is tried where `closed` did not match, so nothing closes it.
  let opening: String?
}

extension Lexeme {
  /// `'…'`, a quote inside doubled, as the SQL standard has it.
  static let string = Lexeme(
    name: "string", closed: #" '[^']*+(?:''[^']*+)*+' "#, opening: #" ' "#)

  /// `'…'` where a backslash escapes as well, as in MySQL and BigQuery.
  static let backslashString = Lexeme(
    name: "string", closed: #" '(?:[^'\\]++|''|\\(?s:.))*+' "#, opening: #" ' "#)

  /// PostgreSQL's `E'…'`: a backslash escapes; ordinary strings take it as it is.
  /// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE
  static let escapeString = Lexeme(
    name: "string", closed: #" e'(?:[^'\\]++|''|\\(?s:.))*+' "#, opening: #" e' "#)

  /// Oracle's `q'[…]'`: any delimiter, brackets closed by their partners.
  /// https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/Literals.html
  static let alternativeString = Lexeme(
    name: "string",
    closed: #"""
       n?q'(?: \[ (?s:.*?) \]' | \( (?s:.*?) \)' | \{ (?s:.*?) \}' | < (?s:.*?) >'
       | (?<quote>[^\[({<\s]) (?s:.*?) (?-i:\k<quote>)' )
      """#,
    opening: #" n?q'\S "#)

  /// `"…"`, a quote inside doubled.
  static let identifier = Lexeme(
    name: "quoted identifier", closed: #" "[^"]*+(?:""[^"]*+)*+" "#, opening: #" " "#)

  /// `"…"` as MySQL and BigQuery have it: a string with backslashes.
  static let doubleString = Lexeme(
    name: "string", closed: #" "(?:[^"\\]++|""|\\(?s:.))*+" "#, opening: #" " "#)

  /// GoogleSQL's `"""…"""`, with other quotes and line ends inside.
  static let tripleString = Lexeme(
    name: "string",
    closed:
      #" r?b? (?: "{3} (?:[^"\\]++|\\(?s:.)|"(?!""))*+ "{3} | '{3} (?:[^'\\]++|\\(?s:.)|'(?!''))*+ '{3} ) "#,
    opening: #" (?: "{3} | '{3} ) "#)

  /// GoogleSQL's `r'…'`: a backslash keeps what follows it from ending the string, and stays.
  static let rawString = Lexeme(
    name: "string", closed: #" (?<!\w) r (?: '(?:[^'\\\n]++|\\.)*+' | "(?:[^"\\\n]++|\\.)*+" ) "#,
    opening: #" (?<!\w) r['"] "#)

  /// GoogleSQL's `` `…` ``, where a backslash escapes.
  static let backslashBacktick = Lexeme(
    name: "quoted identifier", closed: #" `(?:[^`\\]++|\\(?s:.))*+` "#, opening: #" ` "#)

  /// MySQL's and SQLite's `` `…` ``.
  static let backtick = Lexeme(
    name: "quoted identifier", closed: #" `[^`]*+(?:``[^`]*+)*+` "#, opening: #" ` "#)

  /// SQL Server's `[…]`, where `]]` stands for `]`.
  static let bracket = Lexeme(
    name: "quoted identifier", closed: #" \[[^\]]*+(?:\]\][^\]]*+)*+\] "#, opening: #" \[ "#)

  /// SQLite's `[…]`, which knows no escape. https://www.sqlite.org/lang_keywords.html
  static let plainBracket = Lexeme(
    name: "quoted identifier", closed: #" \[[^\]]*+\] "#, opening: #" \[ "#)

  /// `$$…$$` and `$tag$…$tag$`; a tag is an identifier without a dollar, and its case counts.
  /// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-DOLLAR-QUOTING
  static let dollarQuote = Lexeme(
    name: "dollar quote",
    closed: #" \$ (?<tag>(?:[a-z_\x80-\xff][\w\x80-\xff]*+)?+) \$ (?s:.*?) (?-i:\$\k<tag>\$) "#,
    opening: #" \$ (?:[a-z_\x80-\xff][\w\x80-\xff]*+)?+ \$ "#)

  /// `/* … */`, ended by the first `*/`.
  static let comment = Lexeme(
    name: "comment", closed: #" /\* (?s:.*?) \*/ "#, opening: #" /\* "#)

  /// `/* … */` in MySQL; what is in `/*! … */` and MariaDB's `/*M! … */` is run by the server.
  static let plainComment = Lexeme(
    name: "comment", closed: #" /\*(?!M?!) (?s:.*?) \*/ "#, opening: #" /\*(?!M?!) "#)

  /// `/* … /* … */ … */`, as the SQL standard, PostgreSQL and SQL Server have it.
  static let nestedComment = Lexeme(
    name: "comment",
    closed: #" (?<nested> /\* (?: [^*/]++ | \*(?!/) | /(?!\*) | (?&nested) )*+ \*/ ) "#,
    opening: #" /\* "#)

  /// `-- …` to the end of the line.
  static let lineComment = Lexeme(name: "comment", closed: #" --[^\n]*+ "#, opening: nil)

  /// `-- …` in MySQL, where a blank has to follow. https://dev.mysql.com/doc/refman/8.0/en/comments.html
  static let spacedLineComment = Lexeme(
    name: "comment", closed: #" --(?:[\x00-\x20][^\n]*+|$) "#, opening: nil)

  /// `# …` to the end of the line.
  static let hashComment = Lexeme(name: "comment", closed: #" [#][^\n]*+ "#, opening: nil)
}
