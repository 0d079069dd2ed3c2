import Testing

@testable import SQLText

@Suite("Lexer") struct LexerTests {
  /// Parts of texts, many of which begin or end something.
  private let parts = [
    "'", "\"", "`", "[", "]", "$$", "$a$", "e'", "q'[", "]'", "r'", "'''", "\\", "--", "#", "/*", "*/", "/*!",
    ";",
    "\n", "\n/\n", "\nGO\n", "\ndelimiter //\n", "\n.read x\n", "\\copy x\n", "begin", "begin atomic", "case",
    "end",
    "copy t from stdin;\n1\n\\.\n", "copy t from stdin;\n", "-- name: migrate-0001-up\n", "\n-- name: a\n",
    "word",
    "-- migrate down\n", "-- +goose Up\n", "type", " ", "\t", "\r\n", "1e", "é", "(", ")", "'b;c'",
    "\u{FEFF}", "copy ", "from ", "\"\"\"",
  ]

  @Test("what divides a file is found as among all tokens", arguments: Syntax.all.map(\.name))
  func headers(name: String) throws {
    let syntax = try #require(Syntax.all.first { $0.name == name })
    let lexer = Lexer(syntax)
    let kinds: [Token.Kind] = [.blockName, .malformedName, .remark, .unclosed, .unclosedCopy, .copyData]
    var random = Sequence(seed: 7)
    for _ in 0..<3_000 {
      let text = (0..<random.next(20)).map { _ in parts[random.next(parts.count)] }.joined()
      let all = try tokens { try lexer.next(in: text, from: $0) }.filter { kinds.contains($0.kind) }
      let headers = try tokens { try lexer.nextHeader(in: text[...], from: $0) }
      try #require(all.map(\.range) == headers.map(\.range), "\(text.debugDescription)")
      try #require(all.map(\.kind) == headers.map(\.kind), "\(text.debugDescription)")
    }
  }

  private func tokens(_ next: (Int) throws -> Token?) rethrows -> [Token] {
    var tokens: [Token] = []
    while let token = try next(tokens.last.map { max($0.range.upperBound, $0.range.lowerBound + 1) } ?? 0) {
      tokens.append(token)
    }
    return tokens
  }

  /// The same numbers in every run.
  private struct Sequence {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }
}
