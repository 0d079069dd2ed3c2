/// Rows in aligned columns, without trailing blanks.
struct Columns {
  let lines: [String]

  init(_ rows: [[String]]) {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    lines = rows.map { row in
      let cells = row.enumerated().map { index, text in index == count - 1 ? text : text.padded(widths[index])
      }
      let line = cells.joined(separator: "  ")
      return line.utf8.lastIndex { $0 != UInt8(ascii: " ") }.map { String(line[...$0]) } ?? ""
    }
  }
}

extension String {
  /// The text with blanks added to fill a column.
  func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
