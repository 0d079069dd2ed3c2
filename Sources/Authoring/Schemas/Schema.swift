import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import RungKit
import SQLText
import System

/// The schema of a database as SQL, with the same text for the same schema, whenever and wherever it was
/// made.
struct Schema {
  let project: Project
  let driver: any Driver
  let state: Database.State

  private var dialect: Dialect { project.dialect }

  private var values: [String: SQLTemplate.Value] {
    [
      "name": .text(state.table.last ?? ""), "progress_name": .text(state.progressTable.last ?? ""),
      "schema": project.settings.defaultSchema.map { .text($0) } ?? .null, "table": .name(state.table),
    ]
  }

  /// Every object except Rung's own tables.
  ///
  /// - Parameters:
  ///   - hasData: whether the rows of the tables are included.
  ///   - isWhole: whether schemas that the settings do not name are included.
  ///   - isCompared: whether it is only compared, so that a program may leave out what says nothing of the
  ///     schema.
  /// - Returns: SQL.
  /// - Throws: ``DriverError`` if it cannot be read, ``ProgramError`` if pg_dump fails.
  func text(hasData: Bool = false, isWhole: Bool = false, isCompared: Bool = false) throws -> String {
    let unwritable = try read("schema-refusals")
    if !unwritable.isEmpty { throw DumpError.unwritable(unwritable) }
    guard dialect.has("schema-tables") else {
      return try dumpedByProgram(hasData: hasData, isWhole: isWhole, isCompared: isCompared)
    }
    let lost = hasData ? try read("data-refusals") : []
    if !lost.isEmpty { throw DumpError.unreadableRows(lost) }
    let parts = try [
      read("schema-tables"), [hasData ? answers("data-queries") : ""],
      read("schema-others") + read("schema-settings"), [hasData ? answers("data-completions") : ""],
    ]
    return parts.joined().filter { !$0.isEmpty }.map { $0 + "\n" }.joined(separator: "\n")
  }

  /// The rows of the queries that a block returns, one per line.
  private func answers(_ block: String) throws -> String {
    try read(block).flatMap { try lines($0) }.joined(separator: "\n")
  }

  /// The schema in a form for comparison: on SQLite, which stores SQL as typed, without insignificant parts.
  ///
  /// - Parameters:
  ///   - isBroken: whether such a table has a line for each column.
  ///   - isWhole: whether schemas that the settings do not name are included, where they can be left out.
  /// - Returns: the same text for the same schema.
  /// - Throws: what ``text(hasData:isWhole:isCompared:)`` throws.
  func comparable(isBroken: Bool = false, isWhole: Bool = true) throws -> String {
    // Differences are shown, and a value of the settings may be part of a default or a comment.
    let redaction = Redaction(project.settings.values, dialect.syntax)
    guard dialect.has("schema-tables") else {
      return redaction.applied(to: try text(isWhole: isWhole, isCompared: true))
    }
    let parts = try ["schema-tables", "schema-others", "schema-settings"].flatMap {
      try read($0, isCompared: true)
    }
    let plain = try PlainSQL()
    let lines = try parts.map { try plain.text($0, isBroken: isBroken) }.sorted()
    return redaction.applied(to: lines.joined(separator: "\n"))
  }

  /// The texts that a block returns, one per row.
  ///
  /// If the second column is 'query', the text is a query, and its rows are returned instead.
  private func read(_ block: String, isCompared: Bool = false) throws -> [String] {
    guard dialect.has(block) else { return [] }
    let purpose = ["purpose": SQLTemplate.Value.text(isCompared ? "compare" : "dump")]
    return try driver.rows(dialect.sql(block, values.merging(purpose) { $1 })).flatMap { row -> [String] in
      guard let text = row.first ?? nil else { return [] }
      return row.count > 1 && row[1] == "query" ? try lines(text) : [text]
    }
  }

  private func lines(_ sql: String) throws(DriverError) -> [String] {
    try driver.rows(sql).compactMap { $0.first ?? nil }
  }

  /// The rows of the tracking table, as if all migrations had been applied in order, one after the other.
  func rows() throws -> String {
    guard state.history.hasTracker else { return "" }
    let rows = state.history.rows.sorted { left, right in
      guard let first = left.version, let second = right.version else { return left.version != nil }
      return first < second
    }
    let repeated = state.history.repeated.values.sorted { $0.name < $1.name }
    let numbered = rows.enumerated().map { ($0 + 1, $1) } + repeated.map { (0, $0) }
    let inserts = try numbered.map { sequence, row in
      func text(_ value: String?) -> SQLTemplate.Value { value.map { .text($0) } ?? .null }
      var values = values
      values["version"] = .text(row.name)
      values["type"] = text(row.version?.kind.rawValue)
      values["sequence"] = .number(sequence)
      values["description"] = text(row.description)
      values["checksum"] = text(row.checksum)
      values["replaces"] = text(row.replaces)
      return try dialect.sql("tracker-load", values)
    }
    return try (["\n" + dialect.sql("tracker-create", values)] + inserts).joined()
  }

