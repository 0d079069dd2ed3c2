import Diagnostics
import SQLText

/// SQL without insignificant parts: comments, blanks, the case of words, and quotes around plain names.
struct PlainSQL {
  private let pattern: Pattern

  init() throws(PatternError) {
    pattern = try Pattern(
      #"""
        (?<string> '[^']*+(?:''[^']*+)*+' ) | (?<comment> --[^\n]*+ | /\* (?s:.*?) \*/ )
        | (?: "(?<name>[A-Za-z_][\w$]*+)" | `(?<tick>[A-Za-z_][\w$]*+)` | \[(?<bracket>[A-Za-z_][\w$]*+)\] )
        | (?<quoted> "[^"]*+(?:""[^"]*+)*+" ) | (?<word> [\w$\x80-\xff]++ ) | (?<blank> \s++ ) | (?<sign> . )
      """#)
  }

  /// The SQL as one line, with one blank between words and none around signs.
  func text(_ sql: String) throws(PatternError) -> String {
    var result = ""
    var isAfterWord = false
    for match in try pattern.matches(in: sql) {
      if match["blank"] != nil || match["comment"] != nil { continue }
      let word = ["name", "tick", "bracket", "word"].lazy.compactMap(match.text).first?.lowercased()
      let piece = word ?? String(sql[utf8Range: match.range])
      let isWord = match["sign"] == nil
      if isWord, isAfterWord { result += " " }
      result += piece
      isAfterWord = isWord
    }
    return result
  }
}
