import SQLText

/// The quotes and comments of a text, found byte by byte: what the lexer's patterns are compared with.
struct Reference {
  enum Kind: String {
    case lineComment, comment, string, escapeString, rawString, tripleString, alternativeString
    case quotedIdentifier, dollarQuote, command
  }

  private(set) var hidden: [(kind: Kind, range: Range<Int>)] = []
  /// The semicolons between them.
  private(set) var semicolons: [Int] = []
  /// The beginning of what is not closed; nothing after it is read.
  private(set) var unclosed: Int?

  private let bytes: [UInt8]
  private let syntax: String
  private var index = 0

  init(_ text: String, _ syntax: Syntax) {
    bytes = Array(text.utf8)
    self.syntax = syntax.name
    while index < bytes.count, unclosed == nil { step() }
  }

  private func isAt(_ word: String, _ offset: Int? = nil) -> Bool {
    bytes[(offset ?? index)...].starts(with: word.utf8) { $0 == $1 || $0 | 0x20 == $1 && $1 >= 0x61 }
  }

  private func isOne(of names: String...) -> Bool { names.contains(syntax) }

  private func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == 0x5F || byte == 0x24 || (0x30...0x39).contains(byte)
      || (0x61...0x7A).contains(byte | 0x20)
  }

  /// Reads one quote, comment, word or other byte.
  private mutating func step() {
    let first = bytes[index]
    switch first {
    case UInt8(ascii: ";"):
      semicolons.append(index)
      index += 1
    case UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "/"): comment()
    case UInt8(ascii: "\\"), UInt8(ascii: "."): command()
    case UInt8(ascii: "$"): dollarQuote()
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "["): quote(first)
    case _ where Reference.isWord(first) && !(0x30...0x39).contains(first): word()
    default: index += 1
    }
  }

  private mutating func hide(_ kind: Kind, to end: Int?) {
    guard let end else { return unclosed = index }
    hidden.append((kind, index..<end))
    index = end
  }

  private mutating func comment() {
    let isLine =
      isAt("#") && isOne(of: "mysql", "googlesql")
      || isAt("--") && (syntax != "mysql" || index + 2 == bytes.count || bytes[index + 2] <= 0x20)
    if isLine {
      hide(.lineComment, to: bytes[index...].firstIndex(of: 0x0A) ?? bytes.count)
    } else if isAt("/*"), syntax != "mysql" || !isAt("/*!") && !(isAt("/*") && isAt("M!", index + 2)) {
      hide(.comment, to: endOfComment(nests: isOne(of: "postgresql", "duckdb", "sqlserver")))
    } else {
      index += 1
    }
  }

  private func endOfComment(nests: Bool) -> Int? {
    var (depth, offset) = (1, index + 2)
    while offset + 1 < bytes.count {
      if isAt("*/", offset) {
        (depth, offset) = (depth - 1, offset + 2)
        if depth == 0 { return offset }
      } else if nests, isAt("/*", offset) {
        (depth, offset) = (depth + 1, offset + 2)
      } else {
        offset += 1
      }
    }
    return nil
  }

  /// A command of the database's shell, to the end of its line.
  private mutating func command() {
    let isDot =
      isOne(of: "sqlite", "duckdb") && bytes[index] == UInt8(ascii: ".")
      && (index == 0 || bytes[index - 1] == 0x0A) && (0x61...0x7A).contains(byte(index + 1) | 0x20)
    guard isDot || syntax == "postgresql" && bytes[index] == UInt8(ascii: "\\") else { return index += 1 }
    hide(.command, to: bytes[index...].firstIndex(of: 0x0A) ?? bytes.count)
  }

  private mutating func dollarQuote() {
    guard isOne(of: "postgresql", "duckdb"),
      let close = bytes[(index + 1)...].firstIndex(where: { $0 == 0x24 || !Reference.isWord($0) }),
      bytes[close] == 0x24, !(0x30...0x39).contains(bytes[index + 1])
    else { return index += 1 }
    let tag = bytes[index...close]
    hide(.dollarQuote, to: end(of: tag, from: close + 1))
  }

  private func end(of mark: some Collection<UInt8>, from start: Int) -> Int? {
    var offset = start
    while offset + mark.count <= bytes.count {
      if bytes[offset...].starts(with: mark) { return offset + mark.count }
      offset += 1
    }
    return nil
  }

  private mutating func quote(_ mark: UInt8) {
    switch mark {
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      let isLiteral = mark == UInt8(ascii: "'") || isOne(of: "mysql", "googlesql")
      if syntax == "googlesql", isTriple(index) {
        hide(.tripleString, to: endOfTriple(index))
      } else {
        let escapes = isOne(of: "mysql", "googlesql")
        hide(isLiteral ? .string : .quotedIdentifier, to: endOfQuote(from: index, escapes: escapes))
      }
    case UInt8(ascii: "`") where isOne(of: "sqlite", "mysql", "googlesql"):
      hide(.quotedIdentifier, to: endOfQuote(from: index, escapes: syntax == "googlesql"))
    case UInt8(ascii: "[") where isOne(of: "sqlite", "sqlserver"):
      hide(.quotedIdentifier, to: endOfBracket())
    default: index += 1
    }
  }

  /// The end of a quote that its own mark ends, unless the mark is doubled or escaped.
  private func endOfQuote(from start: Int, escapes: Bool, inLine: Bool = false) -> Int? {
    let mark = bytes[start]
    var offset = start + 1
    while offset < bytes.count {
      if escapes, bytes[offset] == UInt8(ascii: "\\") {
        if inLine, byte(offset + 1) == 0x0A { return nil }
        offset += 2
      } else if bytes[offset] == mark {
        guard byte(offset + 1) == mark, !inLine, syntax != "googlesql" else {
          return offset + 1
        }
        offset += 2
      } else if inLine, bytes[offset] == 0x0A {
        return nil
      } else {
        offset += 1
      }
    }
    return nil
  }

  private func endOfBracket() -> Int? {
    var offset = index + 1
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "]") {
        guard syntax == "sqlserver", byte(offset + 1) == UInt8(ascii: "]") else { return offset + 1 }
        offset += 1
      }
      offset += 1
    }
    return nil
  }

  private func isTriple(_ offset: Int) -> Bool { isAt("'''", offset) || isAt("\"\"\"", offset) }

  private func endOfTriple(_ start: Int) -> Int? {
    let mark = [UInt8](repeating: bytes[start], count: 3)
    var offset = start + 3
    while offset < bytes.count {
      if bytes[offset...].starts(with: mark) { return offset + 3 }
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// A word, or a string with letters before it.
  private mutating func word() {
    if isAt("e'"), isOne(of: "postgresql", "duckdb") {
      return hide(.escapeString, to: endOfQuote(from: index + 1, escapes: true))
    }
    if syntax == "oracle", let quote = ["q'", "nq'"].first(where: { isAt($0) })?.utf8.count {
      if let mark = alternativeMark(index + quote) {
        return hide(.alternativeString, to: end(of: mark, from: index + quote + mark.count - 1))
      }
    }
    let isWithin = index > 0 && bytes[index - 1] != 0x24 && Reference.isWord(bytes[index - 1])
    if syntax == "googlesql", !isWithin, isAt("r"), isTriple(index + 1) {
      return hide(.tripleString, to: endOfTriple(index + 1))
    }
    if syntax == "googlesql", !isWithin, isAt("r'") || isAt("r\"") {
      return hide(.rawString, to: endOfQuote(from: index + 1, escapes: true, inLine: true))
    }
    index = bytes[index...].firstIndex { !Reference.isWord($0) } ?? bytes.count
  }

  /// What ends Oracle's `q'[…]'`, whose delimiter is at an offset; nil if there is none, and a string follows.
  private func alternativeMark(_ start: Int) -> [UInt8]? {
    guard start < bytes.count, bytes[start] != 0x20, !(0x09...0x0D).contains(bytes[start]) else { return nil }
    let closing: [UInt8: UInt8] = [0x5B: 0x5D, 0x28: 0x29, 0x7B: 0x7D, 0x3C: 0x3E]
    var next = start + 1
    while next < bytes.count, bytes[start] >= 0xC0, bytes[next] & 0xC0 == 0x80 { next += 1 }
    return (closing[bytes[start]].map { [$0] } ?? Array(bytes[start..<next])) + [UInt8(ascii: "'")]
  }
}
