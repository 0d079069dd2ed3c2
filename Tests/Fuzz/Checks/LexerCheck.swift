import Diagnostics
import SQLText

/// Tokens are in order, lie inside the text and its characters, and are those between quotes and comments.
struct LexerCheck: Check {
  private let lexers: [Lexer]

  init() throws { lexers = Syntax.all.map { Lexer($0) } }

  private func lexer(_ sample: Sample) -> Lexer { lexers[sample.selector % lexers.count] }

  func read(_ text: String, _ sample: Sample) throws {
    _ = try tokens { try lexer(sample).next(in: text, from: $0) }
    _ = try tokens { try lexer(sample).nextHeader(in: text[...], from: $0) }
  }

  func verify(_ sample: Sample) throws {
    let (text, lexer) = (sample.text, lexer(sample))
    let all = try tokens { try lexer.next(in: text, from: $0) }
    for (token, before) in zip(all, [nil] + all) { try verify(token, before, text) }
    let kinds: [Token.Kind] = [.blockName, .malformedName, .remark, .unclosed, .unclosedCopy, .copyData]
    let headers = try tokens { try lexer.nextHeader(in: text[...], from: $0) }
    try require(
      headers.map(\.range) == all.filter { kinds.contains($0.kind) }.map(\.range),
      "headers alone are other tokens than among all tokens")
    try compare(all, Reference(text, lexer.syntax), sample)
  }

  /// The tokens up to the first thing that is not closed.
  private func tokens(_ next: (Int) throws -> Token?) throws -> [Token] {
    var tokens: [Token] = []
    while let token = try next(tokens.last?.range.upperBound ?? 0) {
      tokens.append(token)
      if [.unclosed, .unclosedCopy].contains(token.kind) { break }
    }
    return tokens
  }

  private func verify(_ token: Token, _ before: Token?, _ text: String) throws {
    try require(token.range.lowerBound >= before?.range.upperBound ?? 0, "tokens overlap")
    try require(token.range.upperBound <= text.utf8.count, "a token ends outside the text")
    try require(!token.range.isEmpty, "a token is empty, and would be found for ever")
    try require(
      token.kind == .unclosedCopy || token.range.clamped(to: token.inner) == token.inner,
      "the content of a token is outside it")
    for offset in [token.range.lowerBound, token.range.upperBound] {
      try require(text.isCharacterBoundary(offset), "a token cuts a character")
    }
  }

  private func compare(_ tokens: [Token], _ reference: Reference, _ sample: Sample) throws {
    let text = sample.text.lowercased()
    note(tokens, reference, sample.syntax)
    // In these, semicolons are data, or something else ends statements.
    let ignored = ["postgresql": ["copy"], "mysql": ["delimiter", "--name", "--fragment"]]
    if (ignored[sample.syntax.name] ?? []).contains(where: text.contains) { return }
    let unclosed = tokens.first { $0.kind == .unclosed }?.range.lowerBound
    try require(
      unclosed == reference.unclosed,
      "unclosed at \(unclosed ?? -1), and byte by byte at \(reference.unclosed ?? -1)")
    let ends = tokens.filter { $0.kind == .terminator }.map(\.range.lowerBound)
    try require(
      ends == reference.semicolons, "semicolons at \(ends), byte by byte at \(reference.semicolons)")
    let comments: [Token.Kind] = [.blockName, .malformedName, .remark, .clientCommand]
    for token in tokens where !comments.contains(token.kind) {
      try require(
        !reference.hidden.contains { $0.range.contains(token.range.lowerBound) }, "a hidden \(token.kind)")
    }
  }

  private func note(_ tokens: [Token], _ reference: Reference, _ syntax: Syntax) {
    let events =
      tokens.map { (at: $0.range.lowerBound, name: $0.kind.rawValue) }
      + reference.hidden.map { (at: $0.range.lowerBound, name: $0.kind.rawValue) }
    let names = events.sorted { $0.at < $1.at }.map(\.name)
    for (name, next) in zip(names, names.dropFirst() + ["end"]) { Features.note(syntax, name, next) }
  }
}

extension String {
  /// Whether a UTF-8 offset is not inside a character.
  func isCharacterBoundary(_ offset: Int) -> Bool {
    byte(at: offset).map { $0 & 0xC0 != 0x80 } ?? true
  }
}
