import Diagnostics
import SQLText

/// Rewrites a migration's text for another version.
///
/// The version is in the block names, whatever their spelling, and in the comment `-- Version: …`. Nothing
/// else changes, including line ends.
package struct VersionLabels {
  private let versionLine: Pattern
  /// Matches the version line in other languages: in a docstring, or in a comment.
  private let otherVersionLine: Pattern
  private let lexer: Lexer
  private let checksum: Checksum

  package init(_ lexer: Lexer) throws(PatternError) {
    self.lexer = lexer
    // The second half skips strings and other comments, in which such a line means nothing.
    versionLine = try Pattern(
      #"""
      ^ (?: \A \xEF\xBB\xBF )? [\x20\t]* --[\x20\t]* version [\x20\t]* : [\x20\t]* (?<version> \w+ )
        | (?: \#(lexer.syntax.hiddenPattern) ) (*SKIP)(*FAIL)
      """#, .caseless)
    otherVersionLine = try Pattern(
      #"^ [\x20\t]* (?: -- | [#]++ )?+ [\x20\t]* version [\x20\t]* : [\x20\t]* (?<version> \w+ )"#, .caseless)
    checksum = try Checksum()
  }

  /// The text of a migration with another version.
  ///
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package func text(of migration: Migration, as version: Version) throws(PatternError) -> String {
    let text = migration.source.text
    let isOfSeries = version.series == migration.version.series
    let (old, new) =
      isOfSeries ? (migration.version.number, version.number) : (migration.name.label, version.description)
    var places: [Range<Int>] = []
    let isSQL = !migration.isLoaded
    for block in isSQL ? [migration.up, migration.down].compactMap({ $0 }) : [] {
      let name = block.nameOffset..<block.nameOffset + block.name.utf8.count
      if let place = text.lastRange(of: old, in: name) { places.append(place) }
    }
    let versionLine = isSQL ? versionLine : otherVersionLine
    for match in try versionLine.matches(in: text) {
      guard let word = match["version"],
        Version(text[utf8Range: word])?.number == migration.version.number,
        try isSQL ? !isData(word.lowerBound, in: text) : true
      else { continue }
      let digits = text[utf8Range: word].utf8.reversed().prefix { (0x30...0x39).contains($0) }.count
      places.append(isOfSeries ? word.upperBound - digits..<word.upperBound : word)
    }
    return text.replacing(places.sorted { $0.lowerBound < $1.lowerBound }, with: new)
  }

  /// Whether an offset is in the data that a `COPY` reads.
  private func isData(_ offset: Int, in text: String) throws(PatternError) -> Bool {
    var start = 0
    while let token = try lexer.next(in: text, from: start), token.range.lowerBound < offset {
      if token.kind == .copyData, token.range.contains(offset) { return true }
      start = max(token.range.upperBound, start + 1)
    }
    return false
  }

  /// Whether a row was made from a file, once the file is rewritten for the row's version.
  ///
  /// The checksums differ before that if the checksum reads a block name as text because of its spelling, or
  /// if a release of SQLSpec before 0.27 wrote the row.
  package func isText(of migration: Migration, in row: History.Row) throws(PatternError) -> Bool {
    guard let version = row.version, let sum = row.checksum, sum.utf8.count == 32 else { return false }
    if migration.checksums.contains(sum) { return true }
    let text = try text(of: migration, as: version)
    return try checksum.all(of: text, hasOrder: !migration.directives.after.isEmpty).contains(sum)
      || sum == Checksum.plain(text)
  }

  /// Whether the checksum of a file depends on its version.
  func dependsOnVersion(_ migration: Migration) throws(PatternError) -> Bool {
    guard let other = migration.version.successor ?? Version("0000") else { return false }
    return try checksum.of(text(of: migration, as: other)) != migration.checksum
  }
}

extension Version {
  /// The padded digits as they are written: `0001` in `ext_adk_0001`.
  package var number: String {
    String(description.dropFirst(series.prefix.count))
  }
}

extension String {
  /// The last occurrence of a word in a part of the text, in UTF-8 bytes.
  fileprivate func lastRange(of word: String, in part: Range<Int>) -> Range<Int>? {
    let (bytes, wanted) = (Array(self[utf8Range: part].utf8), Array(word.utf8))
    guard bytes.count >= wanted.count else { return nil }
    for start in stride(from: bytes.count - wanted.count, through: 0, by: -1)
    where bytes[start..<start + wanted.count].elementsEqual(wanted) {
      let lower = part.lowerBound + start
      return lower..<lower + wanted.count
    }
    return nil
  }

  /// The text with a word put into each of some ranges, which are in order and do not overlap.
  fileprivate func replacing(_ places: [Range<Int>], with word: String) -> String {
    var result = ""
    var offset = 0
    for place in places {
      result += self[utf8Range: offset..<place.lowerBound]
      result += word
      offset = place.upperBound
    }
    return result + self[utf8Range: offset..<utf8.count]
  }
}
