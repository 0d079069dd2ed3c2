import Diagnostics

/// Finds the tokens that matter in SQL, and skips quotes and comments.
///
/// It is one PCRE2 pattern that lists what to skip and what to find. PCRE2's `(*SKIP)(*FAIL)` continues the
/// search after a skipped stretch, so that skipping megabytes costs one call.
package final class Lexer {
  package let syntax: Syntax
  private let delimiter: String
  private var all: TokenPattern?
  private var headers: TokenPattern?

  /// Prepares the rules of one syntax; a pattern is compiled when it is first needed.
  ///
  /// - Parameters:
  ///   - syntax: the lexical rules.
  ///   - delimiter: the text that ends a statement, if a client's `DELIMITER` command has changed it.
  package init(_ syntax: Syntax, delimiter: String = ";") {
    self.syntax = syntax
    self.delimiter = delimiter
  }

  /// The next token that starts at or after an offset.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func next(in text: Substring, from offset: Int) throws(PatternError) -> Token? {
    if let all { return try all.next(in: text, from: offset) }
    let pattern = try TokenPattern(Lexer.source(syntax, delimiter))
    all = pattern
    return try pattern.next(in: text, from: offset)
  }

  /// The next token of a whole text.
  package func next(in text: String, from offset: Int) throws(PatternError) -> Token? {
    try next(in: text[...], from: offset)
  }

  /// The next token that divides a file into blocks, or prevents that: a name, a remark, or a quote or
  /// comment that is not closed.
  ///
  /// It is what ``next(in:from:)`` finds without the parts of statements, and costs less.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func nextHeader(in text: Substring, from offset: Int) throws(PatternError) -> Token? {
    if let headers { return try headers.next(in: text, from: offset) }
    let pattern = try TokenPattern(Lexer.source(syntax, delimiter, onlyHeaders: true))
    headers = pattern
    return try pattern.next(in: text, from: offset)
  }

  /// The name of what is not closed, such as a string.
  package func name(of unclosed: Token, in text: Substring) -> String {
    if unclosed.kind == .unclosedCopy { return "COPY data" }
    let opening = text[utf8Range: unclosed.range]
    return switch opening.first {
    case "/": "comment"
    case "$": "dollar quote"
    case "`", "[": "quoted identifier"
    case "\"": syntax.quotes.first { $0.opening == Lexeme.identifier.opening }?.name ?? "string"
    default: "string"
    }
  }
}

/// A pattern whose named groups are kinds of tokens.
private struct TokenPattern {
  private let pattern: Pattern
  private let kinds: [(group: Int, kind: Token.Kind)]
  private let copyEnd: Int?

  init(_ source: String) throws(PatternError) {
    let pattern = try Pattern(source, .caseless)
    self.pattern = pattern
    copyEnd = pattern.number(of: "copyEnd")
    kinds = Token.Kind.allCases.compactMap { kind in pattern.number(of: kind.rawValue).map { ($0, kind) } }
  }

  func next(in text: Substring, from offset: Int) throws(PatternError) -> Token? {
    guard try pattern.search(text, from: offset), let range = pattern.found(0) else { return nil }
    for (group, kind) in kinds {
      guard let inner = pattern.found(group) else { continue }
      return Token(kind: kind, range: range, inner: inner, copyEnd: copyEnd.flatMap(pattern.found))
    }
    return nil
  }
}

/// A token that the lexer found, as UTF-8 offsets.
package struct Token: Sendable {
  package let kind: Kind
  /// The whole token.
  package let range: Range<Int>
  /// The part with the content: a block's name, a delimiter, the data of a `COPY`.
  package let inner: Range<Int>
  /// The semicolon of a `COPY`, which comes before its data.
  package let copyEnd: Range<Int>?

  /// The kind of a token; the raw values are the names of groups in the lexer's pattern.
  package enum Kind: String, CaseIterable, Sendable {
    /// A line that starts a block, `-- name: …`.
    case blockName
    /// A line that was meant to start a migration's block, but is malformed.
    case malformedName
    /// A comment with a word used in headers, by Rung or another tool.
    case remark
    /// The end of a statement.
    case terminator
    /// `BEGIN ATOMIC`.
    case atomic
    /// `CASE`.
    case opening
    /// `END`.
    case closing
    /// `COPY … FROM STDIN;` and its data.
    case copyData
    /// `COPY … FROM STDIN;` with data that does not end.
    case unclosedCopy
    /// MySQL's `DELIMITER …`.
    case delimiter
    /// A line with `GO` or `/`.
    case separator
    /// A command for the database's own shell.
    case clientCommand
    /// A quote or comment that is not closed.
    case unclosed
  }
}

