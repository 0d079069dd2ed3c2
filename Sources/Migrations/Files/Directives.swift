import Diagnostics
import SQLText

/// The directives of a file: lines such as `-- transactional: false`, which start in column 1.
package struct Directives: Sendable, Equatable {
  /// `transactional: true|false`.
  package var transactional: Bool?
  /// `schema: NAME`.
  package var schema: String?
  /// `isolation: LEVEL`, in lower case: the isolation level of the migration's transaction.
  package var isolation: String?
  /// `foreign_keys: on|off`.
  package var foreignKeys: Bool?
  /// `statement_timeout: TIME`: how long each statement may take.
  package var statementTimeout: Milliseconds?
  /// `lock_timeout: TIME`: how long each statement waits for a lock of the database.
  package var lockTimeout: Milliseconds?
  /// `values: on|off`: whether the settings' values fill the holes of the file.
  package var values: Bool?
  /// `replaces: VERSION, …`: the migrations that a squashed migration replaces.
  package var replaces: [Version] = []
  /// `replaced_checksums: CHECKSUM, …`, in the order of `replaces`: they identify rows with another
  /// version.
  package var replacedChecksums: [String] = []

  /// `when: SETTING, …`: the extension's settings that must be on for the migration to be wanted.
  package var conditions: [String] = []
  /// `after: VERSION, …`: the migrations that must be applied first.
  package var after: [Version] = []
  /// `unless: TABLE.COLUMN, …`: columns that show, if they exist, that the migration has nothing to do.
  package var unless: [String] = []
  /// `repeat: always`: a repeatable migration also runs whenever another migration has run.
  package var repeatsAlways = false
  /// `driver: read`, in other languages: the migration reads the database before it produces its SQL.
  package var readsDatabase = false

  package init() {}

  /// The directive that a repeatable migration cannot have, if there is one.
  var unfitForRepeatable: String? {
    if !replaces.isEmpty { return "replaces" }
    if !conditions.isEmpty { return "when" }
    if !unless.isEmpty { return "unless" }
    return after.isEmpty ? nil : "after"
  }

  /// Reads which migrations a file replaces, even if the rest of the file cannot be read.
  package init(replacedBy text: String) throws(PatternError) {
    let found = try? DirectiveReader().directives(
      of: SourceText(path: "", text: text), firstBlock: text.utf8.count)
    replaces = found?.replaces ?? []
  }

  /// Whether two migrations can become one.
  package func agree(with other: Directives) -> Bool {
    values == other.values
      && (transactional, schema, foreignKeys, isolation, statementTimeout, lockTimeout)
        == (
          other.transactional, other.schema, other.foreignKeys, other.isolation, other.statementTimeout,
          other.lockTimeout
        )
  }

  /// The keys that are likely to be misspelt, with their values if these are words.
  static let known = [
    "transactional": switches, "foreign_keys": switches, "values": switches, "schema": nil,
    "replaces": nil, "isolation": nil, "unless": nil, "statement_timeout": nil, "lock_timeout": nil,
  ]
  /// The words that somebody writes who means a directive.
  static let switches = ["true", "false", "on", "off", "yes", "no"]

  /// The isolation levels of the SQL standard.
  static let levels = ["serializable", "repeatable read", "read committed", "read uncommitted"]
}

/// Reads the directives of files.
///
/// Directives that SQLSpec knows count in the whole file, as in SQLSpec; Rung's own count above the first
/// block.
struct DirectiveReader {
  private let pattern: Pattern
  /// Matches directives in other languages: in comments that begin with `#`, and where SQLSpec finds them in
  /// Python.
  private let others: Pattern
  /// Matches a line that looks like a directive, whatever its key.
  private let likely: Pattern

