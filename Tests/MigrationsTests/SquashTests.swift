import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `A range that is squashed` {
  private static let names = "0001 0002 0003 0005 0006! 20250101000000 ext_a_0001 ext_a_0002"

  private func squash(
    _ range: String, _ catalog: Catalog, message: String = "all of it", key: String = "Description",
    allowGaps: Bool = false, _ dialect: String = "postgresql"
  ) throws -> Squash {
    try Squash(
      range,
      as: Squash.Words(message: message, title: "Migration", slug: "all_of_it", descriptionKey: key),
      allowGaps: allowGaps, catalog, dialect: Fixture.dialect(dialect))
  }

  /// The versions that are put together, group by group.
  private func sources(_ squash: Squash) -> [String] {
    squash.groups.map { $0.sources.map(\.version.description).joined(separator: " ") }
  }

  @Test(arguments: [
    ("0001:0003", "0001 0002 0003"), ("1..3", "0001 0002 0003"), ("2-00003", "0002 0003"),
    (" 1 : 2 ", "0001 0002"), ("0005:0006", "0005 0006"), ("ext_a_1:ext_a_2", "ext_a_0001 ext_a_0002"),
  ])
  func `a range names its first and its last`(range: String, expected: String) throws {
    let found = try squash(range, Fixture.catalog(`A range that is squashed`.names))
    #expect(sources(found) == [expected])
    let first = try Fixture.version(String(expected.prefix { $0 != " " }))
    #expect(found.groups.map(\.version) == [first])
    #expect(found.groups.map(\.fileName) == ["\(first)_all_of_it.sql"])
  }

  @Test(arguments: [
    ("1", "'1' is not a range of versions"), ("", "'' is not a range of versions"),
    (":2", "':2' is not a range of versions"), ("1:2:3", "'1:2:3' is not a range of versions"),
    ("1:head", "'1:head' is not a range of versions"),
    ("1:ext_a_2", "'0001' and 'ext_a_0002' belong to different series"),
    ("3:1", "'0003' comes after '0001'"),
    ("1:20250101000000", "'20250101000000' is a timestamp, and only sequential numbers can be squashed"),
    ("1:4", "no migration has the version '0004'"), ("0:3", "no migration has the version '0000'"),
    ("1:5", "no file has the version '0004', which is in the range"),
  ])
  func `what is no range is refused`(range: String, message: String) throws {
    let error = try #require(throws: SquashError.self) {
      _ = try squash(range, Fixture.catalog(`A range that is squashed`.names))
    }
    #expect(error.message == message)
    #expect(error.status == .usage)
  }

  @Test func `a gap may be allowed, and what an earlier squash took away is none`() throws {
    #expect(
      try sources(squash("1:5", Fixture.catalog(`A range that is squashed`.names), allowGaps: true)) == [
        "0001 0002 0003 0005"
      ])
    let earlier = try Fixture.file("0001", "select 1", head: "-- replaces: 0001, 0002, 0003\n")
    let next = try Fixture.file("0004", "select 4")
    #expect(try sources(squash("1:4", Catalog([earlier, next]))) == ["0001 0004"])
  }

  @Test(arguments: [false, true])
  func `a file in Python within the range is not passed over`(allowGaps: Bool) throws {
    let python = try ["0002_b.py", "0009_b.py"].map { try Fixture.migration($0, "def up(): return ''\n") }
    let catalog = try Catalog(Fixture.catalog("0001 0003 0004").migrations + python)
    let error = try #require(throws: SquashError.self) {
      _ = try squash("1:3", catalog, allowGaps: allowGaps)
    }
    #expect(error.message == "'0002' is in the range, but is not written in SQL")
    #expect(try sources(squash("3:4", catalog)) == ["0003 0004"])
  }

  @Test func `a draft is not put together with others`() throws {
    let draft = try Fixture.migration("0002_a.sql", "-- name: migrate-0002-up\n-- to do\n")
    let catalog = try Catalog(Fixture.catalog("0001 0003 0004").migrations + [draft])
    #expect(throws: MigrationError.self) { try squash("1:3", catalog) }
    #expect(try sources(squash("3:4", catalog)) == ["0003 0004"])
  }

  @Test(arguments: [
    (["", "", ""], ["0001 0002 0003"]), (["-- schema: a\n", "-- schema: a\n", ""], ["0001 0002"]),
    (["", "-- transactional: false\n", ""], []),
    (["", "-- transactional: true\n", "-- transactional: true\n"], ["0002 0003"]),
    (["-- foreign_keys: off\n", "-- foreign_keys: off\n", "-- foreign_keys: on\n"], ["0001 0002"]),
    (["-- schema: a\n", "-- schema: a\n", "-- schema: b\n", "-- schema: b\n"], ["0001 0002", "0003 0004"]),
  ])
  func `only neighbours that run in the same way become one, and what stands alone stays`(
    heads: [String], expected: [String]
  ) throws {
    let files = try heads.enumerated().map { try Fixture.file("000\($0 + 1)", "select 1", head: $1) }
    let found = try squash("1:\(heads.count)", Catalog(files))
    #expect(sources(found) == expected)
    for group in found.groups {
      let new = try Fixture.migration(group.fileName, group.text)
      #expect(group.sources.allSatisfy { $0.directives.agree(with: new.directives) })
    }
  }

  @Test(arguments: ["Description", "Summary"])
  func `the head of the file says what it is and what it replaces`(key: String) throws {
    let files = try [Fixture.file("0001", "select 1"), Fixture.file("0002", "select 2")]
    let group = try #require(squash("1:2", Catalog(files), message: "The first two", key: key).groups.first)
    let new = try Fixture.migration(group.fileName, group.text)
    #expect(group.text.hasPrefix("-- Migration\n-- Version: 0001\n-- \(key): The first two\n"))
    #expect(group.text.contains("\n-- Squashed from: 0001, 0002\n"))
    #expect(new.description == (key == "Description" ? "The first two" : "all_of_it"))
    #expect(new.directives.replaces == files.map(\.version))
    #expect(new.directives.replacedChecksums == files.map(\.checksum))
  }

  @Test func `a squash of a squash stands for all that the first one did`() throws {
    let files = try (1...4).map { try Fixture.file("000\($0)", "select \($0)") }
    let first = try #require(squash("1:2", Catalog(files)).groups.first)
    let small = try Fixture.migration(first.fileName, first.text)
    let second = try #require(squash("1:3", Catalog([small] + files[2...])).groups.first)
    let large = try Fixture.migration(second.fileName, second.text)
    #expect(large.directives.replaces == files[..<3].map(\.version))
    #expect(large.directives.replacedChecksums == files[..<3].map(\.checksum))
  }

  @Test func `an extension's own folder keeps its short names`() throws {
    let files = try ["0001", "0002"].map { number -> Migration in
      guard case .migration(let name) = FileName.read("\(number)_a.sql", series: .named("adk")) else {
        throw Fixture.Unfit(name: number)
      }
      let source = SourceText(path: "\(number)_a.sql", text: "-- name: migrate-\(number)-up\nselect 1;\n")
      return try Fixture.reader().migration(source, name)
    }
    let group = try #require(squash("ext_adk_1:ext_adk_2", Catalog(files)).groups.first)
    #expect(group.fileName == "0001_all_of_it.sql")
    #expect(group.text.contains("\n-- name: migrate-0001-up\n"))
    #expect(group.text.contains("\n-- replaces: ext_adk_0001, ext_adk_0002\n"))
  }

  @Test(arguments: [
    "set search_path = a", "reset all", "select pg_catalog.set_config('a.b', 'c', false)",
    "alter type mood add value 'glad'",
  ])
  func `what a migration leaves to be reset or committed is the last of its group`(sql: String) throws {
    let files = try ["select 1", sql, "select 3", "select 4"].enumerated().map {
      try Fixture.file("000\($0 + 1)", $1)
    }
    #expect(try sources(squash("1:4", Catalog(files))) == ["0001 0002", "0003 0004"])
    let own = try ["select 1", "set local a.b = 'c'", "set constraints all deferred", "select 'set a'"]
      .enumerated().map { try Fixture.file("000\($0 + 1)", $1) }
    #expect(try sources(squash("1:4", Catalog(own))) == ["0001 0002 0003 0004"])
  }
}
