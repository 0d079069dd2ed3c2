import SQLText

/// An input: a byte that selects a syntax, then a text, of which the part between two bytes 1 is repeated.
package struct Sample: Sendable {
  /// The first byte, as a digit; it selects a syntax or a form of the input.
  let selector: Int
  /// The whole text, once.
  let text: String
  private let parts: [Substring]

  /// - Returns: nil for an empty input, or text that is not UTF-8.
  package init?(_ bytes: some Collection<UInt8>) {
    guard let first = bytes.first, let text = String(validating: bytes.dropFirst(), as: UTF8.self) else {
      return nil
    }
    selector = Int(first &- UInt8(ascii: "0"))
    let parts = text.unicodeScalars.split(
      separator: "\u{1}", maxSplits: 2, omittingEmptySubsequences: false
    ).map { Substring($0) }
    self.parts = parts.count == 3 ? parts : ["", text[...], ""]
    self.text = self.parts.joined()
  }

  /// The syntax that the input selects.
  var syntax: Syntax { Syntax.all[selector % Syntax.all.count] }

  /// The text, with its part repeated until the whole has about a number of bytes.
  func repeated(to size: Int) -> String {
    let rest = size - parts[0].utf8.count - parts[2].utf8.count
    return parts[0] + String(repeating: String(parts[1]), count: max(1, rest / max(1, parts[1].utf8.count)))
      + parts[2]
  }
}