  init() throws(PatternError) {
    let value =
      #"[\x20\t]* : [\x20\t]*+ (?<value> (?: [^\x20\t\r\n]++ | [\x20\t\r]++ (?!$) )*+ ) [\x20\t\r]* $"#
    pattern = try Pattern(
      #"""
      ^ (?: \A \xEF\xBB\xBF )? --[\x20\t]*
        (?<key> transactional | schema | isolation | foreign_keys | statement_timeout | lock_timeout | values
          | replaces | repeat | squashed[\x20]from | replaced_checksums | when | after | unless )
        \#(value)
      """#, .caseless)
    likely = try Pattern(
      #"""
      ^ (?: \A \xEF\xBB\xBF )? --[\x20\t]* (?<key> [a-z] [a-z_\x20-]{4,24}+ ) : [\x20\t]*
        (?<value> \S++ ) [\x20\t\r]* $
      """#, .caseless)
    others = try Pattern(
      #"""
      ^ (?| [#] [\x20\t]* (?: --[\x20\t]* )?+ (?<key> transactional | schema | foreign_keys | when
              | statement_timeout | lock_timeout | after | unless | driver )
          | -- [\x20\t]* (?<key> transactional | schema ) ) \#(value)
      """#, .caseless)
  }

  /// The directives of a file, the first of each kind.
  ///
  /// - Throws: ``MigrationError/badDirective(_:_:_:)`` for an invalid value.
  func directives(of source: SourceText, firstBlock: Int) throws -> Directives {
    var result = Directives()
    try refuseMisspelt(in: source, firstBlock: firstBlock)
    for match in try pattern.matches(in: source.text) {
      guard let key = match["key"], let value = match["value"] else {
        continue
      }
      let name = source.text[utf8Range: key].lowercased()
      let word = String(source.text[utf8Range: value])
      let isOurs = name != "transactional" && name != "schema"
      if isOurs, match.range.lowerBound > firstBlock { continue }
      guard result.take(name, word) else {
        throw MigrationError.badDirective(name, value: word, at: source.location(at: value.lowerBound))
      }
    }
    return result
  }

  /// The directives of a file in another language.
  ///
  /// - Throws: ``MigrationError/badDirective(_:_:_:)`` for an invalid value.
  func directives(inOtherLanguage source: SourceText) throws -> Directives {
    var result = Directives()
    for match in try others.matches(in: source.text) {
      guard let key = match["key"], let value = match["value"] else {
        continue
      }
      let (name, word) = (source.text[utf8Range: key].lowercased(), String(source.text[utf8Range: value]))
      guard result.take(name, word) else {
        throw MigrationError.badDirective(name, value: word, at: source.location(at: value.lowerBound))
      }
    }
    return result
  }

  /// Throws for a key that is nearly a directive's, with a value that only a directive has.
  private func refuseMisspelt(in source: SourceText, firstBlock: Int) throws {
    for match in try likely.matches(in: source.text) {
      guard let range = match["key"], let value = match["value"] else {
        continue
      }
      let written = source.text[utf8Range: range].trimmingBlanks
      let key = written.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
      guard let meant = Phrase.nearest(to: key, among: Array(Directives.known.keys)),
        written.lowercased() != meant,
        Phrase.editDistance(key, meant) <= (meant.count > 8 ? 2 : 1)
      else { continue }
      let word = source.text[utf8Range: value].lowercased()
      let isMeant = (Directives.known[meant] ?? nil)?.contains(word) ?? (match.range.lowerBound < firstBlock)
      if isMeant {
        throw MigrationError.misspelt(written, expected: meant, at: source.location(at: range.lowerBound))
      }
    }
  }
}

extension Directives {
  /// Stores a value unless an earlier line has given one; returns whether the value is valid.
  fileprivate mutating func take(_ key: String, _ value: String) -> Bool {
    switch key {
    case "transactional":
      guard let flag = Bool(value.lowercased()) else { return false }
      transactional = transactional ?? flag
    case "schema":
      // SQLSpec reads a line of several words as a comment.
      if value.contains(where: \.isWhitespace) { return true }
      guard value.isPlainName else { return false }
      schema = schema ?? value
    case "isolation":
      let level = value.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard Directives.levels.contains(level) else { return false }
      isolation = isolation ?? level
    case "foreign_keys":
      guard ["on", "off"].contains(value.lowercased()) else { return false }
      foreignKeys = foreignKeys ?? (value.lowercased() == "on")
    case "values": return takeValues(value.lowercased())
    case "statement_timeout", "lock_timeout":
      guard let time = Milliseconds(value) else { return false }
      if key == "lock_timeout" {
        lockTimeout = lockTimeout ?? time
      } else {
        statementTimeout = statementTimeout ?? time
      }
    case "driver":
      guard value.lowercased() == "read" else { return false }
      readsDatabase = true
    case "repeat": return takeRepeat(value)
    case "when", "after", "unless": return takeList(key, value.commaSeparated)
    case "replaces", "squashed from":
      let versions = value.commaSeparated.map { Version($0) }
      // SQLSpec writes the second key, but reads it as a comment, so another value is not an error.
      guard !versions.isEmpty, !versions.contains(nil) else { return key != "replaces" }
      if replaces.isEmpty { replaces = versions.compactMap { $0 } }
    default:
      if replacedChecksums.isEmpty { replacedChecksums = value.commaSeparated }
    }
    return true
  }

  /// Stores when a repeatable migration runs; returns whether the value is valid, or a remark.
  private mutating func takeRepeat(_ value: String) -> Bool {
    if value.contains(where: \.isWhitespace) { return true }
    repeatsAlways = value.lowercased() == "always"
    return repeatsAlways
  }

  /// Whether the word is valid; any other text is a comment, as it was before there was this directive.
  private mutating func takeValues(_ word: String) -> Bool {
    guard Directives.switches.contains(word) else { return true }
    values = values ?? (word == "on")
    return ["on", "off"].contains(word)
  }

  /// Adds the values of a line to a list; returns whether they are valid.
  private mutating func takeList(_ key: String, _ words: [String]) -> Bool {
    // Values with blanks in them are part of an ordinary comment.
    if words.contains(where: { $0.contains(where: \.isWhitespace) }) { return true }
    switch key {
    case "when":
      conditions += words
      return !conditions.isEmpty
    case "unless":
      unless += words
      return !unless.isEmpty && unless.allSatisfy { $0.dropFirst().dropLast().contains(".") }
    default:
      let versions = words.map { Version($0) }
      guard !versions.isEmpty, !versions.contains(nil) else { return false }
      after += versions.compactMap { $0 }
      return true
    }
  }
}

extension String {
  /// The parts between commas, without blanks around them.
  var commaSeparated: [String] { split(separator: ",").map(\.trimmingBlanks).filter { !$0.isEmpty } }

  /// Whether the text is a name that needs no quotes: `[A-Za-z_][A-Za-z0-9_$]*`.
  fileprivate var isPlainName: Bool {
    guard let first, first == "_" || first.isASCII && first.isLetter else { return false }
    return allSatisfy { $0 == "_" || $0 == "$" || $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}
