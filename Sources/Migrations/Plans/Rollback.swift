import Diagnostics

/// What undoes a plan that has not run yet.
extension Plan {
  /// The downgrade that undoes this upgrade.
  ///
  /// Repeatable migrations have no part in it.
  ///
  /// - Parameters:
  ///   - catalog: the migrations that the files define.
  ///   - after: the history that the upgrade leaves.
  ///   - policy: the project's rules.
  ///   - load: gives a migration in another language its block for a direction, or none.
  /// - Returns: the downgrade, without the SQL of migrations in other languages.
  /// - Throws: ``RollbackError`` for each migration that cannot be undone, the errors of `load`, and those of
  ///   any downgrade.
  package func rollback(
    _ catalog: Catalog, after: History, policy: Policy,
    load: (Migration, Direction) throws -> Migration
  ) throws -> Plan {
    let tracked = items.filter { !$0.migration.isRepeatable }
    var faults = Faults()
    for (index, item) in tracked.enumerated() {
      guard let reason = try RollbackError.Reason(item, load) else { continue }
      let isFirst = faults.all.isEmpty
      faults.append(
        RollbackError(migration: item.migration, reason: reason, stepsBefore: isFirst ? index : nil))
    }
    try faults.throwIfAny()
    var policy = policy
    (policy.resume, policy.retried) = (false, [])
    return try .downgrade(catalog, after, to: .steps(-tracked.count), policy: policy)
  }
}

/// The error that a script which undoes a plan would not undo all of it.
package struct RollbackError: Diagnostic {
  let migration: Migration
  let reason: Reason
  /// The number of migrations that the plan applies before it; nil if one of them cannot be undone either.
  let stepsBefore: Int?

  enum Reason {
    case irreversible
    /// What the migration creates existed before the plan.
    case onlyRecorded
    /// Its down migration reads the database, as it is after the plan.
    case readsDatabase

    /// - Returns: nil for a migration that can be undone.
    fileprivate init?(_ item: Plan.Item, _ load: (Migration, Direction) throws -> Migration) throws {
      let migration = item.migration
      if item.isRecordOnly {
        self = .onlyRecorded
      } else if migration.directives.readsDatabase {
        self = .readsDatabase
      } else if try (migration.isLoaded ? load(migration, .down) : migration).down == nil {
        self = .irreversible
      } else {
        return nil
      }
    }
  }

  package var message: String { "no rollback is written: '\(migration.version)' cannot be undone" }

  package var cause: String? {
    switch reason {
    case .irreversible: "it has no " + (migration.isLoaded ? "down migration" : "down block, or an empty one")
    case .onlyRecorded: "it is only recorded: reverting it would drop what exists already"
    case .readsDatabase: "it reads the database, so the SQL that reverts it is not known before it has run"
    }
  }

  package var remedy: String? {
    let correction: String? =
      switch reason {
      case .irreversible where migration.isLoaded: "write a down migration"
      case .irreversible: "write a block '-- name: migrate-\(migration.version)-down'"
      case .onlyRecorded, .readsDatabase: nil
      }
    let rest = stepsBefore.map {
      $0 > 0 ? "plan only what comes before it: 'rung upgrade +\($0)'" : "plan without --with-rollback"
    }
    let all = [correction, rest].compactMap { $0 }
    return all.isEmpty ? nil : all.joined(separator: ", or ")
  }

  package var place: Place? { .file(migration.source.path) }
  package var status: ExitStatus { .failed }
}
