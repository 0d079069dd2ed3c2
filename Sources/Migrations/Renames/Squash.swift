import Diagnostics
import SQLText

/// Several migrations merged into one, or into as few as their directives allow.
package struct Squash: Sendable {
  package let groups: [Group]

  /// The migrations that become one file.
  package struct Group: Sendable {
    package let sources: [Migration]
    /// The version of the first source.
    package let version: Version
    package let fileName: String
    package let text: String
  }

  /// The texts that the author gives for new files.
  package struct Words: Sendable {
    /// The description of the new migrations, on one line.
    package let message: String
    /// The first line of a new file.
    package let title: String
    /// The message as part of a file name.
    package let slug: String
    /// The key that comes before the message.
    package let descriptionKey: String

    package init(message: String, title: String, slug: String, descriptionKey: String) {
      self.message = message
      self.title = title
      self.slug = slug
      self.descriptionKey = descriptionKey
    }
  }

  /// Reads a range, and writes the files that replace it.
  ///
  /// - Parameters:
  ///   - range: `FROM:TO`, `FROM..TO` or `FROM-TO`, both included.
  ///   - words: the texts for the new files.
  ///   - allowGaps: whether numbers in the range may be missing.
  ///   - catalog: all migrations.
  ///   - dialect: the dialect, which says where a statement ends.
  /// - Throws: ``SquashError`` for a range that cannot be squashed, ``MigrationError`` for a file without
  ///   SQL.
  package init(
    _ range: String, as words: Words, allowGaps: Bool, _ catalog: Catalog, dialect: Dialect
  ) throws {
    let sources = try Squash.sources(range, catalog, allowGaps: allowGaps)
    if let draft = sources.first(where: \.isDraft) { throw MigrationError.emptyUpBlock(draft) }
    let splitter = try StatementSplitter(dialect.lexer)
    // A migration that is alone in its group stays as it is.
    let setting = try SessionSetting(dialect, splitter)
    groups = try Squash.groups(sources, endingAt: setting.isMade(by:)).filter { $0.count > 1 }.map {
      sources in
      let first = sources[0]
      let name = FileName(version: first.version, title: words.slug, label: first.name.label)
      let isPrefixed = !first.version.isOfProject && first.name.label == first.version.description
      return Group(
        sources: sources, version: first.version,
        fileName: isPrefixed ? "\(first.version)_\(words.slug).sql" : name.fileName(as: first.version),
        text: try Squash.text(of: sources, words) { block in
          let statements = try splitter.statements(of: block.text)
          return block.text.trimmingBlanks.isEmpty
            ? "" : String(block.text).ended(after: statements.last, dialect.syntax)
        })
    }
  }

  private static func sources(
    _ range: String, _ catalog: Catalog, allowGaps: Bool
  ) throws(SquashError) -> [Migration] {
    guard let separator = [":", "..", "-"].first(where: range.contains),
      let place = range.firstRange(of: separator),
      let from = Version(range[..<place.lowerBound].trimmingBlanks),
      let to = Version(range[place.upperBound...].trimmingBlanks)
    else { throw .badRange(range) }
    guard from.series == to.series else { throw .twoSeries(from, and: to) }
    guard from <= to else { throw .backwards(from, to: to) }
    for version in [from, to] {
      guard version.kind == .sequential else { throw .notSequential(version) }
      guard catalog[version] != nil else { throw .unknown(version) }
    }
    let sources = catalog.migrations.filter {
      $0.version.series == from.series && (from...to).contains($0.version)
    }
    let present = Set(sources.flatMap { [$0.version] + $0.directives.replaces })
    if let other = sources.first(where: \.isLoaded) { throw .notSQL(other.version) }
    if let other = sources.first(where: \.isVendored) { throw .vendored(other.version) }
    if !allowGaps, let gap = gap(from: from, to: to, in: present) { throw .gap(gap) }
    return sources
  }

  /// The first number of a range that is missing.
  private static func gap(from: Version, to: Version, in present: Set<Version>) -> Version? {
    var version = from
    while version < to {
      guard let next = version.successor else { return nil }
      if !present.contains(next) { return next }
      version = next
    }
    return nil
  }

  /// Groups neighbouring migrations that can run as one.
  private static func groups(
    _ sources: [Migration], endingAt isLast: (Migration) throws -> Bool
  ) throws -> [[Migration]] {
    var groups: [[Migration]] = []
    for migration in sources {
      if let last = groups.last?.last, last.directives.agree(with: migration.directives), try !isLast(last) {
        groups[groups.count - 1].append(migration)
      } else {
        groups.append([migration])
      }
    }
    return groups
  }

  private static func text(
    of sources: [Migration], _ words: Words, _ body: (Block) throws -> String
  ) throws -> String {
    let first = sources[0]
    let replaced = sources.flatMap(\.replacedOrItself)
    let versions = replaced.map(\.version.description).joined(separator: ", ")
    var lines = [
      words.title, "Version: \(first.version)", "\(words.descriptionKey): \(words.message)",
      "Squashed from: \(versions)", "replaces: \(versions)",
      "replaced_checksums: \(replaced.map(\.checksum).joined(separator: ", "))",
    ]
    let directives = first.directives
    if let flag = directives.transactional { lines.append("transactional: \(flag)") }
    if let schema = directives.schema { lines.append("schema: \(schema)") }
    if let level = directives.isolation { lines.append("isolation: \(level)") }
    if let keys = directives.foreignKeys { lines.append("foreign_keys: \(keys ? "on" : "off")") }
    if let time = directives.statementTimeout { lines.append("statement_timeout: \(time.text)") }
    if let time = directives.lockTimeout { lines.append("lock_timeout: \(time.text)") }
    if directives.values == true { lines.append("values: on") }
    var text = lines.map { "-- \($0)\n" }.joined()
    text += "\n-- name: migrate-\(first.name.label)-up\n"
    for source in sources { text += "-- \(source.title)\n" + (try body(source.up)) + "\n" }
    let downs = sources.reversed().compactMap { source in source.down.map { (source, $0) } }
    // Reverting only some of the sources would leave changes that nobody knows of.
    guard downs.count == sources.count else { return text.trimmingBlanks + "\n" }
    text += "-- name: migrate-\(first.name.label)-down\n"
    for (source, down) in downs { text += "-- \(source.title)\n" + (try body(down)) + "\n" }
    return text.trimmingBlanks + "\n"
  }
}

