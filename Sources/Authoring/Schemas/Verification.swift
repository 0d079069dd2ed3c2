import Diagnostics
import Migrations
import Projects
import RungKit
import SQLText
import System

/// A test of migrations, which applies, reverts and applies each again in a scratch database.
package struct Verification {
  private let trial: Trial
  private let tell: (Event) -> Void
  private let comparesRows: Bool

  private var run: Run { trial.run }
  private var plan: Plan { trial.plan }

  /// Creates the scratch database.
  ///
  /// - Parameters:
  ///   - project: the project, whose database is only read.
  ///   - scope: the migrations to test.
  ///   - environment: the variables that settings may name.
  ///   - comparesRows: whether the rows are copied and compared, too.
  ///   - tell: receives a note for each migration, and warnings.
  /// - Throws: any ``Diagnostic`` if the project's database cannot be read, or no scratch database created.
  package init(
    _ project: Project, _ scope: Trial.Scope, environment: Environment, comparesRows: Bool = false,
    tell: @escaping (Event) -> Void
  ) throws {
    trial = try Trial(project, scope, environment: environment, hasData: comparesRows, tell: tell)
    self.comparesRows = comparesRows
    self.tell = tell
  }

  /// Tests each migration.
  ///
  /// - Returns: the number of migrations.
  /// - Throws: ``VerificationError`` for the first migration that does not restore the schema, and any error
  ///   of a run; ``UnrestoredRows`` after all, if rows are compared.
  package func perform() throws -> Int {
    defer { trial.remove() }
    var unrestored: [String] = []
    for item in plan.items where !item.migration.isRepeatable {
      if try !verify(item.migration) { unrestored.append("\(item.migration.version)") }
    }
    try verifyRepeatables()
    if !unrestored.isEmpty { throw UnrestoredRows(versions: unrestored) }
    return plan.items.count
  }

  /// Whether reverting a migration restores the rows, as far as they are compared.
  private func verify(_ migration: Migration) throws -> Bool {
    let version = "\(migration.version)"
    let before = try schema()
    let rowsBefore = try rows()
    let outcome = try run.upgrade(to: version)
    guard outcome.migrations.contains(where: { $0.version == version }) else {
      tell(.note("\(migration.title) … only recorded; what it creates already exists"))
      return true
    }
    let after = try schema()
    guard let down = migration.down, try revert(migration) else {
      tell(.note("\(migration.title) … up; it has no down block"))
      return true
    }
    try compare(
      before, with: schema(), after: migration, at: migration.source.location(at: down.nameOffset),
      isDown: true)
    let verdict = try rowsBefore.map { RowVerdict($0, try rows() ?? $0) }
    _ = try run.upgrade(to: version)
    try compare(
      after, with: schema(), after: migration, at: migration.source.location(at: migration.up.nameOffset),
      isDown: false)
    tell(.note("\(migration.title) … up, down, up" + (verdict?.words ?? "")))
    return verdict?.isProof ?? true
  }

  /// Runs each repeatable migration twice.
  private func verifyRepeatables() throws {
    let repeatables = plan.items.filter(\.migration.isRepeatable).map(\.migration)
    guard !repeatables.isEmpty else { return }
    _ = try run.upgrade(to: "head")
    let after = try schema()
    for migration in repeatables {
      _ = try run.upgrade(repeating: migration.version)
      try compare(
        after, with: schema(), after: migration, at: migration.source.location(at: 0), isDown: false)
      tell(.note("\(migration.title) … run twice"))
    }
  }

  /// Whether there was a down migration; in another language, this is known only when it is loaded.
  private func revert(_ migration: Migration) throws -> Bool {
    do {
      _ = try run.downgrade(to: "-1")
      return true
    } catch PlanError.irreversible where migration.isLoaded {
      return false
    }
  }

  private func schema() throws -> String { try trial.schema()?.comparable() ?? "" }

  /// The rows of the copy; nil if they are not compared.
  private func rows() throws -> TableRows? {
    guard comparesRows else { return nil }
    return try TableRows(trial.schema()?.text(hasData: true, isWhole: true) ?? "", trial.project.dialect)
  }

  private func compare(
    _ expected: String, with found: String, after migration: Migration, at location: SourceLocation,
    isDown: Bool
  ) throws(VerificationError) {
    let difference = TextDifference(expected, found)
    guard !difference.isEmpty else { return }
    throw VerificationError(
      version: migration.version, difference: difference.lines, location: location, isDown: isDown)
  }
}

/// A migration that, when reverted, does not restore the schema, or that gives another schema the second
/// time.
package struct VerificationError: Diagnostic {
  let version: Version
  let difference: [String]
  let location: SourceLocation
  let isDown: Bool

  package var message: String {
    isDown
      ? "reverting '\(version)' does not undo it"
      : "applying '\(version)' again gives a different schema"
  }

  package var cause: String? {
    let heading =
      isDown ? ["--- before", "+++ after up and down"] : ["--- after up", "+++ after up, down, up"]
    return (heading + difference).joined(separator: "\n")
  }

  package var remedy: String? {
    version.series == .repeatable
      ? "let it leave the same schema each time; the database itself was not changed"
      : "correct the down block and verify again; the database itself was not changed"
  }
  package var place: Place? { .source(location) }
  package var status: ExitStatus { .failed }
}
