import Configuration
import Drivers
import Migrations
import Projects
import SQLText
import System

extension Run {
  /// Records what another migration tool has applied, as its history table says.
  ///
  /// - Parameters:
  ///   - name: the tool, as `rung adopt --from` takes it.
  ///   - table: its history table, if it has another name than usual.
  ///   - database: the database with that table, if it is another one.
  /// - Returns: the outcome with the rows.
  /// - Throws: any ``Diagnostic`` for a history that cannot be taken over.
  public func stamp(from name: String, table: String? = nil, database: String? = nil) throws -> Outcome {
    try readingHistories().takeOver(MigrationTool.named(name), table: table, database: database)
  }

  private func takeOver(_ tool: MigrationTool, table: String?, database: String?) throws -> Outcome {
    let block = "history-\(tool.name)"
    guard project.dialect.has(block), project.dialect.has("tracker-adopt") else {
      throw TakeoverError.noQuery(tool.title, dialect: project.dialect.name)
    }
    let other = try database.map { try openHistory($0) }
    let parts = table.map { $0.split(separator: ".").map(String.init) } ?? tool.history
    // In SQLite, a schema is another file.
    let history = project.dialect.hasSchemas ? parts : Array(parts.suffix(1))
    let query = try project.dialect.sql(block, ["history": .name(history)])
    return try perform { snapshot in
      let rows = try rows(query, other ?? snapshot.driver, of: tool, table: history)
      let takeover = try Takeover(
        rows, isEach: tool.rows == .each, hasHeads: tool.rows == .heads, from: (tool.name, tool.title),
        project.catalog, isBegun: !snapshot.history.rows.isEmpty)
      let stamp = Stamp(takeover, snapshot.history)
      let nothing = Reconciliation([], snapshot.state.history)
      return Decision(
        script: stamp.isEmpty ? nil : try writer(snapshot, nothing).script(stamp, snapshot.state.history),
        findings: takeover.unknown.map { Finding.notAdopted($0, tool: tool.title) })
    }
  }

  /// Refuses to run what another tool may have applied: its history is in the database, and Rung's is empty.
  func refuseForgottenHistory(_ plan: Plan, _ snapshot: Snapshot) throws {
    guard snapshot.state.history.rows.isEmpty, !options.allowUnknown, let driver = snapshot.driver,
      let adopted = plan.items.first?.migration.adopted, let tool = try? MigrationTool.named(adopted.tool)
    else { return }
    let parts = project.dialect.hasSchemas ? tool.history : Array(tool.history.suffix(1))
    guard try Database(project).contains(TableName(parts: parts), driver) == true else { return }
    throw TakeoverError.forgotten(tool: (tool.name, tool.title), table: parts.joined(separator: "."))
  }

  /// Opens the database of the history for reading.
  private func openHistory(_ url: String) throws -> any Driver {
    let url = try DatabaseURL(url, relativeTo: ".")
    guard let driver = try Database(project.with(url)).open(.look) else {
      throw TakeoverError.noDatabase("\(url)")
    }
    return driver
  }

  private func rows(
    _ query: String, _ driver: (any Driver)?, of tool: MigrationTool, table: [String]
  ) throws -> [Takeover.Row] {
    guard let driver else { throw TakeoverError.noDatabase("\(project.url)") }
    let found: [[String?]]
    do {
      found = try driver.rows(query)
    } catch {
      guard error.kind == .refused || error.kind == .denied else { throw error }
      throw TakeoverError.noHistory(
        tool.title, table: table.joined(separator: "."), reason: error.message)
    }
    return try found.compactMap { columns in
      guard columns.count == 4, let name = columns[0] else { return nil }
      return Takeover.Row(
        name: try tool.identity(name), appliedAt: columns[1], appliedBy: columns[2],
        state: columns[3].flatMap(Takeover.Row.State.init) ?? .applied)
    }
  }
}
