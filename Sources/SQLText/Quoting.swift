/// How a database writes values and names.
package struct Quoting: Sendable {
  let literal: LiteralStyle
  let open: String
  let close: String

  enum LiteralStyle: Sendable {
    /// A quote is doubled, nothing else is special.
    case standard
    /// The same, and `E'…'` when there is a backslash, which is right whatever
    /// `standard_conforming_strings` says.
    case escapeString
    /// `N'…'`: without it characters outside the server's code page are lost.
    case national
    /// A backslash is doubled too.
    case backslash
    /// A backslash escapes everything, the quote and line ends included; a doubled quote would be two
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
  /// The text with a mark of one ASCII character written twice wherever it stands.
  fileprivate func doubling(_ mark: String) -> String {
    guard let byte = mark.utf8.first, utf8.contains(byte) else { return self }
    return replacing(mark, with: mark + mark)
  }
}

extension Syntax {
  /// A text as a literal.
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

  /// A name, each of its parts in the database's own quotes.
  package func identifier(_ parts: [String]) -> String {
    parts.map { part in
      quoting.open + part.doubling(quoting.close) + quoting.close
    }.joined(separator: ".")
  }
}
