import SQLText

/// The lines `KEY: VALUE` of a file of facts; a line that starts with `#` is a comment.
struct ToolFacts {
  private let lines: [(key: String, value: String)]

  init(_ text: String) {
    lines = text.split(separator: "\n").compactMap { line in
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { return nil }
      return (String(line[..<colon]), line[line.index(after: colon)...].trimmingBlanks)
    }
  }

  subscript(key: String) -> String? { all(key).first }

  func all(_ key: String) -> [String] { lines.filter { $0.key == key }.map(\.value) }

  /// The values `PATTERN => TEXT` of a key.
  func pairs(_ key: String) -> [(String, String)] {
    all(key).compactMap { value in
      guard let arrow = value.firstRange(of: " => ") else { return nil }
      return (String(value[..<arrow.lowerBound]), String(value[arrow.upperBound...]))
    }
  }
}
