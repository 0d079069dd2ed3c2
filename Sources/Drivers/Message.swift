import Diagnostics
import SQLText

/// SQL that is sent and answered as one.
package struct Message {
  package let sql: String
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

  package init(
    _ sql: String, statements: [Statement] = [], lead: Int = 0, joinsNext: Bool = false,
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

  /// The SQL in parts that each end with a statement that reads data; the whole SQL if none does.
  var parts: [Part] {
    guard statements.contains(where: { $0.data != nil }) else { return [Part(of: self)] }
    var parts: [Part] = []
    var start = 0
    var ordinal = 0
    for (index, statement) in statements.enumerated()
    where statement.data != nil || index == statements.count - 1 {
      let end = statement.data == nil ? sql.utf8.count : statement.terminator.upperBound
      parts.append(Part(of: self, start..<end, ordinal, data: statement.data))
      start = statement.range.upperBound
      ordinal = index + 1
    }
    return parts
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

    fileprivate init(of message: Message) {
      sql = message.sql
      input = nil
      (start, ordinal, data) = (0, 0, 0..<0)
    }

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
