import Diagnostics

/// The text under one `-- name: …` line, verbatim, with its place in the file.
package struct Block: Sendable, Equatable {
  /// The name as it is written.
  package let name: String
  /// The offset of the name in the file, in UTF-8 bytes.
  package let nameOffset: Int
  /// The file that contains the block.
  package let source: SourceText
  /// The text's range in the file, in UTF-8 bytes: from the line after the name to the next name.
  package let range: Range<Int>

  /// Makes one block without a name of a whole file.
  package init(whole source: SourceText) {
    self.init(name: "", nameOffset: 0, source: source, range: 0..<source.text.utf8.count)
  }

  init(name: String, nameOffset: Int, source: SourceText, range: Range<Int>) {
    self.name = name
    self.nameOffset = nameOffset
    self.source = source
    self.range = range
  }

  /// The text, byte for byte, without a copy of it.
  package var text: Substring { source.text[utf8Range: range] }

  /// Whether the block has only blanks and `--` comments, so that SQLSpec treats it as absent; a `/* */` or a
  /// `;` counts.
  package var isBlank: Bool {
    source.text.withBytes(in: range) { bytes in
      var rest = bytes[...]
      while true {
        rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard rest.starts(with: "--".utf8) else { return rest.isEmpty }
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      }
    }
  }

  /// The block without the `--` comments at its start, and without blanks around the rest.
  package var withoutHeading: Block {
    let bytes = Array(source.text.utf8)[range]
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var rest = bytes.drop(while: isBlank)
    while rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) {
      rest = rest.drop { $0 != UInt8(ascii: "\n") }.drop(while: isBlank)
    }
    let end = (rest.lastIndex { !isBlank($0) }).map { $0 + 1 } ?? rest.startIndex
    return Block(name: name, nameOffset: nameOffset, source: source, range: rest.startIndex..<end)
  }

  /// The block with parts of it replaced, whose locations are still those of the file.
  ///
  /// - Parameter replacements: parts of the block, as offsets into the file.
  /// - Returns: the block, in a text that is derived from the file.
  package func applying(_ replacements: Replacements) -> Block {
    Block(
      name: name, nameOffset: nameOffset, source: source.applying(replacements),
      range: range.lowerBound..<replacements.moved(range.upperBound))
  }

  /// The name as SQLSpec compares it: in lower case, with one underscore for each run of other characters,
  /// and none at the ends.
  package var key: String { Block.key(of: name) }

  /// The key for a name.
  package static func key(of name: String) -> String {
    var key: [UInt8] = []
    key.reserveCapacity(name.utf8.count)
    var isApart = false
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        if isApart, !key.isEmpty { key.append(UInt8(ascii: "_")) }
        isApart = false
        key.append(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
      case 0x80...: return keyOfAnyLetters(name)
      default: isApart = true
      }
    }
    return String(decoding: key, as: UTF8.self)
  }

  /// The key for a name whose letters may have an ASCII letter as their lower case.
  private static func keyOfAnyLetters(_ name: String) -> String {
    name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "_")
  }
}

