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
  let reversal: Reversal

  /// A few lines of the up block, and what was seen of the statement that ends in them.
  struct Segment: Sendable {
    /// The line of the file, from 1, of each line of the text.
    let firstLine: Int
    let text: String
    let statements: [LintReport.Statement]
    let findings: [LintFinding]
  }

  /// What is known about its down migration.
  enum Reversal: Sendable, Equatable {
    /// Reverting it in the scratch copy restored the schema, and the rows if they were compared.
    case proved(withRows: Bool)
    /// It did not, with the difference.
    case failed(String)
    /// It restored the schema or not, but not the rows of these tables.
    case impossible([String])
    /// There is no down block.
    case none
    /// It runs again whenever its text changes, and has no down block.
    case repeatable
    /// It was not tried, and why.
    case untried(String)
  }

  init(_ migration: Migration, _ report: LintReport, reversal: Reversal) {
    version = "\(migration.version)"
    description = migration.description
    path = migration.source.path
    author = Self.heading("Author", in: migration.source.text)
    created = Self.heading("Created", in: migration.source.text)
    down = migration.down.map { $0.text.replacing("\r\n", with: "\n").trimmingBlanks }
    self.reversal = reversal
    let statements = report.statements.filter { $0.migration == "\(migration.version)" }
    let findings = report.findings.filter { $0.location?.path == migration.source.path }
    segments = Self.segments(of: migration, statements, findings)
  }

  /// The value of a line such as `-- Author: ada` in the first lines of a file.
  private static func heading(_ key: String, in text: String) -> String? {
    for line in text.split(maxSplits: 20, whereSeparator: \.isNewline).prefix(20) {
      let words = line.drop { "-#* ".contains($0) }
      guard words.hasPrefix(key + ":") else { continue }
      let value = String(words.dropFirst(key.count + 1)).trimmingBlanks
      return value.isEmpty ? nil : value
    }
    return nil
  }

  /// How many lines of a block are shown.
  static let limit = 2_000

  /// The up block, cut after the last line of each statement.
  private static func segments(
    of migration: Migration, _ statements: [LintReport.Statement], _ findings: [LintFinding]
  ) -> [Segment] {
    let lines = lines(of: migration.up)
    let ends = Set(statements.map(\.lastLine))
    var segments: [Segment] = []
    var open: [(number: Int, text: String)] = []
    func close() {
      guard let first = open.first?.number, let last = open.last?.number else { return }
      let own = findings.filter { $0.location.map { first...last ~= $0.line } ?? false }
      let text = open.map(\.text).joined(separator: "\n")
      open = []
      if text.trimmingBlanks.isEmpty, own.isEmpty { return }
      segments.append(
        Segment(
          firstLine: first, text: text, statements: statements.filter { first...last ~= $0.lastLine },
          findings: own))
    }
    for line in lines {
      open.append(line)
      if ends.contains(line.number) { close() }
    }
    close()
    return segments
  }

  /// The lines of a block with their numbers in the file, which a filled template moves.
  private static func lines(of block: Block) -> [(number: Int, text: String)] {
    var offset = block.range.lowerBound
    // As characters, a carriage return and a line feed are one.
    let all = block.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let lines = all.prefix(limit).map { line in
      defer { offset += line.count + 1 }
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return (
        number: block.source.location(at: offset).line, text: String(decoding: text, as: UTF8.self)
      )
    }
    guard all.count > limit, let last = lines.last else { return lines }
    return lines + [(last.number + 1, "-- … and \(all.count - limit) more lines")]
  }
}
