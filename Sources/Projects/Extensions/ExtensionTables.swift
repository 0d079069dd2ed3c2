import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText

/// The tables of extensions, and those that they refer to, in one database.
package struct ExtensionTables {
  let project: Project
  /// The connection; nil if the database does not exist yet.
  package let driver: (any Driver)?

  package init(project: Project, driver: (any Driver)?) {
    self.project = project
    self.driver = driver
  }

  func isThere(_ table: TableName) throws -> Bool? {
    guard let driver else { return false }
    return try Database(project).contains(table, driver)
  }

  /// Requires that the table which a configured column refers to exists, or is created before the column.
  ///
  /// - Throws: ``SettingsError/badValue(_:reason:remedy:)`` for a missing table.
  package func requireReferenced(by plan: Plan) throws {
    for own in project.extensions {
      guard
        let first = plan.items.firstIndex(where: {
          $0.direction == .up && $0.migration.version.series == .named(own.name)
        }),
        // Rung cannot see SQL that a client command reads from another file.
        first == 0 || !project.dialect.allowsClientCommands
      else { continue }
      for (key, column) in own.configured.columns.sorted(by: { $0.key < $1.key }) {
        guard
          let table = column.referenced.flatMap({
            TableName($0, project.dialect.syntax, folding: project.dialect.folding)
          }), try isThere(table) == false
        else { continue }
        let before = plan.items[...first].map(\.migration)
        guard try !tables(madeBy: before).contains(where: table.isSame), try !mayCreateUnseen(before) else {
          continue
        }
        throw SettingsError.badValue(
          own.choice.values[key]?.origin ?? own.choice.origin,
          reason: "it refers to the table '\(column.referenced ?? "")', which does not exist",
          remedy: try maker(of: table).map {
            "run 'rung upgrade \($0)' first, which creates it; or run 'rung upgrade'"
          }
            ?? "create it in a migration of the project, which runs before extensions; or correct the name")
      }
    }
  }

  /// The migrations of an extension whose tables do not exist.
  ///
  /// - Throws: ``ExtensionTablesError`` for a migration of which only some tables exist.
  package func plan(making name: String) throws -> Plan {
    let migrations = try project.catalog.pending(History()).filter { $0.version.series == .named(name) }
    var chosen: [Migration] = []
    // The migrations before the first that creates a table.
    var leading: [Migration] = []
    var before: [TableName] = []
    for (index, migration) in migrations.enumerated() {
      let after = try tables(madeBy: Array(migrations[...index]))
      let own = after.filter { table in !before.contains(where: table.isSame) }
      before = after
      // A migration without tables of its own changes those of the one before it, or prepares for the first.
      guard !own.isEmpty else {
        if after.isEmpty {
          leading.append(migration)
        } else if migrations[..<index].last?.version == chosen.last?.version {
          chosen.append(migration)
        }
        continue
      }
      let known = try own.map { try ($0, isThere($0)) }
      if let table = known.first(where: { $0.1 == nil }) {
        throw ExtensionTablesError.unknown(words(table.0), dialect: project.dialect.name)
      }
      guard let missing = known.first(where: { $0.1 == false }) else { continue }
      if let present = known.first(where: { $0.1 == true }) {
        throw ExtensionTablesError.halfThere(migration, present: words(present.0), missing: words(missing.0))
      }
      chosen += chosen.isEmpty ? leading + [migration] : [migration]
    }
    return .creatingTables(before.isEmpty ? leading : chosen)
  }

  /// The migration of the project that creates a table.
  private func maker(of table: TableName) throws -> Version? {
    try project.catalog.migrations.first { migration in
      try migration.version.isOfProject && tables(madeBy: [migration]).contains(where: table.isSame)
    }?.version
  }

  func tables(madeBy migrations: [Migration]) throws -> [TableName] {
    let changes = try TableChanges(project.dialect)
    var made: [TableName] = []
    for migration in migrations { try changes.note(migration.up, in: &made) }
    return made
  }

  func mayCreateUnseen(_ migrations: [Migration]) throws -> Bool {
    let changes = try TableChanges(project.dialect)
    return try migrations.contains { try changes.mayCreateUnseen($0.up) }
  }

  func words(_ table: TableName) -> String { table.parts.joined(separator: ".") }
}
