import Diagnostics
import Migrations
import SQLText

/// A migration as a reviewer reads it: its SQL in segments, each with what is known about its statements.
struct ReviewedMigration: Sendable {
  let version: String
  let description: String
  let path: String
  /// Who wrote it and when, if its head says so.
  let author: String?
  let created: String?
  let segments: [Segment]
  /// The SQL that reverts it; nil if there is none.
  let down: String?
  let wayBack: WayBack

  /// A few lines of the up block, and what was seen of the statement that ends in them.
  struct Segment: Sendable {
    /// The line of the file, from 1, of each line of the text.
    let firstLine: Int
    let text: String
    let statements: [LintReport.Statement]
    let findings: [LintFinding]
  }

  /// What is known about the way back.
  enum WayBack: Sendable, Equatable {
    /// Reverting it in the scratch copy restored the schema.
    case proved
    /// It did not, with the difference.
    case failed(String)
    /// There is no down block.
    case none
    /// It was not tried, and why.
    case untried(String)
  }

  init(_ migration: Migration, _ report: LintReport, wayBack: WayBack) {
    version = "\(migration.version)"
    description = migration.description
    path = migration.source.path
    author = Self.heading("Author", in: migration.source.text)
    created = Self.heading("Created", in: migration.source.text)
    down = migration.down.map { $0.text.trimmingBlanks }
    self.wayBack = wayBack
    let statements = report.statements.filter { $0.migration == "\(migration.version)" }
    let findings = report.findings.filter { $0.location?.path == migration.source.path }
    segments = Self.segments(of: migration, statements, findings)
  }

  /// The value of a line such as `-- Author: ada` in the first lines of a file.
  private static func heading(_ key: String, in text: String) -> String? {
    for line in text.split(separator: "\n", maxSplits: 20).prefix(20) {
      let words = line.drop { "-#* ".contains($0) }
      guard words.hasPrefix(key + ":") else { continue }
      let value = String(words.dropFirst(key.count + 1)).trimmingBlanks
      return value.isEmpty ? nil : value
    }
    return nil
  }

  /// The up block, cut after the last line of each statement.
  private static func segments(
    of migration: Migration, _ statements: [LintReport.Statement], _ findings: [LintFinding]
  ) -> [Segment] {
    let block = migration.up
    let first = block.source.location(at: block.range.lowerBound).line
    let lines = block.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var ends = Set(statements.map(\.lastLine)).sorted()
    let last = first + lines.count - 1
    if ends.last.map({ $0 < last }) ?? true { ends.append(last) }
    var start = first
    return ends.compactMap { end -> Segment? in
      defer { start = max(start, end + 1) }
      guard start <= end, lines.indices.contains(end - first) else { return nil }
      let range = start...end
      let text = lines[(start - first)...(end - first)].joined(separator: "\n")
      let own = findings.filter { $0.location.map { range.contains($0.line) } ?? false }
      let isBlank = text.trimmingBlanks.isEmpty && own.isEmpty
      return isBlank
        ? nil
        : Segment(
          firstLine: start, text: text, statements: statements.filter { range.contains($0.lastLine) },
          findings: own)
    }
  }
}
