import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import RungKit
import SQLText
import System

/// Watches statements on a database whose client ends after each call, and asks the server how it can alter
/// tables.
///
/// Each statement is sent alone, after the settings of the session before it. That is another session than
/// in a run, so a statement that fails here proves nothing; the trial of the whole tells.
struct SeparateTrial {
  private let dialect: Dialect
  private let driver: any Driver
  private let words: MigrationRules.Words
  private let setting: Pattern?
  private let redaction: Redaction
  private let index: Pattern

  /// The grades to ask for, with the block of each; what is granted by none of them is a copy.
  private static let grades: [(grade: AlterGrade, alter: String, index: String?)] = [
    (.instant, "lint-alter-instant", nil), (.online, "lint-alter-online", "lint-index-online"),
    (.shared, "lint-alter-shared", "lint-index-shared"),
  ]

  /// - Throws: ``DialectError`` or ``PatternError`` for blocks that cannot be read.
  init(_ project: Project, _ driver: any Driver, words: MigrationRules.Words) throws {
    dialect = project.dialect
    self.driver = driver
    self.words = words
    let syntax = dialect.syntax
    redaction = Redaction(project.settings.values, syntax)
    setting = dialect.session.isEmpty ? nil : try Pattern(openings: dialect.session, syntax)
    index = try Pattern(
      statement: """
        (?: create (?&gap) (?: (?: or (?&gap) replace | unique | fulltext | spatial ) (?&gap) )*+
          | drop (?&gap) )
        index (?! [\\w$] ) (?: (?! \\b on \\b ) . )*+ \\b on (?&gap) (?<name> (?&table) )
        """, syntax)
  }

  /// What was seen.
  struct Result {
    var statements: [WatchedStatement] = []
    /// The statements that fail alone, so that nothing is known about them.
    var unjudged: [LintFinding] = []
  }

  /// Sends the statements of all sections.
  ///
  /// - Returns: what was seen.
  /// - Throws: ``DriverError`` if the database cannot be looked at.
  func perform(_ sections: [Script.Section]) throws -> Result {
    var result = Result()
    for section in sections {
      guard let migration = section.migration else { continue }
      var settings = ""
      var last = try look(settings)
      let start = last
      for step in section.separated(dialect.syntax).steps {
        if step.kind == .session { settings += step.sent.sql }
        guard step.kind == .migration, let statement = step.statements.first,
          let place = step.location(at: statement.start)
        else { continue }
        let begun = ContinuousClock.now
        let grade: AlterGrade?
        do {
          grade = try send(step, settings, since: start)
        } catch let error as DriverError {
          result.unjudged.append(
            LintFinding(
              .notJudged, "was not judged",
              evidence: "it fails outside of its session: " + redaction.applied(to: error.message), at: place)
          )
          continue
        }
        let time = begun.duration(to: .now)
        let text = step.text(of: statement)
        if try setting?.firstMatch(in: text, from: 0) != nil { settings += step.sent.sql }
        let after = try look(settings)
        result.statements.append(
          WatchedStatement(
            migration: migration, text: text, place: place, lines: step.lines(of: statement, place),
            isInTransaction: false, before: last, after: after,
            milliseconds: Int((time / .milliseconds(1)).rounded()), grade: grade))
        last = after
      }
    }
    return result
  }

  private func look(_ settings: String) throws -> Look {
    let rows = try driver.rows(settings + dialect.sql("lint-look", [:]))
    guard dialect.has("lint-storage") else { return Look(rows) }
    let storage = (try? driver.rows(dialect.sql("lint-storage", [:]))) ?? []
    let pairs = storage.compactMap { row -> (String, String)? in
      guard row.count > 1, let name = row[0], let place = row[1] else { return nil }
      return (name.fileNameDecoded.lowercased(), place)
    }
    return Look(rows, storage: Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
  }

  /// Sends a statement, in the best way that the server grants.
  ///
  /// - Returns: that way; nil if it does not alter a table that was there before.
  private func send(_ step: Step, _ settings: String, since start: Look) throws -> AlterGrade? {
    let (sql, statements) = step.sent
    guard let statement = statements.first else { return nil }
    let text = String(sql[utf8Range: step.lead + statement.start..<sql.utf8.count])
    let altered = try words.alterTable?.firstMatch(in: text, from: 0)?.text("name")
    let indexed = altered == nil ? try index.firstMatch(in: text, from: 0)?.text("name") : nil
    guard dialect.has("lint-alter-instant"), let table = altered ?? indexed,
      start.relations[table.filter { !"`\"".contains($0) }.lowercased()] != nil
    else {
      try driver.run(settings + sql)
      return nil
    }
    let end = step.lead + statement.terminator.lowerBound
    let bare = String(sql[utf8Range: step.lead + statement.start..<end])
    for way in SeparateTrial.grades {
      guard let block = altered == nil ? way.index : way.alter else { continue }
      let attempt = try settings + dialect.sql(block, ["statement": .text(bare + "\n")])
      do throws(DriverError) {
        try driver.run(attempt)
        return way.grade
      } catch {
        // Any other error says nothing about this way.
        guard SeparateTrial.refusals.contains(where: error.message.contains) else { break }
      }
      if way.grade == .shared {
        try driver.run(settings + sql)
        return .copy
      }
    }
    try driver.run(settings + sql)
    return nil
  }

  /// The numbers of the errors that a way is not supported, or not known to the server.
  ///
  /// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
  private static let refusals = ["(1845)", "(1846)", "(1800)"]
}

extension String {
  /// A table's name as it is in names of files, with its special characters decoded.
  ///
  /// https://dev.mysql.com/doc/refman/8.4/en/identifier-mapping.html
  fileprivate var fileNameDecoded: String {
    let parts = split(separator: "@", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts[0])) { name, part in
      let scalar = part.count < 4 ? nil : UInt32(part.prefix(4), radix: 16).flatMap(Unicode.Scalar.init)
      guard let scalar else { return name + "@" + part }
      return name + String(Character(scalar)) + part.dropFirst(4)
    }
  }
}

extension Step {
  /// The text of a statement from its first word on, with holes in place of secrets.
  func text(of statement: Statement) -> String {
    String(sql[utf8Range: lead + statement.start..<sql.utf8.count])
  }

  /// The lines of a statement in its file, with the comments before it.
  func lines(of statement: Statement, _ place: SourceLocation) -> ClosedRange<Int> {
    let first = location(at: statement.range.lowerBound)?.line ?? place.line
    let last = location(at: max(statement.range.upperBound - 1, 0))?.line ?? place.line
    return min(first, place.line)...max(last, place.line)
  }
}