/// Splits a file into its named blocks.
package struct BlockScanner {
  private let lexer: Lexer
  private let head: Pattern

  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package init(_ lexer: Lexer) throws(PatternError) {
    self.lexer = lexer
    head = try Pattern(#"\A (?: \xEF\xBB\xBF )?+ (?: \s++ | \#(lexer.syntax.commentPattern) )*+"#, .caseless)
  }

  /// The parts of a file.
  package struct Parts {
    /// The blocks in order; the text before the first name belongs to none.
    package var blocks: [Block] = []
    /// The comments that contain a word used in headers, as UTF-8 offsets.
    package var remarks: [Range<Int>] = []
    /// The UTF-8 offset of anything but comments before the first name; nil if there is nothing.
    package var strayText: Int?
    /// Malformed names, and an unclosed quote or comment.
    package var faults = Faults()
  }

  /// Throws if a quote or comment in the text is not closed.
  ///
  /// - Throws: ``BlockError/unclosed(_:_:)`` for an unclosed quote or comment; ``PatternError`` if PCRE2
  ///   gives up.
  package func requireClosed(_ source: SourceText) throws {
    var offset = 0
    while let token = try lexer.nextHeader(in: source.text[...], from: offset) {
      if token.kind == .unclosed || token.kind == .unclosedCopy { throw unclosed(token, source) }
      offset = max(token.range.upperBound, offset + 1)
    }
  }

  private func unclosed(_ token: Token, _ source: SourceText) -> BlockError {
    .unclosed(lexer.name(of: token, in: source.text[...]), at: source.location(at: token.range.lowerBound))
  }

  /// The blocks of a file in order; the text before the first name belongs to none.
  ///
  /// - Throws: ``BlockError`` for a malformed name, or an unclosed quote or comment; ``PatternError`` if
  ///   PCRE2 gives up.
  package func blocks(of source: SourceText) throws -> [Block] {
    let parts = try parts(of: source)
    try parts.faults.throwIfAny()
    return parts.blocks
  }

  /// The blocks of a file, and everything between them that may be a mistake.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func parts(of source: SourceText) throws(PatternError) -> Parts {
    let text = source.text[...]
    var parts = Parts()
    var names: [Token] = []
    var offset = 0
    while let token = try lexer.nextHeader(in: text, from: offset) {
      switch token.kind {
      case .blockName: names.append(token)
      case .remark: parts.remarks.append(token.range)
      case .malformedName:
        let name = text[utf8Range: token.inner].trimmingBlanks
        parts.faults.append(BlockError.malformedName(name, at: source.location(at: token.inner.lowerBound)))
      case .unclosed, .unclosedCopy:
        parts.faults.append(unclosed(token, source))
        return parts
      default: break
      }
      offset = token.range.upperBound
    }
    let ends = names.dropFirst().map(\.range.lowerBound) + [text.utf8.count]
    parts.blocks = zip(names, ends).map { token, end in
      let start = min(token.range.upperBound + 1, end)
      return Block(
        name: String(text[utf8Range: token.inner]), nameOffset: token.inner.lowerBound, source: source,
        range: start..<end)
    }
    if let first = names.first, let start = try head.firstMatch(in: text)?.range.upperBound {
      parts.strayText = start < first.range.lowerBound ? start : nil
    }
    return parts
  }
}

/// An error in a file that prevents splitting it into blocks.
package enum BlockError: Diagnostic {
  /// A line that was meant to name a migration's block, but has more than one word.
  case malformedName(String, at: SourceLocation)
  /// A string, comment or the like that is not closed, with its name.
  case unclosed(String, at: SourceLocation)

  package var message: String {
    switch self {
    case .malformedName(let name, _): "'\(name)' is not a block name"
    case .unclosed(let name, _): "\(name) is not closed"
    }
  }

  package var cause: String? {
    guard case .malformedName = self else { return nil }
    return "a name is one word, alone on its line"
  }

  package var remedy: String? {
    switch self {
    case .malformedName:
      "write '-- name: migrate-VERSION-up' or '-- name: migrate-VERSION-down' alone on the line"
    case .unclosed("COPY data", _): #"end the data with a line '\.'"#
    case .unclosed("string", _): "close it; write a quote inside a string twice"
    case .unclosed("comment", _): "close it; where comments nest, each '/*' needs its own '*/'"
    case .unclosed: "close it"
    }
  }

  package var place: Place? {
    switch self {
    case .malformedName(_, let location), .unclosed(_, let location): .source(location)
    }
  }

  package var status: ExitStatus { .badFile }
}

extension StringProtocol {
  /// The text without blanks and line ends at both ends.
  package var trimmingBlanks: String {
    // Nearly all texts begin and end with ASCII, whose bytes are cheaper to compare than characters.
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let text = Substring(self)
    guard let first = text.utf8.firstIndex(where: { !isBlank($0) }),
      let last = text.utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    if text.utf8[first] < 0x80, text.utf8[last] < 0x80 { return String(text[first...last]) }
    // By Unicode scalars: an accent after a blank would make another character of it.
    let kept = text.unicodeScalars.drop { $0.properties.isWhitespace }
    guard let last = kept.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(kept[...last])
  }
}
