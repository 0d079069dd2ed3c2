import Foundation
import Testing

/// Checksums, file names and their order, held against SQLSpec itself.
@Suite struct `Checksums and versions` {
  private static func facts(_ arguments: String, _ scratch: Scratch) throws -> [String] {
    let python = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"],
      "start the tests with Tests/run, which installs SQLSpec")
    let script = Place.root.appending(path: "Tests/SQLSpec/facts.py").path()
    let ran = try scratch.sh("\(python) -B '\(script)' \(arguments)")
    try #require(ran.status == 0, "\(ran.errors)")
    return ran.output.split(separator: "\n").map(String.init)
  }

  @Test(arguments: Kind.allCases) func `are those that SQLSpec computes for every fixture`(kind: Kind) throws
  {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    let folder = Place.root.appending(path: "Tests/Fixtures/nasty-\(kind)").path()
    let variables = ["RUNG_SCRIPT_LOCATION": folder]
    #expect(try scratch.sh("rung stamp head --database \(database.url)", variables).status == 0)
    let query = "select checksum || '  ' || version_num from ddl_migrations order by version_num;"
    let flags = kind == .sqlite ? "" : "-A -t"
    let ours = try scratch.sh("echo \"\(query)\" | \(database.client) \(flags)").output.split(separator: "\n")
      .map(String.init)
    // `CHECKSUM  0001_name.sql` cut down to the version.
    let theirs = try Self.facts("checksum '\(folder)'", scratch).map { String($0.prefix(32 + 2 + 4)) }.sorted
    { $0.suffix(4) < $1.suffix(4) }
    #expect(ours == theirs)
    #expect(ours.count >= 50)
  }

  @Test func `names of files are read as SQLSpec reads them`() throws {
    let scratch = try Scratch()
    let names = [
      "1_a.sql", "12345_a.sql", "00001_x.sql", "20251018_a.sql", "0004-dash.sql", "v1_a.sql", "1.2_a.sql",
      "001.5.sql",
      "_1_a.sql", "Ext_foo_0001_x.sql", "ext_foo_x.sql", "ext_0001_x.sql", "ext_foo_bar_2_x.sql",
      "ext_foo_2fa_0001_x.sql",
      "0001_a.b.sql", "0001.sql", "0018_.sql", "README.md", "notes.sql", "20251018120000_a.sql",
      "ext_foo_20251018120000.sql",
    ]
    try scratch.write("names", names.joined(separator: "\n") + "\n")
    let theirs = try Self.facts("version <names", scratch)
    let ours = try names.map { name in
      let folder = try Scratch()
      try folder.write("migrations/\(name)", "-- name: migrate-0001-up\nselect 1;\n")
      let status = try folder.sh("rung status --json --database sqlite:x.db")
      if status.output.contains("\"version\"") {
        return try #require(status.output.firstMatch(of: /"version" : "(.*)"/)).1
      }
      // A block of another version says which one it should be.
      return status.errors.firstMatch(of: /name it 'migrate-(.*)-up'/)?.1 ?? "-"
    }
    #expect(ours.map(String.init) == theirs)
  }
}
