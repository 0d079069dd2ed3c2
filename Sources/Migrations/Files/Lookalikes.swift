import Diagnostics
import SQLText

/// Finds comments and block names that were meant to start an up or a down block, but do not.
///
/// If they were ignored, applying a migration would also run the SQL that reverts it. An ordinary comment
/// must pass, so only the comment as a whole counts, never a word in a sentence.
struct Lookalikes {
  private let block: Pattern
  private let marker: Pattern
  private let bare: Pattern

  init() throws(PatternError) {
    // Matches `name: migrate-0001-down` in nearly any spelling; the label and the direction are checked
    // below.
    block = try Pattern(
      #"""
      \A (?: (?<label> [a-z]{2,6} ) (?: [\x20\t]*+ [:;=.,] | [\x20\t] ) [\x20\t:;=.,]*+ )?+
        (?<name> migrat[a-z]*+ [-_\x20:]++ (?: [a-z] [a-z_]*+ )?+ [0-9]++ [-_\x20:]++
          (?<direction> [a-z]++ ) )
        [^\w]*+ \z
      """#, .caseless)
    marker = try Pattern(
      #"""
      \A (?: (?<dbmate> migrate:(?: up | down ) \b ) | (?<goose> [+] \s* goose \b )
        | (?<sqlmigrate> [+] \s* migrate \b ) | (?<micrate> [+] \s* micrate \b )
        | (?<liquibase> liquibase \s+ formatted | changeset \s+ [^\s:]+ : )
        | (?<tern> create \s above \s* / \s* drop \s below ) | (?<play> ! (?: ups | downs ) \b )
        | (?<mybatis> (?: //\s* )? @undo \b ) | (?<rambler> rambler \s+ (?: up | down ) \b ) )
      """#, .caseless)
    bare = try Pattern(
      #"""
      \A [^\w]* (?: down | downgrade | undo | revert | roll[-\x20]?back )
        (?: [\x20] (?: migration | script | sql ) )? [^\w]* \z
      """#, .caseless)
  }

  /// The tools whose markers are known, by the groups of the pattern.
  private static let tools = [
    "dbmate": "dbmate", "goose": "goose", "sqlmigrate": "sql-migrate", "micrate": "micrate",
    "liquibase": "Liquibase", "tern": "tern", "play": "Play", "mybatis": "MyBatis", "rambler": "rambler",
  ]

  /// Throws for comments that were meant as headers.
  ///
  /// - Parameters:
  ///   - remarks: the comments, as UTF-8 offsets.
  ///   - source: the file.
  ///   - name: the parsed file name.
  ///   - hasDown: whether the file has a down block.
  /// - Throws: ``MigrationError`` for a comment that was meant as a header; ``Faults`` for several.
  func refuse(_ remarks: [Range<Int>], of source: SourceText, _ name: FileName, hasDown: Bool) throws {
    var faults = Faults()
    for range in remarks {
      let comment = source.text[utf8Range: range].trimmingBlanks
      let content = Lookalikes.content(of: comment)
      let place = { source.location(at: range.lowerBound) }
      func header(_ direction: Direction) -> String { "-- name: migrate-\(name.label)-\(direction)" }
      if let direction = try self.direction(ofComment: content) {
        faults.append(MigrationError.nearlyHeader(comment, expected: header(direction), at: place()))
      } else if let tool = try tool(content) {
        let direction = Lookalikes.words(of: content).lazy.compactMap { Lookalikes.directions[$0] }.first
        faults.append(MigrationError.marker(comment, of: tool, expected: direction.map(header), at: place()))
      } else if !hasDown, startsItsLine(range, in: source.text), try bare.firstMatch(in: content) != nil {
        faults.append(MigrationError.bareMarker(comment, expected: header(.down), at: place()))
      }
    }
    try faults.throwIfAny()
  }

  /// The direction that a block name nearly spells; nil for the names of other blocks.
  func direction(ofName name: String) -> Direction? {
    let words = Block.key(of: name).split(separator: "_").map(String.init)
    guard let first = words.first, let last = words.last else { return nil }
    if words.count == 1 { return Lookalikes.directions[last] }
    guard first.hasPrefix("migrat") || Phrase.editDistance(first, "migrate") <= 2 else { return nil }
    return Lookalikes.direction(nearly: last)
  }

  private func direction(ofComment content: String) throws(PatternError) -> Direction? {
    guard let match = try block.firstMatch(in: content) else { return nil }
    if let label = match.text("label"), Phrase.editDistance(label.lowercased(), "name") > 2 { return nil }
    return match.text("direction").map { $0.lowercased() }.flatMap(Lookalikes.direction(nearly:))
  }

  private func tool(_ content: String) throws(PatternError) -> String? {
    guard let match = try marker.firstMatch(in: content) else { return nil }
    return Lookalikes.tools.first { match[$0.key] != nil }?.value
  }

  /// Whether a comment is the first text on its line.
  private func startsItsLine(_ range: Range<Int>, in text: String) -> Bool {
    let last = text[utf8Range: 0..<range.lowerBound].utf8.last { $0 != 0x20 && $0 != 0x09 }
    return last == nil || last == UInt8(ascii: "\n")
  }

  private static func words(of content: String) -> [String] {
    content.lowercased().split { !$0.isLetter }.map(String.init)
  }

  private static let directions: [String: Direction] = [
    "up": .up, "ups": .up, "upgrade": .up, "apply": .up, "down": .down, "downs": .down, "downgrade": .down,
    "undo": .down, "rollback": .down,
    "revert": .down,
  ]

  private static func direction(nearly word: String) -> Direction? {
    directions[word] ?? (Phrase.editDistance(word, "down") == 1 ? .down : nil)
      ?? (["pu", "upp", "uo", "ip"].contains(word) ? .up : nil)
  }

  /// The content of a comment, without its comment marks, however often they are repeated.
  private static func content(of comment: String) -> String {
    let inner = comment.hasPrefix("/*") ? String(comment.dropFirst(2).dropLast(2)) : comment
    return inner.drop { "-#* \t".contains($0) }.trimmingBlanks
  }
}
