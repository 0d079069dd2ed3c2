import Diagnostics
import SQLText

/// A text without some of its parts, and the line that each of its own lines comes from.
struct Excerpt {
  private(set) var text = ""
  /// The number of each line in the whole text, from 1.
  private(set) var lines: [Int] = [1]

  /// - Parameters:
  ///   - whole: the text.
  ///   - cuts: what to leave out, as UTF-8 offsets, in order.
  init(of whole: String, without cuts: [Range<Int>]) {
    guard !cuts.isEmpty else {
      text = whole
      lines = Array(1...whole.utf8.count { $0 == UInt8(ascii: "\n") } + 1)
      return
    }
    var (offset, line) = (0, 1)
    for cut in cuts where cut.upperBound > offset {
      let start = max(offset, cut.lowerBound)
      keep(whole[utf8Range: offset..<start], &line)
      line += whole[utf8Range: start..<cut.upperBound].utf8.count { $0 == UInt8(ascii: "\n") }
      // A line that begins here is what follows the cut.
      if text.isEmpty || text.utf8.last == UInt8(ascii: "\n") { lines[lines.count - 1] = line }
      offset = cut.upperBound
    }
    keep(whole[utf8Range: offset..<whole.utf8.count], &line)
  }

  private mutating func keep(_ part: Substring, _ line: inout Int) {
    text += part
    for byte in part.utf8 where byte == UInt8(ascii: "\n") {
      line += 1
      lines.append(line)
    }
  }
}
