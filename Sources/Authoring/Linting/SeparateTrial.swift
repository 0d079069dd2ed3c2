import Diagnostics
import Drivers
import Migrations
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
  private let words: Review.Words
  private let setting: Pattern?
  private let index: Pattern

  /// The grades to ask for, with the block of each; what is granted by none of them is a copy.
  private static let grades: [(grade: AlterGrade, alter: String, index: String?)] = [
    (.instant, "lint-alter-instant", nil), (.online, "lint-alter-online", "lint-index-online"),
    (.shared, "lint-alter-shared", "lint-index-shared"),
  ]

  /// - Throws: ``DialectError`` or ``PatternError`` for blocks that cannot be read.
  init(_ project: Project, _ driver: any Driver, _ words: Review.Words) throws {
    dialect = project.dialect
    self.driver = driver
    self.words = words
    let syntax = dialect.syntax
    setting = dialect.session.isEmpty ? nil : try Pattern(openings: dialect.session, syntax)
    index = try Pattern(
      statement: """
        (?: create (?&gap) (?: (?: or (?&gap) replace | unique | fulltext | spatial ) (?&gap) )*+ | drop (?&gap) )
        index (?! [\\w$] ) (?: (?! \\b on \\b ) . )*+ \\b on (?&gap) (?<name> (?&table) )
        """, syntax)
  }

  /// Sends the statements of all sections, until one fails.
  ///
  /// - Returns: what was seen.
  /// - Throws: ``DriverError`` if the database cannot be looked at.
  func statements(of sections: [Script.Section]) throws -> [WatchedStatement] {
    var result: [WatchedStatement] = []
    for section in sections {
      guard let migration = section.migration else { continue }
      var settings = ""
      var last = try look(settings)
      let start = last
      for step in section.separated(dialect.syntax).steps {
        if step.kind == .session { settings += step.sql }
        guard step.kind == .migration, let statement = step.statements.first,
          let place = step.location(at: statement.start)
        else { continue }
        let begun = ContinuousClock.now
        let grade: AlterGrade?
        do {
          grade = try send(step, statement, settings, since: start)
        } catch is DriverError {
          return result
        }
        let time = begun.duration(to: .now)
        let text = step.text(of: statement)
        if try setting?.firstMatch(in: text, from: 0) != nil { settings += step.sql }
        let after = try look(settings)
        result.append(
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
    return Look(
      rows,
      storage: Dictionary(
        storage.compactMap { row in row.count > 1 ? row[0].flatMap { name in row[1].map { (name, $0) } } : nil
        },
        uniquingKeysWith: { first, _ in first }))
  }

  /// Sends a statement, in the best way that the server grants.
  ///
  /// - Returns: that way; nil if it does not alter a table that was there before.
  private func send(
    _ step: Step, _ statement: Statement, _ settings: String, since start: Look
  ) throws -> AlterGrade? {
    let text = step.text(of: statement)
    let altered = try words.alterTable?.firstMatch(in: text, from: 0)?.text("name")
    let indexed = altered == nil ? try index.firstMatch(in: text, from: 0)?.text("name") : nil
    guard dialect.has("lint-alter-instant"), let table = altered ?? indexed,
      start.relations[table.filter { !"`\"".contains($0) }.lowercased()] != nil
    else {
      try driver.run(settings + step.sent.sql)
      return nil
    }
    let bare = String(
      step.sent.sql[utf8Range: step.lead + statement.start..<step.lead + statement.terminator.lowerBound])
    for way in SeparateTrial.grades {
      guard let block = altered == nil ? way.index : way.alter else { continue }
      do {
        try driver.run(settings + dialect.sql(block, ["statement": .text(bare + "\n")]))
        return way.grade
      } catch is DriverError {}
    }
    try driver.run(settings + step.sent.sql)
    return .copy
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
