/// Rows below their heads, no wider than a terminal: the last two columns continue on further lines.
struct Table {
  private(set) var lines: [[Styled]] = []

  /// The fewest columns of the terminal that a column of the table is narrowed to.
  private static let narrowest = 12
  private static let gap = 2

  /// - Parameters:
  ///   - heads: the heads of the columns.
  ///   - rows: the cells of each row.
  ///   - width: the columns of the terminal; nil for no limit.
  init(heads: [String], rows: [[Styled]], width: Int?) {
    let all = [heads.map { Styled($0, .head) }] + rows
    var widths = heads.indices.map { column in all.map { $0[column].text.columns }.max() ?? 0 }
    func excess() -> Int {
      widths.reduce(Table.gap * (widths.count - 1)) { $0 + $1 } - (width ?? .max)
    }
    while excess() > 0, let widest = widths.indices.suffix(2).max(by: { widths[$0] < widths[$1] }),
      widths[widest] > Table.narrowest
    {
      widths[widest] -= 1
    }
    lines = all.flatMap { Table.lines(of: $0, widths) }
  }

  private static func lines(of row: [Styled], _ widths: [Int]) -> [[Styled]] {
    let cells = row.indices.map { $0 < row.count - 2 ? [row[$0].text] : row[$0].text.wrapped(widths[$0]) }
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { number in
      var line: [Styled] = []
      var missing = 0
      for (column, texts) in cells.enumerated() {
        let text = number < texts.count ? texts[number] : ""
        if !text.isEmpty {
          line += [Styled(String(repeating: " ", count: missing)), Styled(text, row[column].style)]
          missing = 0
        }
        missing += widths[column] - text.columns + gap
      }
      return line
    }
  }
}