extension Lexer {
  /// The pattern: text that no token begins with; then block names, because they look like comments; then
  /// quotes and comments; then the rest.
  private static func source(_ syntax: Syntax, _ delimiter: String, onlyHeaders: Bool = false) -> String {
    // A changed delimiter also ends a word, `END$$`, and may begin like a comment or a quote.
    let isChanged = delimiter != ";"
    let stop = isChanged ? "(?! \(Pattern.literal(delimiter)) )" : ""
    let blanks = #"[\x20\t\x0b\x0c]*"#
    let terminator = "(?<terminator> \(Pattern.literal(delimiter)) )"
    let parts = (isChanged ? [] : [terminator]) + endings(syntax.ending) + commands(syntax)
    var found = parts.joined(separator: " | ")
    if onlyHeaders { found = " (?: \(found) ) (*SKIP)(*FAIL)" }
    if case .atomicBodies = syntax.ending { found = "\(copy) | \(found)" }
    let first = isChanged ? terminator : "(?!^) (?: \(syntax.plain) )++ (*SKIP)(*FAIL)"
    return """
      (?(DEFINE) (?<comment> \(syntax.commentPattern) ) (?<hidden> (?&comment) | \(syntax.quotePattern) )
        (?<begun> \(syntax.openingPattern) ) )
      \(first) |
      ^ (?:\\A\\xEF\\xBB\\xBF)? \(blanks) -- \(blanks) (?: name | fragment ) \(blanks) : \(blanks)
        (?<blockName> [\\w\\x80-\\xff-]++ [^\\w\\s\\x80-\\xff]*+ ) [\\x20\\t\\x0b\\x0c\\r]* $
      | ^ (?:\\A\\xEF\\xBB\\xBF)? \(blanks) -- \(blanks) name \(blanks) : \(blanks)
        (?<malformedName> migrate (?: [-_] | \\b ) (?! [^\\n]* ;\\x20type:\\x20 ) [^\\n]*+ )
      | (?= [-/#] ) (?= (?&comment) )
        (?= /\\* (?: (?! \\*/ ) [^\\n] )*? (?: \(signs) ) | [-#] [^\\n]* (?: \(signs) ) )
        (?<remark> (?&comment) )
      | (?&hidden) (*SKIP)(*FAIL)
      | \(found)
      | (?<unclosed> (?&begun) )
      | (?: [a-z_\\x80-\\xff] (?: \(stop) [\\w$\\x80-\\xff] )*+ )?+
        (?: \(stop) [\\x20\\t(),=0-9] )*+ (*SKIP)(*FAIL)
      """
  }

  /// The words that make a comment worth a look, because a header or another tool's marker may be meant.
  private static let signs = """
    migrat | goose | micrate | down | undo | revert | rollback | liquibase | changeset | drop[ ]below
      | rambler | [!]ups
    """

  private static func endings(_ ending: Syntax.Ending) -> [String] {
    switch ending {
    case .semicolon, .triggers:
      []
    case .atomicBodies:
      [
        #" (?<atomic> begin (?: \s++ | (?&comment) )++ atomic \b )"#,
        #" (?<opening> case (?![\w$\x80-\xff]) )"#,
        #" (?<closing> end (?![\w$\x80-\xff]) )"#,
      ]
    case .blocks:
      // https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language
      [
        #" (?<atomic> begin (?! [\w$\x80-\xff] | \s*+ (?: transaction \b | ; ) ) )"#,
        #" (?<opening> case (?![\w$\x80-\xff]) )"#,
        #" (?<closing> end (?! [\w$\x80-\xff] | \s++ (?: if | loop | while | for | repeat ) \b ) )"#,
      ]
    case .delimiterCommand:
      [#" ^ [\x20\t]* delimiter [\x20\t]++ (?<delimiter> \S++ ) [^\n]*+ "#]
    case .slash:
      [#" ^ [\x20\t]* (?<separator> / ) [\x20\t\r]* $ "#]
    case .batches:
      [#" ^ [\x20\t]* (?<separator> go (?: [\x20\t]++ \d++ )? ) [\x20\t\r]* $ "#]
    }
  }

  /// `COPY … FROM STDIN` with its data, which ends with a line of a backslash and a full stop, or is
  /// unclosed.
  private static let copy =
    #" \#(copyFromStdin) (?: (?<copyData> (?s:.*?) ^\\\. ) [\x20\t\r]* $ | (?<unclosedCopy> ) ) "#

  /// `COPY … FROM STDIN …;` up to the next line, where its data begins.
  ///
  /// It contains no other `COPY`, so that a text of many such words is not read to its end for each of them.
  /// A dollar is part of a word.
  private static let copyFromStdin = #"""
    (?(DEFINE) (?<copy> \b copy (?> \s | (?! [$] ) (?&hidden) ) )
      (?<from> \b from (?: \s++ | (?&hidden) )++ stdin (?![\w$\x80-\xff]) ) )
    (?&copy) (?: (?&hidden) | (?! (?&begun) | (?&copy) | (?&from) ) [^;] )*+ (?&from)
    (?: (?&hidden) | (?! (?&begun) | (?&copy) ) [^;] )*+ (?<copyEnd> ; ) [^\n]*+ \n
    """#

  private static func commands(_ syntax: Syntax) -> [String] {
    switch syntax.clientCommand {
    case .backslash: [#" (?<clientCommand> \\ [^\n]*+ ) "#]
    case .dot: [#" ^ (?<clientCommand> \. [a-z] [^\n]*+ ) "#]
    case nil: []
    }
  }
}

extension Pattern {
  /// The pattern that matches exactly this text, byte for byte and in the same case.
  static func literal(_ text: String) -> String {
    let bytes = text.utf8.map { #"\x"# + ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "(?-i: \(bytes.joined()) )"
  }
}
