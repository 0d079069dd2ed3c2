import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

/// A test of a driver program and its dialect against the protocol, in a database where it may create a
/// table.
package struct DriverTest {
  let driver: ShellDriver
  let url: DatabaseURL
  let program: DriverProgram
  let table: TestTable
  /// Whether the database has transactions.
  let hasTransactions: Bool

  /// One requirement of a driver.
  package struct Check {
    package let title: String
    let finding: Finding?

    package var isPassed: Bool { if case .fault? = finding { false } else { true } }
    /// The wrong behaviour, or what could not be tested; empty if there is nothing to report.
    package var words: String {
      switch finding {
      case .fault(let text)?, .note(let text)?: text
      case nil: ""
      }
    }
  }

  /// The result of a check that has something to report.
  enum Finding {
    /// A violation of the protocol.
    case fault(String)
    /// A note for the driver's author.
    case note(String)
  }

  /// Prepares the test.
  ///
  /// - Throws: ``NeedlessDriver`` for a URL that no program serves, ``DialectError`` for a dialect that does
  ///   not exist.
  package init(_ settings: Settings) throws {
    let project = try Project(database: settings)
    guard let program = project.program else { throw NeedlessDriver.tested(project.url.scheme) }
    (self.program, url) = (program, project.url)
    driver = ShellDriver(
      command: program.command, url: url, isReadOnly: false, timeout: settings.lockTimeout.count,
      keepsClient: false)
    table = TestTable(project.dialect)
    hasTransactions = project.dialect.hasTransactions
  }

  /// Makes each check in turn; a failure does not stop the others.
  package func checks() -> [Check] {
    let all: [(String, () throws -> Finding?)] = [
      ("reports its client and the client's version", client),
      ("creates a table and finds it", makes), ("returns stored text unchanged", echoes),
      ("answers queries one after another", answers),
      ("reports each step", steps), ("stops at the first error and reports its place", stops),
      ("reports a duplicate key as one", keys), ("reports a deleted row", gone),
      ("rolls back a failed transaction", rollsBack), ("runs a large script", large),
      ("stops its client when it is stopped", stopped), ("reports that its client was killed", lost),
      ("reports a lock held elsewhere, and leaves no lock behind", locked),
      ("creates nothing when it only reads", looks), ("reports a missing database", unreachable),
    ]
    defer { try? driver.run(try table.drop) }
    return all.map { title, check in
      do {
        return Check(title: title, finding: try check())
      } catch let problem as any Diagnostic {
        return Check(title: title, finding: .fault(problem.message + (problem.cause.map { "\n\($0)" } ?? "")))
      } catch {
        return Check(title: title, finding: .fault("\(error)"))
      }
    }
  }

  // MARK: - Descriptions and stored values

  private func client() throws -> Finding? {
    guard let about = program.about, about.client != nil else { return .fault("'about' names no client") }
    return about.version == nil ? .fault("'about' names no version: is the client installed?") : nil
  }

  private func makes() throws -> Finding? {
    if try isLocated() { return .fault("the table 'rung_driver_test' exists; drop it first") }
    // A table that cannot be dropped again is not created.
    _ = try table.drop
    try driver.run(table.sql("tracker-create")) { _ in }
    return try isLocated() ? nil : .fault("'tracker-locate' does not find the table")
  }

  private func isLocated() throws -> Bool {
    try driver.rows(table.sql("tracker-locate")).contains { $0.count >= 2 && ["1", "t"].contains($0[1]) }
  }

  private func echoes() throws -> Finding? {
    let texts = [
      "plain", "a\tb\nc\\d\\n\\N", "a\rb", "", "NULL", "it's \"quoted\" `so`", "Zürich 東京 🙂",
      " blanks ",
    ]
    for (index, text) in texts.enumerated() {
      try driver.run(table.stamp(index + 1, text)) { _ in }
    }
    // Some databases cannot store an empty text; their own SQL reports what they stored instead.
    let stored = try driver.rows(
      table.read(["checksum": "case when description is null then 'null' else 'text' end"])
    )
    .compactMap(History.Row.init)
    let kept = zip(texts, stored).map { $0.isEmpty && $1.checksum == "null" ? nil : $0 }
    let found = stored.map(\.description)
    if found != kept { return .fault("stored \(TestTable.listed(kept))\nread \(TestTable.listed(found))") }
    return stored.contains { $0.replaces != nil }
      ? .fault("null in the column 'replaces' was returned as text") : nil
  }

  private func steps() throws -> Finding? {
    var finished: [Int] = []
    let script = table.marker(0) + table.stamp(11) + table.marker(1) + table.marker(2)
    try driver.run(script) { finished.append($0) }
    return finished == [0, 1, 2] ? nil : .fault("reported steps \(finished), not 0, 1 and 2")
  }

  // MARK: - Errors

  private func stops() throws -> Finding? {
    let done = table.stamp(12) + table.marker(0)
    let line = done.split(separator: "\n", omittingEmptySubsequences: false).count
    var finished: [Int] = []
    do throws(DriverError) {
      try driver.run(done + table.mistake + table.stamp(13)) { finished.append($0) }
      return .fault("an error was ignored")
    } catch {
      if error.kind != .refused { return .fault("an error was reported as \(error.kind): \(error.message)") }
      if try rows().contains(where: { $0.name == "0013" }) { return .fault("it continued after an error") }
      if finished != [0] { return .fault("reported steps \(finished) before the error, not step 0") }
      guard case .line(let found)? = error.position else {
        return .note("it reported no line: errors will name only the step")
      }
      return found == line ? nil : .fault("the error is in line \(line), not \(found)")
    }
  }

  private func keys() throws -> Finding? {
    try expect(.constraint, from: table.stamp(1), described: "a duplicate key")
  }

  private func gone() throws -> Finding? {
    let removal = table.sql("tracker-remove", ["version": .text("0099")])
    return try expect(.constraint, from: removal, described: "deleting a deleted row")
  }

  private func rollsBack() throws -> Finding? {
    guard hasTransactions else { return .note("its dialect has no transactions") }
    try? driver.run(table.transaction(table.stamp(14) + table.mistake)) { _ in }
    return try rows().contains { $0.name == "0014" }
      ? .fault("a row of a failed transaction was stored") : nil
  }

  private func large() throws -> Finding? {
    let before = try rows().count
    // Without transactions, each statement may be a call of the client, which takes seconds.
    let sent = hasTransactions ? 1000 : 20
    let text = String(repeating: "x", count: 1_000_000 / sent)
    let many = (2000..<2000 + sent).map { table.stamp($0, text) }
    try driver.run(table.transaction(many.joined())) { _ in }
    let count = try rows().count - before
    return count == sent ? nil : .fault("\(sent) rows were sent, \(count) were stored")
  }

  // MARK: - Missing databases

  /// Reads a file that does not exist: there must be no rows, and no file afterwards.
  private func looks() throws -> Finding? {
    guard case .shell(let parts) = url.kind, Path.exists(parts.name), !Path.isFolder(parts.name) else {
      return nil
    }
    let absent = parts.name + ".rung-driver-test"
    func made() throws -> [String] {
      try Path.names(in: Path.folder(of: absent)).filter { $0.hasPrefix(absent.lastPart) }
    }
    if let there = try made().first { return .fault("there is a file '\(there)' already; remove it first") }
    defer { for name in (try? made()) ?? [] { try? Path.remove(Path.join(Path.folder(of: absent), name)) } }
    let looker = elsewhere(["RUNG_DB_NAME=\(absent)"], isReadOnly: true)
    let found = try looker.rows(table.sql("tracker-locate"))
    if !found.isEmpty { return .fault("a query on a missing file returned rows") }
    return try made().isEmpty ? nil : .fault("a query on a missing file created it")
  }

  private func unreachable() throws -> Finding? {
    guard case .shell(let parts) = url.kind, parts.name != ":memory:" else { return nil }
    // A file in a folder that does not exist; a port on which no server listens.
    let nowhere =
      parts.isFile
      ? ["RUNG_DB_NAME=\(parts.name).rung-driver-test/none"] : ["RUNG_DB_PORT=1", "RUNG_DB_HOST=127.0.0.1"]
    do throws(DriverError) {
      if !parts.isFile, (try? elsewhere(nowhere, isReadOnly: true).rows(table.sql("tracker-locate"))) != nil {
        return .fault("a query on an unreachable server succeeded")
      }
      try elsewhere(nowhere).run(table.sql("tracker-create")) { _ in }
      return .fault("a script for a missing database succeeded")
    } catch {
      return error.kind == .unavailable
        ? nil : .fault("a missing database was reported as \(error.kind): \(error.message)")
    }
  }

  private func elsewhere(_ variables: [String], isReadOnly: Bool = false) -> ShellDriver {
    ShellDriver(
      command: ["env"] + variables + program.command, url: url, isReadOnly: isReadOnly, timeout: 0,
      keepsClient: false)
  }

  // MARK: - Shared helpers

  private func expect(
    _ kind: DriverError.Kind, from script: String, described what: String
  ) throws -> Finding? {
    do throws(DriverError) {
      try driver.run(script) { _ in }
      return .fault("\(what) was accepted")
    } catch {
      return error.kind == kind ? nil : .fault("\(what) was reported as \(error.kind): \(error.message)")
    }
  }

  func rows() throws -> [History.Row] { try driver.rows(table.read()).compactMap(History.Row.init) }
}
