import Diagnostics
import SQLText
import System

/// The commands with which a database's client reads another file, replaced by the text of that file.
struct Inclusion {
  private let pattern: Pattern
  private let folder: String
  private static let deepest = 16

  /// - Returns: nil if the client has no such command.
  init?(_ syntax: Syntax, folder: String) throws(PatternError) {
    self.folder = folder
    switch syntax {
    case .postgresql:
      pattern = try Pattern(
        #"""
        ^ [\x20\t]* \\ (?: (?<relative> ir | include_relative ) | i (?: nclude )?+ ) [\x20\t]+
          '? (?<path> [^'\s;]+ ) '? [\x20\t\r;]* $
        """#)
    case .sqlite:
      pattern = try Pattern(#"^ \.read [\x20\t]+ ['"]? (?<path> [^'"\s]+ ) ['"]? [\x20\t\r]* $"#)
    default: return nil
    }
  }

  /// The text with the files that it includes, and notes on those that cannot be read.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  func filled(_ text: String, _ path: String) throws -> (text: String, notes: [any Diagnostic]) {
    try filled(text, path, depth: 0)
  }

  private func filled(
    _ text: String, _ path: String, depth: Int
  ) throws -> (text: String, notes: [any Diagnostic]) {
    var (result, offset, notes) = ("", 0, [any Diagnostic]())
    for match in try pattern.matches(in: text) {
      guard let name = match.text("path") else { continue }
      result += text[utf8Range: offset..<match.range.lowerBound]
      offset = match.range.upperBound
      guard depth < Inclusion.deepest,
        let other = find(name, from: path, isRelative: match["relative"] != nil),
        let included = Path.text(of: other)
      else {
        let line = text[utf8Range: 0..<match.range.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") } + 1
        notes.append(
          AdoptionNote(
            "cannot read '\(name)', which is included here", remedy: "put its text here",
            at: .source(SourceText(path: path, text: text).location(ofLine: line))))
        result += text[utf8Range: match.range]
        continue
      }
      let inner = try filled(included, other, depth: depth + 1)
      result += inner.text.trimmingBlanks
      notes += inner.notes
    }
    return (result + text[utf8Range: offset..<text.utf8.count], notes)
  }

  /// The path of an included file: beside the one that includes it, or below a folder where the tool runs.
  private func find(_ name: String, from path: String, isRelative: Bool) -> String? {
    let own = Path.folder(of: path)
    let folders = isRelative ? [own] : [folder, Path.join(folder, ".."), ".", own]
    return folders.map { Path.join($0, name) }.first { Path.exists($0) && !Path.isFolder($0) }
  }
}
