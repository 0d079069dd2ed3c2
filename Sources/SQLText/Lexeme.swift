/// A stretch of SQL that is not searched: a string, a quoted identifier or a comment.
///
/// Both patterns are PCRE2 in extended mode over bytes, so a blank is written `[ ]` or `\x20`.
struct Lexeme: Sendable {
  /// The name that users know it by.
  let name: String
  /// Matches a whole lexeme.
  let closed: String
  /// Matches the start of a lexeme; tried where `closed` did not match, so the lexeme is unclosed.
  let opening: String?
}

extension Lexeme {
  /// `'…'` with quotes inside doubled, as in the SQL standard.
  static let string = Lexeme(
    name: "string", closed: #" '[^']*+(?:''[^']*+)*+' "#, opening: #" ' "#)

  /// `'…'` with backslash escapes as well, as in MySQL.
  static let backslashString = Lexeme(
    name: "string", closed: #" '(?:[^'\\]++|''|\\(?s:.))*+' "#, opening: #" ' "#)

  /// PostgreSQL's `E'…'` with backslash escapes, which ordinary strings do not have.
  /// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE
  static let escapeString = Lexeme(
    name: "string", closed: #" e'(?:[^'\\]++|''|\\(?s:.))*+' "#, opening: #" e' "#)

  /// Oracle's `q'[…]'` with any delimiter; a bracket is closed by its counterpart.
  /// https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/Literals.html
  static let alternativeString = Lexeme(
    name: "string",
    closed: #"""
       n?q'(?: \[ (?s:.*?) \]' | \( (?s:.*?) \)' | \{ (?s:.*?) \}' | < (?s:.*?) >'
       | (?<quote>[\xc0-\xff][\x80-\xbf]*+|[^\[({<\s\xc0-\xff]) (?s:.*?) (?-i:\k<quote>)' )
      """#,
    opening: #" n?q'(?=\S) "#)

  /// `"…"` with quotes inside doubled.
  static let identifier = Lexeme(
    name: "quoted identifier", closed: #" "[^"]*+(?:""[^"]*+)*+" "#, opening: #" " "#)

  /// `"…"` as a string with backslash escapes, as in MySQL.
  static let doubleString = Lexeme(
    name: "string", closed: #" "(?:[^"\\]++|""|\\(?s:.))*+" "#, opening: #" " "#)

  /// GoogleSQL's `"""…"""`, which may contain other quotes and line ends.
  static let tripleString = Lexeme(
    name: "string",
    closed:
      #" r?b? (?: "{3} (?:[^"\\]++|\\(?s:.)|"(?!""))*+ "{3} | '{3} (?:[^'\\]++|\\(?s:.)|'(?!''))*+ '{3} ) "#,
    opening: #" (?: "{3} | '{3} ) "#)

  /// GoogleSQL's `'…'`; three quotes begin another string.
  static let singleString = Lexeme(
    name: "string", closed: #" '(?!'')(?:[^'\\]++|\\(?s:.))*+' "#, opening: #" ' "#)

  /// GoogleSQL's `"…"`; three quotes begin another string.
  static let plainDoubleString = Lexeme(
    name: "string", closed: #" "(?!"")(?:[^"\\]++|\\(?s:.))*+" "#, opening: #" " "#)

  /// GoogleSQL's `r'…'`: a backslash keeps the next character from ending the string, and stays in the
  /// value.
  static let rawString = Lexeme(
    name: "string", closed: #" (?<!\w) r (?: '(?!'')(?:[^'\\\n]++|\\.)*+' | "(?!"")(?:[^"\\\n]++|\\.)*+" ) "#,
    opening: #" (?<!\w) r['"] "#)

  /// GoogleSQL's `` `…` `` with backslash escapes.
  static let backslashBacktick = Lexeme(
    name: "quoted identifier", closed: #" `(?:[^`\\]++|\\(?s:.))*+` "#, opening: #" ` "#)

  /// ClickHouse's `"…"`, with backslash escapes and doubled quotes.
  static let escapedIdentifier = Lexeme(
    name: "quoted identifier", closed: #" "(?:[^"\\]++|""|\\(?s:.))*+" "#, opening: #" " "#)

  /// ClickHouse's `` `…` ``, with backslash escapes and doubled quotes.
  static let escapedBacktick = Lexeme(
    name: "quoted identifier", closed: #" `(?:[^`\\]++|``|\\(?s:.))*+` "#, opening: #" ` "#)

  /// The `` `…` `` of MySQL and SQLite.
  static let backtick = Lexeme(
    name: "quoted identifier", closed: #" `[^`]*+(?:``[^`]*+)*+` "#, opening: #" ` "#)

  /// SQL Server's `[…]`, where `]]` stands for `]`.
  static let bracket = Lexeme(
    name: "quoted identifier", closed: #" \[[^\]]*+(?:\]\][^\]]*+)*+\] "#, opening: #" \[ "#)

  /// SQLite's `[…]`, which has no escapes. https://www.sqlite.org/lang_keywords.html
  static let plainBracket = Lexeme(
    name: "quoted identifier", closed: #" \[[^\]]*+\] "#, opening: #" \[ "#)

  /// `$$…$$` and `$tag$…$tag$`; a tag is a case-sensitive identifier without a dollar sign.
  /// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-DOLLAR-QUOTING
  static let dollarQuote = Lexeme(
    name: "dollar quote",
    closed: #" \$ (?<tag>(?:[a-z_\x80-\xff][\w\x80-\xff]*+)?+) \$ (?s:.*?) (?-i:\$\k<tag>\$) "#,
    opening: #" \$ (?:[a-z_\x80-\xff][\w\x80-\xff]*+)?+ \$ "#)

  /// ClickHouse's `$tag$…$tag$`, whose tag may begin with a digit, but has only ASCII letters.
  static let heredoc = Lexeme(
    name: "dollar quote", closed: #" \$ (?<tag>\w*+) \$ (?s:.*?) (?-i:\$\k<tag>\$) "#,
    opening: #" \$ \w*+ \$ "#)

  /// `/* … */`, which the first `*/` ends.
  static let comment = Lexeme(
    name: "comment", closed: #" /\* (?s:.*?) \*/ "#, opening: #" /\* "#)

  /// `/* … */` in MySQL, except `/*! … */` and MariaDB's `/*M! … */`, whose content the server runs.
  static let plainComment = Lexeme(
    name: "comment", closed: #" /\*(?!\#(executedMark)) (?s:.*?) \*/ "#,
    opening: #" /\*(?!\#(executedMark)) "#)

  /// What follows `/*` in a comment whose content MySQL runs; with a capital `M`, only MariaDB does.
  static let executedMark = "(?-i:M)?!"

  /// `/* … /* … */ … */`, as in the SQL standard, PostgreSQL and SQL Server.
  static let nestedComment = Lexeme(
    name: "comment",
    closed: #" (?<nested> /\* (?: [^*/]++ | \*(?!/) | /(?!\*) | (?&nested) )*+ \*/ ) "#,
    opening: #" /\* "#)

  /// `-- …` to the end of the line.
  static let lineComment = Lexeme(name: "comment", closed: #" --[^\n]*+ "#, opening: nil)

  /// `-- …` in MySQL, where a blank must follow. https://dev.mysql.com/doc/refman/8.0/en/comments.html
  static let spacedLineComment = Lexeme(
    name: "comment", closed: #" --(?:[\x00-\x09\x0b-\x20][^\n]*+|$) "#, opening: nil)

  /// `// …` to the end of the line, in ClickHouse.
  static let slashComment = Lexeme(name: "comment", closed: #" //[^\n]*+ "#, opening: nil)

  /// `# …` or `#!…` to the end of the line, in ClickHouse, where `#` before anything else is an error.
  static let markedHashComment = Lexeme(name: "comment", closed: #" [#][\x20!][^\n]*+ "#, opening: nil)

  /// `# …` to the end of the line.
  static let hashComment = Lexeme(name: "comment", closed: #" [#][^\n]*+ "#, opening: nil)
}
