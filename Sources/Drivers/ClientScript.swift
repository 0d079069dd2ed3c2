import SQLText

/// Messages as one text for a database's client, each followed by its marker.
struct ClientScript {
  private(set) var text = ""
  private let messages: [Message]
  /// The line in which each message begins, from 1.
  private var starts: [Int] = []

  init(_ messages: [Message]) {
    self.messages = messages
    var line = 1
    func append(_ part: Substring, to text: inout String) {
      line += part.utf8.count { $0 == UInt8(ascii: "\n") }
      text += part
    }
    for message in messages {
      starts.append(line)
      append(message.sql, to: &text)
      append(message.marker[...], to: &text)
    }
  }

  /// The error with its line turned into a position in the message that failed.
  func placed(_ error: DriverError, inMessage number: Int) -> DriverError {
    guard case .line(let line) = error.position, messages.indices.contains(number) else { return error }
    var error = error
    let message = messages[number]
    let lines = message.sql.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = min(max(line - starts[number], 0), max(lines.count - 2, 0))
    let start = lines.prefix(index).reduce(0) { $0 + $1.count + 1 }
    let blanks = lines[index].prefix { $0 == 0x20 || $0 == 0x09 }.count
    let offset = max(start + blanks - message.lead, 0)
    error.position = .offset(message.begunBehindReturn(offset..<offset + lines[index].count) ?? offset)
    return error
  }
}

extension Message {
  /// The start of a statement for which the client of MySQL and MariaDB reports too early a line.
  ///
  /// That client takes the carriage return after a semicolon as the beginning of the next statement. It
  /// reports that line, although the statement begins on a later one.
  ///
  /// - Parameter line: the reported line, as offsets into the SQL.
  /// - Returns: where that statement begins; nil if there is none.
  fileprivate func begunBehindReturn(_ line: Range<Int>) -> Int? {
    let bytes = Array(sql.utf8.dropFirst(lead))
    let begun = statements.first { statement in
      let start = statement.range.lowerBound
      return start < bytes.count && bytes[start] == UInt8(ascii: "\r") && statement.start > line.upperBound
        && (line.contains(start) || line.lowerBound == start)
    }
    // The report is right for a first statement that begins on the reported line itself.
    guard let begun, statements.first.map({ !line.contains($0.start) }) ?? true else { return nil }
    return begun.start
  }
}