  /// The names of a few existing objects.
  func objects() throws -> [String] {
    try read("schema-objects")
  }

  /// The text from a program of the database's own, which knows every kind of object.
  private func dumpedByProgram(hasData: Bool, isWhole: Bool, isCompared: Bool) throws -> String {
    let own = [state.table, state.progressTable].compactMap(\.last)
    if let text = try driver.dump(hasData: hasData, isCompared: isCompared, without: own) { return text }
    if !driver.keepsSession { throw DumpError.noWay(dialect.name) }
    return try dumpedByPostgreSQL(hasData: hasData, isWhole: isWhole)
  }

  /// The output of pg_dump, without what it writes about itself.
  private func dumpedByPostgreSQL(hasData: Bool, isWhole: Bool) throws -> String {
    let tables = [state.table, state.progressTable].map {
      "--exclude-table=" + dialect.syntax.identifier($0)
    }
    let schema =
      isWhole
      ? [] : project.settings.defaultSchema.map { ["--schema=" + dialect.syntax.identifier([$0])] } ?? []
    let words = ["--no-owner"] + (hasData ? [] : ["--schema-only"]) + tables + schema
    let all = try outputOfPgDump(words).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    // pg_dump's comments about itself are at the beginning and at the end. The same words between them are
    // data.
    let head = all.prefix(12).filter { !$0.hasPrefix("-- Dumped ") && !$0.hasPrefix(#"\restrict "#) }
    let tail = all.dropFirst(12).suffix(6).filter { !$0.hasPrefix(#"\unrestrict "#) }
    var lines = head + all.dropFirst(12).dropLast(6) + tail
    if !isWhole {
      // The schemas that the settings name must exist before anything is loaded.
      for name in [project.settings.defaultSchema, project.settings.versionTableSchema].compactMap({ $0 }) {
        let words = [name, dialect.syntax.identifier([name])].map { "CREATE SCHEMA \($0);" }
        if let index = lines.firstIndex(where: words.contains) { lines.remove(at: index) }
      }
    }
    return lines.joined(separator: "\n").trimmingBlanks + "\n"
  }
}

extension Schema {
  /// The output of pg_dump; if the one on the PATH is too old for the server, of the server's own release.
  fileprivate func outputOfPgDump(_ words: [String]) throws -> String {
    func output(of program: String) throws -> String {
      guard let ending = Program([program] + words, variables: driver.environment).run() else {
        throw ProgramError(name: program, complaint: nil)
      }
      guard ending.status == 0 else { throw ProgramError(name: program, complaint: ending.errors) }
      return ending.output
    }
    let named = Environment.process["RUNG_PG_DUMP"]
    do {
      return try output(of: named ?? "pg_dump")
    } catch let error as ProgramError {
      // Where the packages of Debian and of Red Hat put each release.
      let places = error.wantedMajor.map { ["/usr/lib/postgresql/\($0)/bin", "/usr/pgsql-\($0)/bin"] } ?? []
      guard named == nil, let place = places.first(where: { Path.exists($0 + "/pg_dump") }) else {
        throw error
      }
      return try output(of: place + "/pg_dump")
    }
  }
}

/// Another program that is missing or that failed.
struct ProgramError: Diagnostic {
  let name: String
  let complaint: String?

  var message: String { complaint == nil ? "the program '\(name)' is not installed" : "'\(name)' failed" }
  var cause: String? { complaint?.trimmingBlanks }
  var remedy: String? {
    if complaint == nil {
      return "install the package postgresql-client, of the server's version or a newer one"
    }
    return wantedMajor.map {
      "install postgresql-client-\($0); for a pg_dump in another place, set RUNG_PG_DUMP to its path"
    }
  }

  /// The server's major version, if the program is too old for it.
  var wantedMajor: Substring? {
    // 'server version: 17.2 (Debian …); pg_dump version: 15.18'
    guard let complaint, complaint.contains("version mismatch"),
      let start = complaint.firstRange(of: "server version: ")
    else { return nil }
    return complaint[start.upperBound...].prefix { $0.isNumber }
  }
  var status: ExitStatus { .unavailable }
}
