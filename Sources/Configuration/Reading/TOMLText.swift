import Diagnostics
import SQLText
import TOMLKit

extension TOMLTable {
  /// Parses a text.
  ///
  /// - Throws: ``SettingsError`` for text that is not TOML, with its place.
  convenience init(_ source: SourceText) throws(SettingsError) {
    if let part = try source.missingPart {
      let shown = source.hidingURLs
      let offset = shown.offset(line: part.line, column: part.column)
      throw .syntax(shown.location(at: offset), reason: "\(part.what) is missing")
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
  fileprivate var hidingURLs: SourceText {
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

  /// Where a table's name or a value is missing, in bytes, and which of both; nil if nothing is.
  ///
  /// toml++ 3.4 ends the whole program there, with an assertion.
  var missingPart: (line: Int, column: Int, what: String)? {
    get throws(SettingsError) {
      do throws(PatternError) {
        guard let match = try Pattern(SourceText.missing).firstMatch(in: text) else { return nil }
        let lines = text[utf8Range: 0..<match.range.upperBound].utf8
          .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let what = match["header"] == nil ? "a value" : "a table's name"
        return (lines.count, (lines.last?.count ?? 0) + 1, what)
      } catch {
        throw .unreadable(path, reason: error.cause ?? error.message)
      }
    }
  }

  /// Matches the beginning of a header up to where its name is missing, and of a list up to a brace; skips
  /// strings, comments and whole lists, in which a line may begin like a header.
  private static let missing = #"""
    (?(DEFINE) (?<quoted> "{3} (?: [^"\\]++ | \\(?s:.) | "{1,2}+ (?!") )*+ "{3,5}
        | '{3} (?: [^']++ | '{1,2}+ (?!') )*+ '{3,5}
        | " (?: [^"\\\n]++ | \\. )*+ " | ' [^'\n]*+ ' | (?&remark) )
      (?<remark> [#] [^\n]*+ ) (?<brace> (?: \s++ | (?&remark) )*+ [}] )
      (?<list> \[ (?! (?&brace) )
        (?: [^\[\]"'#,]++ | , (?! (?&brace) ) | (?&quoted) | (?&list) )*+ \] ) )
    (?: (?&quoted) | = [\x20\t]*+ (?&list) ) (*SKIP)(*FAIL)
    | (?<header> ^ (?: \A \xEF\xBB\xBF )?+ [\x20\t]*+ \[ \[?+ [\x20\t]*+ (?= [^\w"'\]-] ) )
    | [\[,] (?: \s++ | (?&remark) )*+ (?= [}] )
    """#
}
