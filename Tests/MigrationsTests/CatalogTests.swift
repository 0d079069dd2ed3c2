import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `A catalog` {
  private func file(_ path: String, _ text: String? = nil, series: Series = .project) throws -> Catalog.File {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var label = "none"
    if case .migration(let found) = FileName.read(name, series: series) { label = found.label }
    let bytes = Array((text ?? "-- name: migrate-\(label)-up\nselect 1;\n").utf8)
    let configured = try series.name.map { name in
      try ConfiguredExtension(
        Extension(name: name, description: "", settings: nil), [:], for: Fixture.dialect("sqlite"))
    }
    return Catalog.File(path: path, name: name, SourceText.decoded(path, bytes), of: configured)
  }

  private func catalog(_ files: [Catalog.File]) throws -> Catalog {
    try Catalog(files, reader: Fixture.reader())
  }

  @Test func `migrations are in the order of their versions, whatever the files' order`() throws {
    let names = [
      "m/20250101000000_d.sql", "m/ext_b_1_f.sql", "m/0010_c.sql", "m/2_b.sql", "m/ext_a_1_e.sql",
      "m/0001_a.sql",
    ]
    let found = try catalog(names.map { try file($0) }).migrations.map(\.version.description)
    #expect(found == ["0001", "0002", "0010", "20250101000000", "ext_a_0001", "ext_b_0001"])
  }

  @Test func `folders of extensions add theirs`() throws {
    let found = try catalog([file("adk/0001_a.sql", series: .named("adk")), file("m/0001_a.sql")])
    #expect(found.migrations.map(\.version.description) == ["0001", "ext_adk_0001"])
    #expect(found.migrations.map(\.source.path) == ["m/0001_a.sql", "adk/0001_a.sql"])
  }

  @Test func `a migration is found under every spelling of its version`() throws {
    let found = try catalog([file("m/0002_b.sql"), file("m/0001_a.sql")])
    #expect(try found[Fixture.version("00002")]?.source.path == "m/0002_b.sql")
    #expect(try found[Fixture.version("3")] == nil)
    #expect(try found[Fixture.version("ext_a_2")] == nil)
  }

  @Test(arguments: [
    ("m/0002_a.sql", "m/0002_b.sql"), ("m/00002_a.sql", "m/0002_b.sql"), ("m/0002_a.sql", "m/2_b.sql"),
    ("m/ext_a_1.sql", "n/ext_a_0001.sql"),
  ])
  func `two files of one version are refused, both named`(first: String, second: String) throws {
    for files in try [[file(first), file(second)], [file(second), file(first)]] {
      let error = try #require(throws: MigrationError.self) { _ = try catalog(files) }
      #expect(error.message.hasPrefix("two files have the version '"))
      #expect(error.cause == "\(first)\n\(second)")
      #expect(error.status == .badFile)
    }
  }

  @Test func `files that look like migrations are told, others passed over`() throws {
    let found = try catalog([
      file("m/v1_a.sql"), file("m/README.md", "\u{0}"), file("m/0001_a.sql"), file("m/0002-b.sql"),
    ])
    #expect(found.migrations.map(\.source.path) == ["m/0001_a.sql"])
    #expect(found.ignored.map(\.place) == [.file("m/0002-b.sql"), .file("m/v1_a.sql")])
    #expect(found.ignored.last?.cause == "a version is digits alone, without 'v'")
  }

  @Test(arguments: [
    ("", [0xFF], "m/0001_a.sql:1:1"), ("a\né", [0xFC, 0x72], "m/0001_a.sql:2:2"),
    ("ab", [0xC3], "m/0001_a.sql:1:3"),
    ("ab", [0xEF, 0xBF, 0x41], "m/0001_a.sql:1:3"), ("\u{FFFD}", [0x80], "m/0001_a.sql:1:2"),
    ("'", [0xED, 0xA0, 0x80], "m/0001_a.sql:1:2"),
  ])
  func `bytes that are no UTF-8 are refused where they begin`(
    text: String, bad: [UInt8], expected: String
  ) throws {
    let bytes = Array(text.utf8) + bad + Array(" = 1\n".utf8)
    let error = try #require(throws: MigrationError.self) {
      let text = SourceText.decoded("m/0001_a.sql", bytes)
      _ = try catalog([Catalog.File(path: "m/0001_a.sql", name: "0001_a.sql", text)])
    }
    guard case .source(let location)? = error.place else { throw error }
    #expect(error.message == "the text is not UTF-8")
    #expect(location.description == expected)
  }

  @Test func `a zero byte, where a database would see the end, is refused`() throws {
    let error = try #require(throws: MigrationError.self) {
      _ = try catalog([file("m/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\0 select 2;\n")])
    }
    guard case .source(let location)? = error.place else { throw error }
    #expect(location.description == "m/0001_a.sql:2:10")
  }

  @Test func `no files make an empty catalog`() throws {
    #expect(try catalog([]).migrations.isEmpty)
  }
}

@Suite struct `A revision` {
  @Test(
    arguments: [
      ("head", .head), ("HEAD", .head), ("base", .base), ("+1", .steps(1)), ("+12", .steps(12)),
      ("-1", .steps(-1)),
      ("-007", .steps(-7)),
    ] as [(String, Revision)])
  func `words and steps are what they say`(text: String, expected: Revision) throws {
    #expect(try Revision(text) == expected)
  }

  @Test(arguments: [
    ("2", "0002"), ("0", "0000"), ("ext_my_q_1", "ext_my_q_0001"), ("20251018120000", "20251018120000"),
  ])
  func `versions may lack their zeros`(text: String, expected: String) throws {
    #expect(try Revision(text) == .version(Fixture.version(expected)))
    #expect(try Revision(text).words == expected)
  }

  @Test(arguments: [
    "", "+0", "-0", "+", "--1", "+1.5", "heads", "latest", " head", "20251399120000", "+0001x",
  ])
  func `anything else is refused by name`(text: String) throws {
    let error = try #require(throws: RevisionError.self) { _ = try Revision(text) }
    #expect(error.message == "'\(text)' is not a revision")
    #expect(error.status == .usage)
  }
}
