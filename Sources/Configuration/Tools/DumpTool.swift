import Diagnostics
import SQLText

/// The facts about a program that writes a database as SQL: how its files begin and end, and which statements
/// a migration cannot have.
///
/// They are in `sql/dumps/SYNTAX`, as lines `KEY: VALUE`; docs/formats.md documents the keys.
package struct DumpTool {
  /// The name of the syntax that its files have.
  package let syntax: String
  /// The name of the program.
  package let title: String
  /// The command that writes its file again, as UTF-8.
  package let again: String
  private let head: Pattern?
  private let end: Pattern?
  /// Matches what the program writes for its own client at the start.
  package let lead: Rule?
  /// Matches a command of the client.
  package let command: Rule?
  /// The statements that are left out.
  package let leftOut: [Rule]
  /// The statements that remove what they name, and are left out unless the file has made it.
  package let drops: [Rule]
  /// The statements that make a part of what the file has made, and that comes with it: they are left out.
  package let parts: [Rule]
  /// The statements that make what a later statement may remove, or may make a part of.
  package let makes: [Pattern]
  /// The statements that name the database.
  package let databases: [Rule]
  /// The statements that no migration may have: what is wrong, and what to do.
  package let refused: [(pattern: Pattern, message: String, remedy: String)]

  /// A pattern, and what to say about what it matches.
  package struct Rule {
    package let pattern: Pattern
    package let text: String
  }

  /// Reads the facts.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  private init(_ source: SourceText) throws(PatternError) {
    let facts = ToolFacts(source.text)
    syntax = source.path.lastPart
    title = facts["title"] ?? syntax
    again = facts["again"] ?? ""
    head = try facts["head"].map { pattern throws(PatternError) in try Pattern(pattern) }
    end = try facts["end"].map { pattern throws(PatternError) in try Pattern(pattern) }
    let rules = Syntax.all.first { [syntax] in $0.name == syntax }
    func opening(_ pattern: String) throws(PatternError) -> Pattern {
      guard let rules else { return try Pattern(pattern, .caseless) }
      // MySQL runs what is in such a comment.
      return try Pattern(statement: #"(?&executed)?+ (?: \#(pattern) )"#, rules)
    }
    func statements(_ key: String) throws(PatternError) -> [Rule] {
      var list: [Rule] = []
      for (pattern, text) in facts.pairs(key) { list.append(Rule(pattern: try opening(pattern), text: text)) }
      return list
    }
    lead = try facts.pairs("lead").first.map { pair throws(PatternError) in
      Rule(pattern: try Pattern(#"\A (?: \#(pair.0) )"#), text: pair.1)
    }
    command = try facts.pairs("command").first.map { pair throws(PatternError) in
      Rule(pattern: try Pattern(#"\G (?: \#(pair.0) )"#), text: pair.1)
    }
    (leftOut, drops, parts) = (try statements("out"), try statements("drop"), try statements("part"))
    databases = try statements("into")
    makes = try facts.all("make").map { pattern throws(PatternError) in try opening(pattern) }
    refused = try facts.pairs("no").map { pair throws(PatternError) in
      let words = pair.1.split(separator: " => ").map(String.init)
      return (try opening(pair.0), words[0], words.dropFirst().joined(separator: " => "))
    }
  }

  /// The programs that Rung knows.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package static func all() throws -> [DumpTool] {
    try EmbeddedFiles.rare.filter { $0.path.hasPrefix("sql/dumps/") }
      .map { try DumpTool(SourceText(path: $0.path, text: $0.text)) }
  }

  /// Whether a file begins as those of the program do.
  package func begins(_ head: String) throws(PatternError) -> Bool {
    try self.head?.firstMatch(in: head) != nil
  }

  /// Whether a file ends as the complete ones of the program do.
  package func ends(_ tail: String) throws(PatternError) -> Bool {
    try end.map { end throws(PatternError) in try end.firstMatch(in: tail) != nil } ?? true
  }
}
