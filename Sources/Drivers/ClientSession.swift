import System

/// A driver program that keeps its client, and answers queries: the verb `session`.
final class ClientSession {
  private let dialogue: Dialogue
  private let format: RowFormat
  /// The text before each query.
  private let begin: String
  /// The text after each query, with which the client prints the end of its answer.
  private let end: String
  /// The number of the query; nobody else knows it, so that no value contains it.
  private var number = Int.random(in: 1_000_000_000...999_999_999_999)

  /// The milliseconds to wait for a program that does not know the verb, and waits for its input.
  private static let patience = 10_000

  /// Starts the program.
  ///
  /// - Returns: nil if it has no verb `session`.
  init?(_ command: [String], _ variables: [String: String?]) {
    guard let dialogue = Dialogue(Program(command + ["session"], variables: variables)),
      let head = dialogue.answer(until: "\nready", limit: ClientSession.patience)
    else { return nil }
    var values: [Substring: String] = [:]
    for line in String(decoding: head, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = RowFormat.unescaped(Array(parts[1].utf8)[...]) }
    }
    guard let format = RowFormat(values["format"] ?? "rows"), let end = values["end"] else { return nil }
    (self.dialogue, self.format, self.begin, self.end) = (dialogue, format, values["begin"] ?? "", end)
  }

  /// The rows of a query; nil if the program ended instead.
  func rows(_ sql: String) -> [[String?]]? {
    number += 1
    let request = "\(begin)\n\(sql)\n\(end.replacing(":step", with: "\(number)"))\n"
    return dialogue.answer(to: request, until: "rung step \(number)").map(format.rows)
  }

  /// Ends the client, and waits for it.
  @discardableResult func close() -> Program.Ending? { dialogue.end() }
}