/// Finds migrations that leave the session changed, because the next ones rely on a session that was reset.
private struct SessionSetting {
  private let splitter: StatementSplitter
  private let pattern: Pattern?

  init(_ dialect: Dialect, _ splitter: StatementSplitter) throws(PatternError) {
    self.splitter = splitter
    // A new value of an enumerated type cannot be used before it is committed.
    pattern =
      dialect.has("session-reset")
      ? try Pattern(
        statement: #"""
          (?: set (?&gap) (?! local \b | constraints \b ) | reset (?&gap)
            | select \b [^;]*? \b set_config \s* \(
            | alter (?&gap) type \b [^;]*? \b add (?&gap) value \b )
          """#, dialect.syntax) : nil
  }

  func isMade(by migration: Migration) throws -> Bool {
    guard let pattern else { return false }
    let text = migration.up.text
    return try splitter.statements(of: text).contains {
      try pattern.firstMatch(in: text, from: $0.start) != nil
    }
  }
}

extension Migration {
  /// The versions and checksums that a file replaces if it replaces this migration.
  fileprivate var replacedOrItself: [(version: Version, checksum: String)] {
    let sums = directives.replacedChecksums
    return directives.replaces.isEmpty
      ? [(version, checksum)]
      : directives.replaces.enumerated().map { index, version in
        (version, sums.indices.contains(index) ? sums[index] : "-")
      }
  }
}

extension String {
  /// The block's text with its last statement terminated, without blank lines around it.
  fileprivate func ended(after last: Statement?, _ syntax: Syntax) -> String {
    let text = trimmingBlanks
    guard let last, !last.isTerminated else { return text + "\n" }
    // After a comment, the terminator would be part of the comment.
    let line = text.split(separator: "\n").last ?? ""
    let isBare = syntax.terminator == ";" && !line.contains("--") && !line.contains("#")
    return text + (isBare ? ";\n" : "\n\(syntax.terminator)\n")
  }
}

/// An error for a range that cannot be squashed.
package enum SquashError: Diagnostic {
  case badRange(String)
  case twoSeries(Version, and: Version)
  case backwards(Version, to: Version)
  case notSequential(Version)
  case unknown(Version)
  case gap(Version)
  case notSQL(Version)
  /// A migration outside the project's folder.
  case vendored(Version)

  package var message: String {
    switch self {
    case .badRange(let text): "'\(text)' is not a range of versions"
    case .twoSeries(let from, let to): "'\(from)' and '\(to)' belong to different series"
    case .backwards(let from, let to): "'\(from)' comes after '\(to)'"
    case .notSequential(let version):
      "'\(version)' is a timestamp, and only sequential numbers can be squashed"
    case .unknown(let version): "no migration has the version '\(version)'"
    case .notSQL(let version): "'\(version)' is in the range, but is not written in SQL"
    case .vendored(let version): "'\(version)' belongs to an extension, whose files Rung does not change"
    case .gap(let version): "no file has the version '\(version)', which is in the range"
    }
  }

  package var remedy: String? {
    switch self {
    case .badRange: "write FROM:TO, such as 0001:0012"
    case .twoSeries: "squash the project's migrations and each extension's separately"
    case .backwards(let from, let to): "write \(to):\(from)"
    case .notSequential: "'rung fix' gives every migration a number"
    case .unknown: "'rung status' lists them all"
    case .notSQL: "squash the migrations before it and after it separately"
    case .vendored(let version):
      "'rung extension eject \(version.series)' copies them into the project; squash them there by hand"
    case .gap: "find out why; or use --allow-gaps"
    }
  }

  package var status: ExitStatus { .usage }
}
