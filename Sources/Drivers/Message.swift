import Diagnostics
import SQLText

/// SQL that is sent and answered as one.
package struct Message {
  package let sql: Substring
  /// The statements of SQL that a user wrote; empty for SQL of Rung's own.
  package let statements: [Statement]
  /// The number of bytes before the user's text.
  package let lead: Int
  /// Whether it may be sent together with the next one, because one transaction contains both.
  package let joinsNext: Bool
  /// Whether it commits, so that what was done may be there although the answer was lost.
  package let commits: Bool
  /// The statement by which the client of a driver program reports that the message is done.
  package let marker: String

  package init(_ sql: String) { self.init(sql[...]) }

  package init(
    _ sql: Substring, statements: [Statement] = [], lead: Int = 0, joinsNext: Bool = false,
    commits: Bool = false, marker: String = ""
  ) {
    self.sql = sql
    self.statements = statements
    self.lead = lead
    self.joinsNext = joinsNext
    self.commits = commits
    self.marker = marker
  }

  /// The error with its position in the user's text.
  func placed(_ error: DriverError) -> DriverError {
    var error = error
    switch error.position {
    case .offset(let at): error.position = .offset(max(at - lead, 0))
    case .statementAt(let at): error.position = .statementAt(max(at - lead, 0))
    case .statement, .line, .inputLine, nil: break
    }
    return error
  }

  /// Whether a copy of the SQL costs little, and no statement reads data.
  var isSmall: Bool { sql.utf8.count < 1 << 16 && !statements.contains { $0.data != nil } }

  /// The SQL in parts, which are copied one at a time.
  ///
  /// - Parameter size: the number of bytes with which a part ends at the next end of a statement.
  /// - Returns: the parts; one also ends with each statement that reads data.
  func parts(reaching size: Int = .max) -> some RandomAccessCollection<Part> {
    var cuts: [(range: Range<Int>, ordinal: Int, data: Range<Int>?)] = []
    var start = 0
    var ordinal = 0
    // Nearly all messages are one part.
    let isOne = sql.utf8.count <= size && !statements.contains { $0.data != nil }
    for (index, statement) in (isOne ? [] : statements).enumerated() {
      let (end, isLast) = (statement.range.upperBound, index == statements.count - 1)
      guard statement.data != nil || isLast || end - start >= size else { continue }
      let sent = statement.data != nil ? statement.terminator.upperBound : isLast ? sql.utf8.count : end
      cuts.append((start..<sent, ordinal, statement.data))
      (start, ordinal) = (end, index + 1)
    }
    if cuts.isEmpty { cuts = [(0..<sql.utf8.count, 0, nil)] }
    return cuts.lazy.map { Part(of: self, $0.range, $0.ordinal, data: $0.data) }
  }

  /// A part of a message.
  struct Part {
    let sql: String
    /// The data for its last statement.
    let input: String?
    private let start: Int
    /// The number of the message's statements before this part.
    private let ordinal: Int
    /// The range of the data in the message.
    private let data: Range<Int>

    fileprivate init(of message: Message, _ range: Range<Int>, _ ordinal: Int, data: Range<Int>?) {
      sql = String(message.sql[utf8Range: range])
      input = data.map { String(message.sql[utf8Range: $0]) }
      start = range.lowerBound
      self.ordinal = ordinal
      self.data = data ?? start..<start
    }

    /// The error of this part, with its position in the whole message.
    func placed(_ error: DriverError) -> DriverError {
      var error = error
      switch error.position {
      case .offset(let own): error.position = .offset(own + start)
      case .statementAt(let own): error.position = .statementAt(own + start)
      case .statement(let own): error.position = .statement(own + ordinal)
      case .inputLine(let number):
        let lines = (input ?? "").utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        error.position = .offset(data.lowerBound + lines.prefix(number - 1).reduce(0) { $0 + $1.count + 1 })
      case .line, nil: break
      }
      return error
    }
  }
}
