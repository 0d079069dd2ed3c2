import Configuration
import Diagnostics
import SQLText

/// The parts of one file of another tool, divided by the tool's markers.
struct MarkedText {
  private(set) var up = ""
  private(set) var down: String?
  private(set) var isTransactional = true
  private(set) var title: String?
  private(set) var parents: [String] = []
  private(set) var notes: [any Diagnostic] = []
  private let tool: MigrationTool
  private let hasDelimiters: Bool
  private var part: Part
  /// Whether the up part has begun.
  private(set) var hasUp: Bool

  private enum Part { case none, up, down }

  /// - Parameters:
  ///   - source: the file.
  ///   - tool: the facts about the tool.
  ///   - hasDelimiters: whether a statement with semicolons needs `DELIMITER`.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  init(_ source: SourceText, _ tool: MigrationTool, hasDelimiters: Bool) throws(PatternError) {
    self.tool = tool
    self.hasDelimiters = hasDelimiters
    hasUp = tool.isWhole || tool.up == nil
    part = hasUp ? .up : .none
    // A line end of two bytes is one character for Swift.
    let lines = source.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    for (index, line) in lines.enumerated() {
      try take(line.withoutMark, number: index + 1, isLast: index == lines.count - 1, source)
    }
  }

  private mutating func take(
    _ line: String, number: Int, isLast: Bool, _ source: SourceText
  ) throws(PatternError) {
    for (pattern, message) in tool.oddLines where try pattern.firstMatch(in: line) != nil {
      notes.append(AdoptionNote(message, at: .source(source.location(ofLine: number))))
    }
    if line.utf8.first == UInt8(ascii: "-") || line.utf8.first == UInt8(ascii: " ") {
      if let match = try tool.up?.firstMatch(in: line) { return begin(.up, match) }
      if let match = try tool.down?.firstMatch(in: line) { return begin(.down, match) }
      for pattern in tool.dropped {
        guard let match = try pattern.firstMatch(in: line) else { continue }
        return drop(match)
      }
    }
    let isRemark = line.isBlank || line.hasPrefix("--")
    if part == .none, !isRemark, !notes.contains(where: { $0.message == MarkedText.stray }) {
      notes.append(AdoptionNote(MarkedText.stray, at: .source(source.location(ofLine: number))))
    }
    append(line + (isLast ? "" : "\n"))
  }

  private static let stray = "text above the first marker is not carried over"

  private mutating func begin(_ part: Part, _ match: Match) {
    self.part = part
    if part == .up { hasUp = true }
    if match["alone"] != nil { isTransactional = false }
    if part == .down, down == nil { down = "" }
  }

  /// Takes what a line says that only the tool needs.
  private mutating func drop(_ match: Match) {
    if match["alone"] != nil { isTransactional = false }
    if let words = match.text("parents") { parents += words.split(separator: " ").map(String.init) }
    if let words = match.text("title") { title = words.trimmingBlanks }
    guard hasDelimiters else { return }
    if match["begin"] != nil { append("delimiter $$\n") }
    if match["end"] != nil { append("$$\ndelimiter ;\n") }
  }

  private mutating func append(_ text: String) {
    switch part {
    case .none: break
    case .up: up += text
    case .down: down = (down ?? "") + text
    }
  }
}

extension String {
  /// The text without a byte order mark at its start.
  fileprivate var withoutMark: String {
    unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
  }
}
