import Diagnostics
import SQLText

/// The place in a user's file that sent SQL comes from.
package struct Origin: Sendable {
  private let source: SourceText
  /// The offset of the first byte in the file, in UTF-8 bytes.
  private let offset: Int
  /// Whether `\r\n` in the file is sent as `\n`.
  private let dropsCarriageReturns: Bool

  /// Makes the origin of a block, as it is sent to a database.
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

  /// The location in the file for an offset into the sent text.
  func location(at sent: Int) -> SourceLocation { source.location(at: advanced(by: sent).offset) }

  /// The origin of the text that starts at an offset into the sent text.
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
  /// The block's text as it is sent; a copy only if it is sent otherwise than it is written.
  func sent(_ syntax: Syntax) -> Substring {
    guard syntax.dropsCarriageReturns, text.hasByte(UInt8(ascii: "\r")) else { return text }
    return String(text).withLineFeeds(includingLone: false)[...]
  }
}
