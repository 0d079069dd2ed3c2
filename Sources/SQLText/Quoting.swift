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
  static let googlesql = Quoting(literal: .escaped, open: "`", close: "`")
  static let brackets = Quoting(literal: .national, open: "[", close: "]")
}

extension String {
  /// The text with every occurrence of a mark doubled; the mark is one ASCII character.
  fileprivate func doubling(_ mark: String) -> String {
    guard let byte = mark.utf8.first, utf8.contains(byte) else { return self }
    return replacing(mark, with: mark + mark)
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
    case .escapeString: hasBackslash ? "E" + quoted.replacing("\\", with: "\\\\") : quoted
    case .backslash: quoted.replacing("\\", with: "\\\\")
    case .escaped:
      "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n") + "'"
    }
  }

  /// The name as an SQL identifier, each part in the database's own quotes.
  package func identifier(_ parts: [String]) -> String {
    parts.map { part in
      quoting.open + part.doubling(quoting.close) + quoting.close
    }.joined(separator: ".")
  }
}
