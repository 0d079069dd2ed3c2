import Diagnostics
import Drivers
import Migrations
import SQLText

/// Tries a driver program and its dialect against the protocol, in a database where it may make a table.
package struct DriverTest {
  private let driver: ShellDriver
  private let url: DatabaseURL
  private let program: DriverProgram
  private let dialect: Dialect
  private let table: [String: SQLTemplate.Value]

  /// One thing that a driver has to do.
  package struct Check {
    package let title: String
    /// Nil where it did; else what it did instead.
    package let complaint: String?
  }

  /// Prepares to test.
  ///
  /// - Throws: ``UnknownDriver`` for a URL that no program serves, ``DialectError`` for a dialect that is not there.
  package init(_ settings: Settings) throws {
    let project = try Project(database: settings)
    guard let program = project.program else { throw UnknownDriver(scheme: project.url.scheme) }
    (self.program, url, dialect) = (program, project.url, project.dialect)
    driver = ShellDriver(
      command: program.command, url: url, isReadOnly: false, timeout: settings.lockTimeout.count)
    table = [
      "table": .name(["rung_driver_test"]), "name": .text("rung_driver_test"), "schema": .null,
      "progress": .name(["rung_driver_test_progress"]), "lock": .text("rung_driver_test"),
      "lock_timeout": .number(0),
    ]
  }

  /// Makes each check in turn; one that fails stops none of the others.
  package func checks() -> [Check] {
    let all: [(String, () throws -> String?)] = [
      ("says which client it uses, and its version", client),
      ("makes a table, and finds it", makes), ("brings back what was stored, character by character", echoes),
      ("tells each step", steps), ("stops at the first error, and says where", stops),
      ("tells a key from other errors", keys), ("tells a row that is gone", gone),
      ("takes back a transaction that failed", rollsBack), ("takes a large script", large),
      ("survives being killed", killed), ("says that a database is not there", unreachable),
    ]
    defer {
      let end = dialect.syntax.terminator == "GO" ? "\nGO" : ";"
      try? driver.run(
        sql("transaction-begin") + "drop table \(name)\(end)\n" + sql("transaction-commit"), input: nil)
    }
    return all.map { title, check in
      do {
        return Check(title: title, complaint: try check())
      } catch let problem as any Diagnostic {
        return Check(title: title, complaint: problem.message + (problem.cause.map { "\n\($0)" } ?? ""))
      } catch {
        return Check(title: title, complaint: "\(error)")
      }
    }
  }

  // MARK: - Checks

  private func client() throws -> String? {
    guard let about = program.about, about.client != nil else { return "'about' names no client" }
    return about.version == nil ? "'about' names no version: is the client installed?" : nil
  }

  private func makes() throws -> String? {
    if try located() { return "there is a table 'rung_driver_test' already; drop it first" }
    try driver.run(script: sql("tracker-create")) { _ in }
    return try located() ? nil : "'tracker-locate' does not see the table"
  }

  private func echoes() throws -> String? {
    let texts = ["plain", "a\tb\nc\\d\\n\\N", "NULL", "it's \"quoted\" `so`", "Zürich 東京 🙂", " blanks "]
    for (index, text) in texts.enumerated() {
      try driver.run(script: stamp("000\(index + 1)", text)) { _ in }
    }
    let found = try rows().map(\.description)
    if found != texts { return "stored \(texts), read \(found.map { $0 ?? "null" })" }
    return try rows().contains { $0.replaces != nil }
      ? "null in the column 'replaces' came back as a text" : nil
  }

  private func steps() throws -> String? {
    var finished: [Int] = []
    try driver.run(script: marker(0) + stamp("0011") + marker(1) + marker(2)) { finished.append($0) }
    return finished == [0, 1, 2] ? nil : "told steps \(finished), not 0, 1 and 2"
  }

  private func stops() throws -> String? {
    let script = marker(0) + stamp("0012") + "this is not sql;\n" + stamp("0013")
    let line = (marker(0) + stamp("0012")).split(separator: "\n", omittingEmptySubsequences: false).count
    do throws(DriverError) {
      try driver.run(script: script) { _ in }
      return "a mistake was passed over"
    } catch {
      if error.kind != .refused { return "a mistake was told as \(error.kind)" }
      if try rows().contains(where: { $0.name == "0013" }) { return "it went on after an error" }
      guard case .line(let found)? = error.position, found != line else { return nil }
      return "the mistake is in line \(line), not \(found)"
    }
  }

  private func keys() throws -> String? { try expect(.constraint, stamp("0001"), "a key that is taken") }

  private func gone() throws -> String? {
    try expect(.constraint, sql("tracker-remove", ["version": .text("0099")]), "removing a row that is gone")
  }

  private func rollsBack() throws -> String? {
    let script =
      sql("transaction-begin") + stamp("0014") + "this is not sql;\n" + sql("transaction-commit")
    try? driver.run(script: script) { _ in }
    return try rows().contains { $0.name == "0014" } ? "a row of a transaction that failed is there" : nil
  }

  private func large() throws -> String? {
    let before = try rows().count
    let many = (2000..<3000).map { stamp("\($0)", String(repeating: "x", count: 1000)) }
    try driver.run(script: sql("transaction-begin") + many.joined() + sql("transaction-commit")) { _ in }
    let count = try rows().count - before
    return count == 1000 ? nil : "1000 rows were sent, \(count) came"
  }

  private func killed() throws -> String? {
    let many = (3000..<8000).map { stamp("\($0)") }.joined()
    let doomed = ShellDriver(
      command: ["/bin/sh", "-c", "(sleep 0.3; kill -9 $$) & exec \"$@\"", "sh"] + program.command, url: url,
      isReadOnly: false, timeout: 0)
    try? doomed.run(script: many) { _ in }
    return try rows().isEmpty ? "nothing can be read afterwards" : nil
  }

  private func unreachable() throws -> String? {
    guard case .shell(let parts) = url.kind, !parts.isFile else { return nil }
    let nowhere = ShellDriver(
      command: ["env", "RUNG_DB_PORT=1", "RUNG_DB_HOST=127.0.0.1"] + program.command, url: url,
      isReadOnly: true,
      timeout: 0)
    do throws(DriverError) {
      _ = try nowhere.rows(sql("tracker-locate"))
      return "a server that is not there was read"
    } catch {
      return error.kind == .unavailable ? nil : "a server that is not there was told as \(error.kind)"
    }
  }

  // MARK: - SQL

  private var name: String { dialect.syntax.identifier(["rung_driver_test"]) }

  private func expect(_ kind: DriverError.Kind, _ script: String, _ what: String) throws -> String? {
    do throws(DriverError) {
      try driver.run(script: script) { _ in }
      return "\(what) was passed over"
    } catch {
      return error.kind == kind ? nil : "\(what) was told as \(error.kind): \(error.message)"
    }
  }

  private func sql(_ block: String, _ values: [String: SQLTemplate.Value] = [:]) -> String {
    (try? dialect.sql(block, table.merging(values) { $1 })) ?? ""
  }

  private func marker(_ step: Int) -> String { sql("step-marker", ["step": .number(step)]) }

  private func stamp(_ version: String, _ description: String = "") -> String {
    sql(
      "tracker-stamp",
      [
        "version": .text(version), "type": .text("sequential"), "description": .text(description),
        "checksum": .text(String(repeating: "0", count: 32)), "author": .text("test"), "replaces": .null,
      ])
  }

  private func located() throws -> Bool {
    try driver.rows(sql("tracker-locate")).contains { $0.count == 2 && ["1", "t"].contains($0[1]) }
  }

  private func rows() throws -> [History.Row] {
    var values: [String: SQLTemplate.Value] = [:]
    for column in TrackerRepair.columns { values[column] = .text(column) }
    return try driver.rows(sql("tracker-read", values)).compactMap(History.Row.init)
  }
}
