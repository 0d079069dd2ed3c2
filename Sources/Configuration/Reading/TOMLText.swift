import Diagnostics
import SQLText
import TOMLKit

extension TOMLTable {
  /// Parses a text.
  ///
  /// - Throws: ``SettingsError`` for text that is not TOML, with its place.
  convenience init(_ source: SourceText) throws(SettingsError) {
    if let trap = try source.trap {
      let shown = source.hidingURLs
      let offset = shown.offset(line: trap.line, column: trap.column)
      throw .syntax(shown.location(at: offset), reason: trap.reason)
    }
    do {
      try self.init(string: source.text)
    } catch let error as TOMLParseError {
      let line = Swift.max(1, error.source.begin.line)
      let shown = source.hidingURLs
      let offset = shown.offset(line: line, column: Swift.max(1, error.source.begin.column))
      throw .syntax(
        shown.location(at: offset),
        reason: error.description.prefix(1).lowercased() + error.description.dropFirst())
    } catch {
      throw .unreadable(source.path, reason: "\(error)")
    }
  }
}

extension SourceText {
  /// The text without what follows `://` on a line, because after a wrong quote the end of a password is
  /// unknown.
  var hidingURLs: SourceText {
    // By bytes, because `\r\n` is one character.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      let url = line.firstRange(of: "://".utf8)
      return url.map { String(Substring(line[..<$0.upperBound])) + "…" } ?? String(Substring(line))
    }
    return SourceText(path: path, text: lines.joined(separator: "\n"))
  }

  /// The UTF-8 offset of a line and a column, both counted from 1.
  fileprivate func offset(line: Int, column: Int) -> Int {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    let before = lines.prefix(line - 1).reduce(0) { $0 + $1.count + 1 }
    lines = lines.dropFirst(line - 1)
    return before + min(column - 1, lines.first?.count ?? 0)
  }

  /// The first place, in bytes, that toml++ 3.4 would neither read nor refuse; nil if there is none.
  ///
  /// Where a table's name or a value is missing, it ends the whole program, with an assertion. A zero byte
  /// ends the text, and what follows would be ignored.
  var trap: (line: Int, column: Int, reason: String)? {
    get throws(SettingsError) {
      var found = try missingPart
      if let zero = Array(text.utf8).firstIndex(of: 0) { found = (zero, "there is a zero byte") }
      guard let (offset, reason) = found else { return nil }
      let lines = text[utf8Range: 0..<offset].utf8
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      return (lines.count, (lines.last?.count ?? 0) + 1, reason)
    }
  }

  private var missingPart: (Int, reason: String)? {
    get throws(SettingsError) {
      var depth = 0
      do throws(PatternError) {
        for match in try Pattern(SourceText.marks).matches(in: text) {
          let end = match.range.upperBound
          if match["close"] != nil {
            depth = max(0, depth - 1)
          } else if text.byte(at: end) == UInt8(ascii: "}") {
            return (end, "a value is missing")
          } else if match["header"] != nil, depth == 0 {
            return (end, "a table's name is missing")
          } else {
            depth += text[utf8Range: match.range].utf8.count { $0 == UInt8(ascii: "[") }
          }
        }
      } catch {
        throw .unreadable(path, reason: error.cause ?? error.message)
      }
      return nil
    }
  }

  /// Matches brackets, the beginning of a header up to where its name is missing, and what precedes a missing
  /// value; skips strings and comments.
  private static let marks = #"""
    (?: "{3} (?: [^"\\]++ | \\(?s:.) | "{1,2}+ (?!") )*+ "{3,5} | '{3} (?: [^']++ | '{1,2}+ (?!') )*+ '{3,5}
      | (?: "{3} | '{3} ) (?s: .*+ )
      | " (?: [^"\\\n]++ | \\. )*+ " | ' [^'\n]*+ ' | [#] [^\n]*+ ) (*SKIP)(*FAIL)
    | [\[,] (?: \s++ | [#] [^\n]*+ )*+ (?= [}] )
    | (?<header> ^ (?: \A \xEF\xBB\xBF )?+ [\x20\t]*+ \[ \[?+ [\x20\t]*+ (?= [^\w"'\]-] ) )
    | \[ | (?<close> \] )
    """#
}
