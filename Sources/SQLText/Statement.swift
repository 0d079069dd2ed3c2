import Diagnostics

/// One statement of a text, as UTF-8 offsets into it.
package struct Statement: Sendable, Equatable {
  /// The range from the end of the previous statement, including comments, to this one's terminator,
  /// inclusive.
  package var range: Range<Int>
  /// The offset of its first word, after blanks and comments.
  package var start: Int
  /// The range of its terminator; empty if the text ends without one.
  package var terminator: Range<Int>
  /// The lines after a `COPY … FROM STDIN`, without the line that ends them.
  package var data: Range<Int>?

  /// Whether the statement has a terminator in the text.
  package var isTerminated: Bool { !terminator.isEmpty }
}

/// Splits SQL into statements.
package struct StatementSplitter {
  private let lexer: Lexer
  private let gap: Pattern
  /// Matches the beginning of a statement that contains semicolons.
  private let body: Pattern?
  private let parentheses: Pattern

  /// Prepares the rules of one syntax.
  package init(_ lexer: Lexer) throws(PatternError) {
    self.lexer = lexer
    gap = try Pattern(#" \G (?: \s++ | \#(lexer.syntax.commentPattern) )*+ "#, .caseless)
    body = try StatementSplitter.opening(of: lexer.syntax.ending).map { opening throws(PatternError) in
      try Pattern(statement: opening + #" \b "#, lexer.syntax)
    }
    parentheses = try Pattern(
      #" (?: \#(lexer.syntax.hiddenPattern) ) (*SKIP)(*FAIL) | (?<open> \( ) | \) "#, .caseless)
  }

  /// The beginning of a statement that contains semicolons; `(?&gap)` is blanks and comments.
  private static func opening(of ending: Syntax.Ending) -> String? {
    switch ending {
    case .triggers: "create (?&gap) (?: temp(?:orary)?+ (?&gap) )? trigger"
    // A rule's statements are in parentheses. https://www.postgresql.org/docs/current/sql-createrule.html
    case .atomicBodies: "create (?&gap) (?: or (?&gap) replace (?&gap) )? rule"
    // PL/SQL, which ends with a line that holds only `/`.
    case .slash:
      #"""
      (?: begin | declare | << \s* | create (?&gap) (?: or (?&gap) replace (?&gap) )?
        (?: (?:non)?editionable (?&gap) )?
        (?: function | procedure | package | trigger | type (?&gap) body | library | java ) )
      """#
    case .blocks: "(?: begin | create (?&gap) (?: or (?&gap) replace (?&gap) )? procedure )"
    case .semicolon, .delimiterCommand, .batches: nil
    }
  }

  /// The statements of a text, without those that are only comments, blanks and terminators.
  ///
  /// A quote or comment that is not closed belongs to the last one.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func statements(of text: Substring) throws(PatternError) -> [Statement] {
    var statements: [Statement] = []
    var cursor = Cursor(lexer: lexer)
    while let ending = try nextEnding(in: text, &cursor) {
      try append(cursor.start..<ending.range.upperBound, ending, of: text, to: &statements)
      cursor.begin(at: ending.range.upperBound)
    }
    let end = text.utf8.count
    let last = Token(kind: .terminator, range: end..<end, inner: end..<end, copyEnd: nil)
    try append(cursor.start..<end, last, of: text, to: &statements)
    return statements
  }

  /// The statements of a whole text.
  package func statements(of text: String) throws(PatternError) -> [Statement] {
    try statements(of: text[...])
  }

  /// The state of the search.
  private struct Cursor {
    var lexer: Lexer
    var offset = 0
    /// The offset where the current statement begins.
    var start = 0
    /// The offset of its first word, once it is known.
    var word: Int?
    /// Whether it is one that contains semicolons, once it is known.
    var isBody: Bool?
    /// The end of the last terminator found inside it.
    var lastTerminator: Int?
    /// The number of open `BEGIN` blocks and `CASE` expressions.
    var depth = 0
    /// The number of open parentheses up to the last terminator.
    var parentheses = 0
    /// The lexers for delimiters that were set before: dumps alternate between two.
    var others: [String: Lexer] = [:]

    mutating func begin(at offset: Int) {
      start = offset
      (word, isBody, lastTerminator) = (nil, nil, nil)
      (depth, parentheses) = (0, 0)
    }

    mutating func setDelimiter(_ delimiter: String) {
      let next = others[delimiter] ?? Lexer(lexer.syntax, delimiter: delimiter)
      others[delimiter] = next
      lexer = next
    }
  }

  private func nextEnding(in text: Substring, _ cursor: inout Cursor) throws(PatternError) -> Token? {
    while let token = try cursor.lexer.next(in: text, from: cursor.offset) {
      cursor.offset = token.range.upperBound
      switch token.kind {
      case .atomic: cursor.depth += 1
      case .opening: if cursor.depth > 0 { cursor.depth += 1 }
      case .closing: if cursor.depth > 0 { cursor.depth -= 1 }
      case .terminator: if try ends(token, in: text, &cursor) { return token }
      case .copyData, .separator: return token
      case .delimiter:
        // Within a statement, the client reads this word as a name.
        guard try word(in: text, &cursor) >= token.range.lowerBound else { break }
        cursor.setDelimiter(String(text[utf8Range: token.inner]))
        cursor.begin(at: token.range.upperBound)
      case .unclosed, .unclosedCopy: return nil
      default: break
      }
    }
    return nil
  }

  /// Whether a semicolon ends its statement.
  private func ends(_ token: Token, in text: Substring, _ cursor: inout Cursor) throws(PatternError) -> Bool {
    defer { cursor.lastTerminator = token.range.upperBound }
    switch lexer.syntax.ending {
    case .semicolon, .delimiterCommand: return true
    case .atomicBodies:
      guard cursor.depth == 0 else { return false }
      guard try isBody(in: text, &cursor) else { return true }
      let start = cursor.lastTerminator ?? cursor.start
      cursor.parentheses += try openParentheses(in: text[utf8Range: start..<token.range.lowerBound])
      return cursor.parentheses == 0
    case .batches: return false
    case .blocks:
      guard cursor.depth > 0 else { return true }
      return try !isBody(in: text, &cursor)
    case .slash: return try !isBody(in: text, &cursor)
    case .triggers:
      guard try isBody(in: text, &cursor) else { return true }
      guard let last = cursor.lastTerminator else { return false }
      // As in sqlite3_complete(), the body ends at `; END ;`. https://www.sqlite.org/c3ref/complete.html
      let word = try significant(from: last, in: text)
      guard text[utf8Range: word..<min(word + 3, token.range.lowerBound)].lowercased() == "end" else {
        return false
      }
      return try significant(from: word + 3, in: text) == token.range.lowerBound
    }
  }

  /// Whether the current statement is one that contains semicolons.
  private func isBody(in text: Substring, _ cursor: inout Cursor) throws(PatternError) -> Bool {
    if let known = cursor.isBody { return known }
    let start = try word(in: text, &cursor)
    // Most statements begin with a letter that no body begins with.
    let mayBeBody = text.byte(at: start).map { "bcd<".utf8.contains($0 | 0x20) } ?? false
    let isBody = mayBeBody ? try body?.firstMatch(in: text, from: start) != nil : false
    cursor.isBody = isBody
    return isBody
  }

  /// The offset of the current statement's first word.
  private func word(in text: Substring, _ cursor: inout Cursor) throws(PatternError) -> Int {
    if let known = cursor.word { return known }
    let word = try significant(from: cursor.start, in: text)
    cursor.word = word
    return word
  }

  /// How many more parentheses are opened than closed, outside quotes and comments.
  private func openParentheses(in text: Substring) throws(PatternError) -> Int {
    let matches = try parentheses.matches(in: text)
    return matches.reduce(0) { $0 + ($1["open"] == nil ? -1 : 1) }
  }

  /// The offset of the first byte at or after an offset that is not in a blank or a comment.
  private func significant(from offset: Int, in text: Substring) throws(PatternError) -> Int {
    let blanks = text.withBytes(in: offset..<text.utf8.count) { bytes in
      bytes.firstIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) } ?? bytes.count
    }
    let start = offset + blanks
    // Only these bytes begin comments.
    guard let first = text.byte(at: start), "-/#".utf8.contains(first) else { return start }
    return try gap.firstMatch(in: text, from: start)?.range.upperBound ?? start
  }

  private func append(
    _ range: Range<Int>, _ ending: Token, of text: Substring, to statements: inout [Statement]
  ) throws(PatternError) {
    let start = try significant(from: range.lowerBound, in: text)
    guard start < ending.range.lowerBound || ending.kind == .copyData else { return }
    guard ending.kind == .copyData else {
      statements.append(Statement(range: range, start: start, terminator: ending.range))
      return
    }
    statements.append(
      Statement(
        range: range, start: start, terminator: ending.copyEnd ?? ending.range,
        data: ending.inner.lowerBound..<ending.inner.upperBound - 2))
  }
}

extension Pattern {
  /// Compiles a pattern for the beginning of a statement, in which `(?&gap)` stands for blanks and comments,
  /// `(?&table)` for a table's name, and `(?&executed)` for the opening of a comment that MySQL executes.
  ///
  /// - Parameters:
  ///   - opening: the pattern to match where the search starts.
  ///   - syntax: the rules for comments and quoted names.
  /// - Throws: ``PatternError`` for a fault in the pattern itself.
  package convenience init(statement opening: String, _ syntax: Syntax) throws(PatternError) {
    try self.init(within: #"\G \#(opening)"#, syntax)
  }

  /// Compiles a pattern for statements that begin with some words, also inside a comment that MySQL executes.
  ///
  /// - Parameters:
  ///   - phrases: the words, with one blank between two of them.
  ///   - other: a pattern for other beginnings.
  ///   - syntax: the rules for comments and quoted names.
  /// - Throws: ``PatternError`` for a fault in the pattern itself.
  package convenience init(
    openings phrases: [String], or other: String = "(?!)", _ syntax: Syntax
  ) throws(PatternError) {
    let words = phrases.map { phrase in
      phrase.split(separator: " ").map { #"\Q\#($0)\E"# }.joined(separator: " (?&gap) ")
    }
    let any = ([other] + words).joined(separator: " | ")
    try self.init(
      statement: #"(?&executed)?+ (?: \#(any) ) (?! [\w$\x80-\xff] )"#, syntax)
  }

  /// Compiles a pattern for any part of a statement; `(?&remark)` is a comment and `(?&quoted)` a quote.
  ///
  /// - Throws: ``PatternError`` for a fault in the pattern itself.
  package convenience init(within pattern: String, _ syntax: Syntax) throws(PatternError) {
    try self.init(
      #"""
      (?(DEFINE) (?<remark> \#(syntax.commentPattern) ) (?<quoted> \#(syntax.quotePattern) )
        (?<gap> (?: \s++ | (?&remark) )++ ) (?<part> [\w$\x80-\xff-]++ | (?&quoted) )
        (?<table> (?&part) (?: \. (?&part) )*+ ) (?<executed> /\*\#(Lexeme.executedMark) \d*+ (?&gap)?+ ) )
      \#(pattern)
      """#, .caseless)
  }
}
