import Foundation
import Testing

/// Tracking tables that SQLSpec made before Rung came; the Python side is `oldest.py` and `newest.py` in
/// `Tests/SQLSpec`.
@Suite struct `Older tracking tables` {
  @Test(arguments: Kind.allCases, Past.allCases)
  func `can be looked at without a change, and reverted from`(kind: Kind, past: Past) throws {
    let project = try OlderProject(kind, past)
    let before = try project.database.dump()

    let status = try project.rung("status --exit-code")
    #expect(status.status == 0, "\(status.errors)")
    #expect(status.output.hasSuffix("\n\(past.order.count) applied\n"), "\(status.output)")
    #expect(try project.rung("current").output == "\(past.order.last ?? "")\n")
    #expect(try project.rung("upgrade --dry-run").output.contains("older version"))
    try expectSame(project.database.dump(), before)

    let reverted = try project.rung("downgrade -1")
    #expect(reverted.status == 0 && !reverted.errors.contains("warning"), "\(reverted.errors)")
    #expect(try project.sequence() == Array(past.order.dropLast()))
  }

  @Test(arguments: Kind.allCases, [(Past.oldest, false), (.oldest, true), (.newest, false), (.newest, true)])
  func `are brought up to date in the script of the upgrade`(kind: Kind, how: (Past, isPiped: Bool)) throws {
    let project = try OlderProject(kind, how.0)
    let order = how.0.order + ["20250601000000"]
    try project.write("20250601000000", "likes")

    let ran =
      how.isPiped
      ? try project.scratch.sh(
        "rung upgrade --dry-run --database \(project.database.url) | \(project.database.client)")
      : try project.rung("upgrade")
    #expect(ran.status == 0 && !ran.errors.contains(/(?i)warning|error/), "\(ran.errors)")
    #expect(try project.sequence() == order)
    // All else is as if Rung had been there from the first.
    let fresh = try kind.database(in: project.scratch, "fresh")
    #expect(try project.scratch.sh("rung upgrade --database \(fresh.url)").status == 0)
    for query in [OlderProject.contents, kind.columns] {
      try expectSame(project.query(query), project.query(query, fresh))
    }

    let after = try project.database.dump()
    #expect(try project.rung("upgrade").errors.contains("nothing to apply"))
    #expect(try project.rung("downgrade -1").errors.contains("is at \(how.0.order.last ?? "")\n"))
    #expect(try project.rung("upgrade").status == 0)
    let theirs = try project.newest()
    #expect(theirs.hasPrefix("Already at latest version\n"), "\(theirs)")
    #expect(theirs.hasSuffix("\nrevision 20250601000000\n"), "\(theirs)")
    try expectSame(project.database.dump(), after)
  }

  /// The oldest release applies in the order of the versions as text; only a row whose date was moved tells
  /// the two orders apart.
  @Test(arguments: Kind.allCases)
  func `are numbered by the time of application, whatever the versions`(kind: Kind) throws {
    let project = try OlderProject(kind, .oldest)
    _ = try project.query(
      "update sqlspec_migrations set applied_at = '2020-01-01 00:00:00' where version_num = '0002'")
    #expect(try project.rung("upgrade").status == 0)
    #expect(try project.sequence() == ["0002", "0001", "20250101000000", "3000"])
  }

  @Test(arguments: Kind.allCases)
  func `take what the oldest release applies later, too`(kind: Kind) throws {
    let project = try OlderProject(kind, .newest)
    #expect(try project.rung("upgrade").status == 0)
    try project.write("4000", "likes")
    sleep(1)  // SQLite's clock has seconds
    try project.oldest()
    #expect(try project.rung("current").output == "4000\n")
    #expect(try project.rung("downgrade -1").errors.contains("is at 0003\n"))
    #expect(try project.sequence() == Past.newest.order)
  }
}

