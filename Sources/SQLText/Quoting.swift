/// The way a database writes values and names.
package struct Quoting: Sendable {
  let literal: LiteralStyle
  let open: String
  let close: String

  enum LiteralStyle: Sendable {
    /// Only a quote is special, and it is doubled.
    case standard
    /// As in the standard, but `E'…'` for a text with a backslash, which is right for any value of
    /// `standard_conforming_strings`.
    case escapeString
    /// `N'…'`, because without the `N` characters outside the server's code page are lost.
    case national
    /// A backslash is doubled as well.
    case backslash
    /// A backslash escapes everything, including quotes and line ends; a doubled quote would separate two
    /// strings.
    case escaped
  }

  static let standard = Quoting(literal: .standard, open: "\"", close: "\"")
  static let postgresql = Quoting(literal: .escapeString, open: "\"", close: "\"")
  static let mysql = Quoting(literal: .backslash, open: "`", close: "`")
  static let escaped = Quoting(literal: .escaped, open: "`", close: "`")
  static let brackets = Quoting(literal: .national, open: "[", close: "]")
}

extension String {
  /// The text with every occurrence of a byte replaced.
  ///
  /// Swift's own `replacing` compares characters, and a quote before a combining accent is another character
  /// to it, but still a quote to a database.
  fileprivate func replacing(byte: Unicode.Scalar, with text: String) -> String {
    let byte = UInt8(ascii: byte)
    guard utf8.contains(byte) else { return self }
    return String(decoding: utf8.flatMap { $0 == byte ? Array(text.utf8) : [$0] }, as: UTF8.self)
  }

  /// The text with every occurrence of a mark doubled; the mark is one ASCII character.
  fileprivate func doubling(_ mark: String) -> String {
    mark.unicodeScalars.first.map { replacing(byte: $0, with: mark + mark) } ?? self
  }

  /// The text with a backslash before every backslash and every mark, and without line ends.
  fileprivate func escaping(_ mark: String) -> String {
    let escaped = replacing(byte: "\\", with: "\\\\")
      .replacing(byte: "\n", with: "\\n").replacing(byte: "\r", with: "\\r")
    return mark.unicodeScalars.first.map { escaped.replacing(byte: $0, with: "\\" + mark) } ?? escaped
  }
}

extension Syntax {
  /// The text as an SQL literal.
  package func literal(_ text: String) -> String {
    let quoted = "'" + text.doubling("'") + "'"
    let hasBackslash = text.utf8.contains(UInt8(ascii: "\\"))
    return switch quoting.literal {
    case .standard: quoted
    case .national: "N" + quoted
    case .escapeString: hasBackslash ? "E" + quoted.doubling("\\") : quoted
    case .backslash: quoted.doubling("\\")
    case .escaped: "'" + text.escaping("'") + "'"
    }
  }

  /// The name as an SQL identifier, each part in the database's own quotes.
  package func identifier(_ parts: [String]) -> String {
    parts.map { part in
      let inner = quoting.literal == .escaped ? part.escaping(quoting.close) : part.doubling(quoting.close)
      return quoting.open + inner + quoting.close
    }.joined(separator: ".")
  }
}
