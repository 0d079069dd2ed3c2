import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `Numbers in the place of times` {
  private func catalog(_ names: String) throws -> Catalog {
    let migrations = try names.split(separator: " ").map { word -> Migration in
      if word.hasSuffix(".py") {
        return try Fixture.migration("\(word)", "\"\"\"\nVersion: \(word.dropLast(5))\n\"\"\"\n")
      }
      guard case .migration(let name) = FileName.read("\(word).sql") else {
        throw Fixture.Unfit(name: "\(word)")
      }
      return try Fixture.migration(
        "\(word).sql", "-- Version: \(name.label)\n-- name: migrate-\(name.label)-up\nselect '\(word)';\n")
    }
    return Catalog(migrations)
  }

  private func moves(_ renumbering: Renumbering) -> [String] {
    renumbering.moves.map { "\($0.oldFileName) -> \($0.fileName)" }
  }

  @Test(arguments: [
    ("0001_a 0002_b", []), ("", []),
    ("20250101000000_a", ["20250101000000_a.sql -> 0001_a.sql"]),
    (
      "20250102000000_b 20250101000000_a 0007_z",
      ["20250101000000_a.sql -> 0008_a.sql", "20250102000000_b.sql -> 0009_b.sql"]
    ),
    ("20250101000000", ["20250101000000.sql -> 0001.sql"]),
    (
      "20250101000000_20250101000000_a",
      ["20250101000000_20250101000000_a.sql -> 0001_20250101000000_a.sql"]
    ),
    ("9999_a 20250101000000_b", ["20250101000000_b.sql -> 10000_b.sql"]),
    // Files in another language are numbered, too.
    (
      "0001_a 20250101000000_b 0004_c.py 20250102000000_d.py",
      ["20250101000000_b.sql -> 0005_b.sql", "20250102000000_d.py -> 0006_d.py"]
    ),
    (
      "0002_a ext_x_20250101000000_b ext_y_20250101000000_c ext_x_0005_d 20250101000000_e",
      [
        "20250101000000_e.sql -> 0003_e.sql", "ext_x_20250101000000_b.sql -> ext_x_0006_b.sql",
        "ext_y_20250101000000_c.sql -> ext_y_0001_c.sql",
      ]
    ),
    ("ext_x_20250101000000", ["ext_x_20250101000000.sql -> ext_x_0001.sql"]),
  ])
  func `times get the next numbers of their series, in order`(
    names: String, expected: [String]
  ) throws {
    let renumbering = try Renumbering(catalog(names), Lexer(.postgresql))
    #expect(moves(renumbering) == expected)
    #expect(renumbering.versions.count == expected.count)
  }

  @Test func `a file in Python keeps its text but for the version in it`() throws {
    let moved = try #require(Renumbering(catalog("20250102000000_d.py"), Lexer(.postgresql)).moves.first)
    let text = "# Version: 20250102000000\ndef up():\n    return 'select 20250102000000'\n"
    let other = try Fixture.migration("20250102000000_e.py", "Version: 20250102000000\n\(text)")
    #expect(
      try Relabeller(Lexer(.postgresql)).text(of: other, as: moved.version)
        == "Version: 0001\n# Version: 0001\ndef up():\n    return 'select 20250102000000'\n")
  }

  @Test func `each new file is the same migration under its new version`() throws {
    let catalog = try catalog("0001_a 20250101000000_b ext_x_20250101000000_c")
    let renumbering = try Renumbering(catalog, Lexer(.postgresql))
    #expect(renumbering.moves.count == 2)
    for move in renumbering.moves {
      let new = try Fixture.migration(move.fileName, move.text)
      #expect(new.version == move.version)
      #expect(renumbering.versions[move.migration.version] == move.version)
      #expect(new.checksum == move.migration.checksum)
      #expect(new.up.text == move.migration.up.text)
      #expect(!move.text.contains("Version: \(move.migration.version)"))
    }
  }

  @Test func `a squashed file's numbers are taken`() throws {
    let squashed = try Fixture.file("0001", "select 1", head: "-- replaces: 0001, 0002, 0003\n")
    let time = try Fixture.file("20250101000000", "select 2")
    let renumbering = try Renumbering(Catalog([squashed, time]), Lexer(.postgresql))
    #expect(moves(renumbering) == ["20250101000000_a.sql -> 0004_a.sql"])
  }

  @Test func `one file may be given a number, whatever its version`() throws {
    let catalog = try catalog("0001_a 0002_b 0003_c")
    let twin = try Fixture.migration("0002_d.sql", "-- name: migrate-0002-up\nselect 4;\n")
    let renumbering = try Renumbering([twin], catalog, lexer: Lexer(.postgresql))
    #expect(moves(renumbering) == ["0002_d.sql -> 0004_d.sql"])
    #expect(renumbering.moves.first?.text == "-- name: migrate-0004-up\nselect 4;\n")
  }

  @Test func `numbers that a database has are taken`() throws {
    let rows = try ["0004", "ext_x_0007", "20250101000000"].map { try Fixture.version($0) }
    let catalog = try catalog("0001_a 20250101000000_b ext_x_20250101000000_c ext_y_20250101000000_d")
    #expect(
      try moves(Renumbering(catalog, besides: rows, Lexer(.postgresql))) == [
        "20250101000000_b.sql -> 0005_b.sql", "ext_x_20250101000000_c.sql -> ext_x_0008_c.sql",
        "ext_y_20250101000000_d.sql -> ext_y_0001_d.sql",
      ])
  }
}