/// Who was at work before Rung.
enum Past: CaseIterable {
  /// SQLSpec 0.14.0 alone, whose table has no sequence and no types, and checksums of another kind.
  case oldest
  /// After it SQLSpec 0.69.0, which added the columns, left them empty, and numbered what it applied from 1.
  case newest

  /// The versions in the order in which they were applied, which is not theirs: numbers come before times.
  var order: [String] { ["0001", "0002", "20250101000000", "3000"] + (self == .newest ? ["0003"] : []) }
}

/// A project that SQLSpec began.
private struct OlderProject {
  let scratch: Scratch
  let database: any TestDatabase
  private let kind: Kind

  init(_ kind: Kind, _ past: Past) throws {
    self.kind = kind
    scratch = try Scratch()
    database = try kind.database(in: scratch)
    // The table's name until 0.17, unless the settings had another.
    try scratch.write("rung.toml", "[migration]\nversion_table_name = \"sqlspec_migrations\"\n")
    try write("0001", "users")
    try write("0002", "posts", lineEnd: "\r\n")
    try oldest()
    try write("20250101000000", "tags")
    try write("3000", "größen")
    try oldest()
    guard past == .newest else { return }
    try write("0003", "late")
    let said = try newest()
    try #require(
      said.contains("adding columns: execution_sequence, replaces") && said.contains("Applying 0003"))
  }

  /// Writes a migration as the oldest release's own command would, which runs one statement of each block.
  func write(_ version: String, _ table: String, lineEnd: String = "\n") throws {
    let text = """
      -- SQLSpec Migration
      -- Version: \(version)
      -- Description: \(table)
      -- Created: 2025-07-07T14:28:21+00:00
      -- Author: ada

      -- name: migrate-\(version)-up
      create table \(table) (n int);

      -- name: migrate-\(version)-down
      drop table \(table);

      """
    try scratch.write(
      "migrations/\(version)_\(table).sql",
      text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd))
  }

  func oldest() throws { _ = try python("RUNG_TEST_PYTHON_OLDEST", "oldest.py") }

  func newest() throws -> String { try python("RUNG_TEST_PYTHON", "newest.py") }

  private func python(_ variable: String, _ script: String) throws -> String {
    let python = try #require(
      ProcessInfo.processInfo.environment[variable], "start the tests with Tests/run, which installs SQLSpec")
    let path = Place.root.appending(path: "Tests/SQLSpec/\(script)").path()
    let ran = try scratch.sh("\(python) -B '\(path)' \(database.url)", ["COLUMNS": "200"])
    try #require(ran.status == 0, "\(ran.output)\(ran.errors)")
    return ran.output
  }

  func rung(_ words: String) throws -> Ending { try scratch.sh("rung \(words) --database \(database.url)") }

  func query(_ sql: String, _ other: (any TestDatabase)? = nil) throws -> String {
    try scratch.write("query.sql", "\(sql);\n")
    let ran = try scratch.sh(
      "\((other ?? database).client) \(kind == .sqlite ? "" : "-A -t") <query.sql")
    try #require(ran.status == 0 && ran.errors.isEmpty, "\(ran.errors)")
    return ran.output
  }

  /// The versions in the order of the sequence, which has to go 1, 2, 3 ….
  func sequence() throws -> [String] {
    let lines = try query(
      "select execution_sequence, version_num from sqlspec_migrations order by execution_sequence"
    ).split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
    #expect(lines.map(\.first) == lines.indices.map { String($0 + 1) })
    return lines.compactMap(\.last)
  }

  static let contents =
    "select version_num, version_type, checksum, applied_by, replaces from sqlspec_migrations order by 1"
}

extension Kind {
  /// The columns of the tracking table, by name.
  fileprivate var columns: String {
    switch self {
    case .sqlite:
      "select name, type, \"notnull\", dflt_value, pk from pragma_table_info('sqlspec_migrations') order by 1"
    case .postgresql:
      "select column_name, data_type, character_maximum_length, is_nullable, column_default"
        + " from information_schema.columns where table_name = 'sqlspec_migrations' order by 1"
    }
  }
}
