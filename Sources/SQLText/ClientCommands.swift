extension Lexer {
  /// The commands for the database's own shell in a text, such as `\copy` or `.read`.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - statements: its statements; a line that begins with a full stop may be part of one, but none begins
  ///     with one.
  /// - Returns: their tokens in order.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func clientCommands(in text: Substring, _ statements: [Statement]) throws(PatternError) -> [Token] {
    guard let kind = syntax.clientCommand else { return [] }
    // Large files nearly always have none, and need not be searched again.
    let mark = UInt8(ascii: kind == .backslash ? "\\" : ".")
    let mayHaveOne =
      kind == .backslash ? text.hasByte(mark) : statements.contains { text.byte(at: $0.start) == mark }
    guard mayHaveOne else { return [] }
    var found: [Token] = []
    let starts = Set(statements.map(\.start))
    var offset = 0
    while let token = try next(in: text, from: offset) {
      offset = token.range.upperBound
      if token.kind == .clientCommand, kind == .backslash || starts.contains(token.range.lowerBound) {
        found.append(token)
      }
    }
    return found
  }
}
