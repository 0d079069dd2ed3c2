/// Parts of a text that others replace, and the offsets before and after that.
package struct Replacements: Sendable, Equatable {
  /// A part, as UTF-8 offsets into the text before.
  package struct Part: Sendable, Equatable {
    package let range: Range<Int>
    package let text: String

    package init(_ range: Range<Int>, with text: String) { (self.range, self.text) = (range, text) }

    fileprivate var growth: Int { text.utf8.count - range.count }
  }

  private let parts: [Part]

  /// - Parameter parts: the parts in their order, without overlaps.
  package init(_ parts: [Part]) { self.parts = parts }

  package var isEmpty: Bool { parts.isEmpty }

  /// The text after the replacements.
  package func applied(to text: String) -> String {
    if parts.isEmpty { return text }
    var result = ""
    var offset = 0
    for part in parts {
      result += text[utf8Range: offset..<part.range.lowerBound] + part.text
      offset = part.range.upperBound
    }
    return result + text[utf8Range: offset..<text.utf8.count]
  }

  /// The offset after the replacements, for an offset before them that is in no part.
  package func moved(_ offset: Int) -> Int {
    parts.prefix { $0.range.upperBound <= offset }.reduce(offset) { $0 + $1.growth }
  }

  /// The offset before the replacements; the start of a part for every offset in what replaced it.
  package func origin(of moved: Int) -> Int {
    var shift = 0
    for part in parts {
      let start = part.range.lowerBound + shift
      if moved < start { break }
      if moved < start + part.text.utf8.count { return part.range.lowerBound }
      shift += part.growth
    }
    return moved - shift
  }
}
