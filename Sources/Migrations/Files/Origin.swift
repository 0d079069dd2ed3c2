import Diagnostics
import SQLText

/// Where SQL that is sent stands in a user's file.
package struct Origin: Sendable {
  private let source: SourceText
  /// Where the first byte stands in the file, in UTF-8 bytes.
  private let offset: Int
  /// Whether `\r\n` of the file is sent as `\n`.
  private let dropsCarriageReturns: Bool

  /// A block as it is sent to a database.
  init(_ block: Block, _ syntax: Syntax) {
    source = block.source
    offset = block.range.lowerBound
    dropsCarriageReturns = syntax.dropsCarriageReturns
  }

  private init(_ other: Origin, offset: Int) {
    source = other.source
    self.offset = offset
    dropsCarriageReturns = other.dropsCarriageReturns
  }

  /// The place in the file of an offset into what is sent.
  func location(at sent: Int) -> SourceLocation { source.location(at: advanced(by: sent).offset) }

  /// The origin of what begins at an offset into what is sent.
  func advanced(by sent: Int) -> Origin {
    guard dropsCarriageReturns else { return Origin(self, offset: offset + sent) }
    let bytes = source.text.utf8
    var index = bytes.index(bytes.startIndex, offsetBy: offset)
    var rest = sent
    while rest > 0, index < bytes.endIndex {
      let next = bytes.index(after: index)
      let isDropped =
        bytes[index] == UInt8(ascii: "\r") && next < bytes.endIndex && bytes[next] == UInt8(ascii: "\n")
      if !isDropped { rest -= 1 }
      index = next
    }
    return Origin(self, offset: bytes.distance(from: bytes.startIndex, to: index))
  }
}

extension Block {
  /// The text as it is sent.
  func sent(_ syntax: Syntax) -> String {
    syntax.dropsCarriageReturns ? text.withLineFeeds(includingLone: false) : text
  }
}
