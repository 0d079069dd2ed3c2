import Diagnostics
import SQLText

/// A text that is markup already, so that nothing in it is escaped again.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  let text: String

  init(text: String) { self.text = text }
  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Escapes every text that is put into markup, except other markup.
  struct Interpolation: StringInterpolationProtocol {
    var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    mutating func appendInterpolation(_ value: String) { text += value.escaped }
    mutating func appendInterpolation(_ value: Int) { text += String(value) }
  }

  /// A template with its `{name}` fields filled.
  ///
  /// - Parameters:
  ///   - template: the text, in which other braces stay as they are.
  ///   - fields: the markup of each field.
  init(_ template: String, _ fields: [String: Markup]) {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      let after = rest[rest.index(after: open)...]
      guard let close = after.firstIndex(of: "}"), let field = fields[String(after[..<close])] else {
        result += rest[...open]
        rest = after
        continue
      }
      result += rest[..<open] + field.text
      rest = after[after.index(after: close)...]
    }
    text = result + rest
  }
}

extension Sequence<Markup> {
  /// The parts, one after another.
  func joined(separator: String = "\n") -> Markup {
    Markup(text: map(\.text).joined(separator: separator))
  }
}

extension String {
  /// The text with the characters that mean something in HTML as references, also within quotes, and control
  /// characters as what people can see.
  var escaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      // HTML has no reference for them, and right-to-left marks would change the order of what is read.
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}"..."\u{200F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Marks words, strings, comments and numbers in SQL.
struct Highlighter {
  private let pattern: Pattern

  /// - Throws: ``PatternError`` for a fault in the pattern itself.
  init(_ syntax: Syntax) throws(PatternError) {
    pattern = try Pattern(
      within: #"""
        (?<comment> (?&remark) ) | (?<text> (?&quoted) )
        | \b (?<word> (?:
          add | after | all | alter | and | any | as | asc | before | begin | between | by
          | cascade | case | check | column | commit | concurrently | constraint | create
          | cross | database | default | delete | desc | distinct | domain | drop | each |
          else | end | execute | exists | extension | for | foreign | from | full |
          function | grant | group | having | if | in | index | inner | insert | into | is
          | join | key | language | left | like | limit | not | null | of | on | or |
          order | outer | primary | procedure | references | rename | replace | restrict |
          returns | revoke | right | rollback | row | schema | select | sequence | set |
          table | temporary | then | to | trigger | truncate | type | union | unique |
          update | using | valid | validate | values | view | when | where | with
        ) ) \b
        | \b (?<number> \d+ (?: \.\d+ )?+ ) \b
        """#, syntax)
  }

  /// The lines of a text, each as markup.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  func lines(_ sql: String) throws(PatternError) -> [Markup] {
    var lines = [""]
    func add(_ text: String, _ kind: String?) {
      let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { lines.append("") }
        let own = String(part).escaped
        lines[lines.count - 1] += kind.map { own.isEmpty ? "" : "<span class=\"\($0)\">\(own)</span>" } ?? own
      }
    }
    var end = 0
    for match in try pattern.matches(in: sql) {
      add(String(sql[utf8Range: end..<match.range.lowerBound]), nil)
      let kind = ["comment", "text", "word", "number"].first { match[$0] != nil }
      add(String(sql[utf8Range: match.range]), kind)
      end = match.range.upperBound
    }
    add(String(sql[utf8Range: end..<sql.utf8.count]), nil)
    return lines.map(Markup.init(text:))
  }
}
