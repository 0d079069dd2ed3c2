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

  /// The SQL with one blank between words and none around signs.
  ///
  /// - Parameters:
  ///   - sql: a statement.
  ///   - isBroken: whether a table has a line for each column; otherwise there is one line.
  /// - Returns: the same SQL for a database.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  func text(_ sql: String, isBroken: Bool = false) throws(PatternError) -> String {
    var result = ""
    var isAfterWord = false
    var depth = 0
    var opening: [String] = []
    for match in try pattern.matches(in: sql) {
      if match["blank"] != nil || match["comment"] != nil { continue }
      let word = ["name", "tick", "bracket", "word"].lazy.compactMap(match.text).first?.lowercased()
      let piece = word ?? String(sql[utf8Range: match.range])
      let isWord = match["sign"] == nil
      if isWord, isAfterWord { result += " " }
      if piece == ")", !isWord { depth -= 1 }
      if opening.count < 2 { opening.append(piece) }
      let isOfTable = isBroken && !isWord && opening == ["create", "table"]
      if isOfTable, piece == ")", depth == 0 { result += "\n" }
      result += piece
      if isOfTable, piece == "," && depth == 1 || piece == "(" && depth == 0 { result += "\n  " }
      if piece == "(", !isWord { depth += 1 }
      isAfterWord = isWord
    }
    return result
  }
}
