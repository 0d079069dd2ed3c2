import Drivers
import Migrations
import SQLText

/// Hides the secrets of the settings in what the database says.
package struct Redaction {
  /// The secrets, and as the database reads them, as bytes.
  private let secrets: [[UInt8]]

  private static let mark = "***"
  /// How many bytes of a secret give it away; servers quote a statement from anywhere, and cut it anywhere.
  private static let least = 4

  package init(_ values: Values, _ syntax: Syntax) {
    secrets = values.secrets.filter { !$0.isEmpty }.flatMap {
      [Array($0.utf8), Array(syntax.literal($0).utf8)]
    }
  }

  func applied(to error: DriverError) -> DriverError {
    if secrets.isEmpty { return error }
    return DriverError(
      error.kind, applied(to: error.message), cause: error.cause.map(applied(to:)),
      remedy: error.remedy.map(applied(to:)), position: error.position)
  }

  /// The text with marks in place of secrets and parts of them.
  package func applied(to text: String) -> String {
    if secrets.isEmpty { return text }
    let bytes = Array(text.utf8)
    var isHidden = [Bool](repeating: false, count: bytes.count)
    for secret in secrets {
      let length = min(secret.count, Redaction.least)
      let parts = Set((0...secret.count - length).map { Array(secret[$0..<$0 + length]) })
      for start in bytes.indices.dropLast(length - 1)
      where parts.contains(Array(bytes[start..<start + length])) {
        for index in start..<start + length { isHidden[index] = true }
      }
    }
    var kept: [UInt8] = []
    for index in bytes.indices {
      if !isHidden[index] {
        kept.append(bytes[index])
      } else if index == 0 || !isHidden[index - 1] {
        kept += Array(Redaction.mark.utf8)
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}

extension Step {
  /// The position in the SQL without its secrets, for one in what was sent.
  func position(ofSent position: DriverError.Position) -> DriverError.Position {
    switch position {
    case .offset(let at): .offset(offset(ofSent: at))
    case .statementAt(let at): .statementAt(offset(ofSent: at))
    case .statement, .line, .inputLine: position
    }
  }
}
