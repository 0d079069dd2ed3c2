import Diagnostics
import Migrations
import SQLText
import Testing

@Suite struct `Migration reader` {
  private let up = "-- name: migrate-0001-up\nselect 1;\n"

  private func read(
    _ text: String, name: String = "0001_make_a.sql", series: Series = .project
  ) throws -> Migration {
    guard case .migration(let fileName) = FileName.read(name, series: series) else {
      throw Fixture.Unfit(name: name)
    }
    return try Fixture.reader().migration(SourceText(path: name, text: text), fileName)
  }

  /// The report of a file that is no migration, with the place that `▲` marks in the text.
  private func complaint(
    _ marked: String
  ) throws -> (error: MigrationError, expected: Place) {
    let before = marked.prefix { $0 != "▲" }
    let text = marked.replacing("▲", with: "")
    let error = try #require(throws: MigrationError.self) { _ = try read(text) }
    return (error, .source(SourceText(path: "0001_make_a.sql", text: text).location(at: before.utf8.count)))
  }

  @Test func `the blocks of the file's own version apply and revert`() throws {
    let migration = try read(
      "-- header\n-- name: migrate-0001-down\nb;\n-- name: helper\nx;\n-- name: migrate-0001-up\na;\n")
    #expect(migration.up.text == "a;\n")
    #expect(migration.down?.text == "b;\n")
    #expect(migration.block(.up) == migration.up)
    #expect(migration.block(.down) == migration.down)
  }

  @Test(arguments: [
    ("", nil), ("-- name: migrate-0001-down\n", nil), ("-- name: migrate-0001-down\n-- no way\n \n", nil),
    ("-- name: migrate-0001-down\n/* nothing */\n", "/* nothing */\n"),
    ("-- name: migrate-0001-down\n;\n", ";\n"),
  ])
  func `a down block of nothing but line comments is no way back`(down: String, expected: String?) throws {
    #expect(try read(up + down).down.map { String($0.text) } == expected)
  }

  @Test(arguments: ["/* nothing */\n", ";\n", "-- x\n;"])
  func `an up block of a comment in slashes, or of a semicolon, is something`(body: String) throws {
    let migration = try read("-- name: migrate-0001-up\n" + body)
    #expect(migration.up.text == body)
    #expect(!migration.isDraft)
  }

  @Test(arguments: ["", "\n  \n", "-- a\n\n--b"])
  func `an up block of nothing but line comments is a draft`(body: String) throws {
    #expect(try read("-- name: migrate-0001-up\n" + body).isDraft)
  }

  @Test(arguments: [
    ("-- Description: Make a\n", "Make a"), ("\n  \n-- Title\n--- Description :  Make: a \r\n", "Make: a"),
    ("\u{FEFF}-- Description: Make a\n", "Make a"), ("--Description:Make a\n-- Description: b\n", "Make a"),
    ("-- Description:\n", "make_a"), ("-- description: x\n", "make_a"), ("-- The Description: x\n", "make_a"),
    ("", "make_a"), ("/* x */\n-- Description: x\n", "make_a"),
  ])
  func `the description stands among the first comments, or in the name of the file`(
    head: String, expected: String
  ) throws {
    #expect(try read(head + up).description == expected)
  }

  @Test func `a description stands behind the words of the project`() throws {
    let text = "-- Description: a\n-- Was :  b\n-- Summary: c\n" + up
    guard case .migration(let name) = FileName.read("0001_x.sql") else {
      throw Fixture.Unfit(name: "0001_x.sql")
    }
    let reader = try MigrationReader(Lexer(.sqlite), descriptionKeys: ["Summary", "Was"])
    #expect(try reader.migration(SourceText(path: "0001_x.sql", text: text), name).description == "b")
  }

  @Test func `a description may stand under the name of a block that begins the file`() throws {
    #expect(try read("-- name: migrate-0001-up\n-- Description: Make a\nselect 1;\n").description == "Make a")
  }

  @Test(arguments: [("0001.sql", ""), ("0001_a__b.sql", "a__b")])
  func `a title is what the name says, verbatim`(name: String, expected: String) throws {
    let migration = try read(up, name: name)
    #expect(migration.description == expected)
    #expect(migration.title == (expected.isEmpty ? "0001" : "0001: " + expected))
  }

  @Test(arguments: [
    ("", nil), ("-- transactional: false\n", false), ("--TRANSACTIONAL:TRUE \t\r\n", true),
    ("-- transactional: true\n-- transactional: false\n", true), (" -- transactional: false\n", nil),
    ("-- not transactional: false\n", nil),
  ])
  func `the first directive in column one decides about the transaction`(head: String, expected: Bool?) throws
  {
    #expect(try read(head + up).directives.transactional == expected)
    #expect(try read(up + head).directives.transactional == expected)
  }

  @Test func `a byte order mark does not hide a directive`() throws {
    #expect(try read("\u{FEFF}-- transactional: false\n" + up).directives.transactional == false)
  }

  @Test(arguments: [
    ("-- schema: app\n", "app"), ("-- Schema: _a$1\n-- schema: b\n", "_a$1"),
    ("-- schema: the one of the users\n", nil),
    (" -- schema: app\n", nil), ("", nil),
  ])
  func `a directive names the schema`(head: String, expected: String?) throws {
    #expect(try read(head + up).directives.schema == expected)
  }

  @Test(arguments: [
    ("-- transactional: ▲no\n", "'no' is not a value for '-- transactional:'"),
    ("-- transactional: ▲false -- why\n", "'false -- why' is not a value for '-- transactional:'"),
    ("-- transactional:▲\n", "'' is not a value for '-- transactional:'"),
    ("-- schema: ▲a.b\n", "'a.b' is not a value for '-- schema:'"),
    ("-- schema: ▲1a\n", "'1a' is not a value for '-- schema:'"),
    ("-- schema: ▲\"a\"\n", "'\"a\"' is not a value for '-- schema:'"),
  ])
  func `a directive with another value is refused where it stands`(head: String, message: String) throws {
    let (error, expected) = try complaint(head + up)
    #expect(error.message == message)
    #expect(error.place == expected)
    #expect(error.status == .badFile)
  }

  @Test(arguments: [
    (
      "-- name: migrate-0001-up\na;\n-- name: ▲migrate_0001_UP\nb;\n",
      "the block 'migrate_0001_UP' occurs twice"
    ),
    ("-- name: ▲migrate-0002-up\na;\n", "the block 'migrate-0002-up' has another version than its file"),
    ("-- name: ▲migrate-1-up\na;\n", "the block 'migrate-1-up' has another version than its file"),
    (
      "-- name: migrate-0001-up\na;\n-- name: ▲migrate-0002-down\nb;\n",
      "the block 'migrate-0002-down' has another version than its file"
    ),
  ])
  func `a block that cannot be meant is refused at its name`(marked: String, message: String) throws {
    let (error, expected) = try complaint(marked)
    #expect(error.message == message)
    #expect(error.place == expected)
  }

  @Test func `a second block points back at the first`() throws {
    let (error, _) = try complaint("-- name: migrate-0001-up\na;\n-- name: ▲migrate-0001-up\nb;\n")
    #expect(error.cause == "the first is at 0001_make_a.sql:1:10")
  }

  @Test(arguments: [
    "", "select 1;\n", "-- name: helper\nselect 1;\n", "-- name: migrate-0001-down\nselect 1;\n",
  ])
  func `a file without an up block is told what to write`(text: String) throws {
    let error = try #require(throws: MigrationError.self) { _ = try read(text) }
    #expect(error.message == "the file has no up block")
    #expect(error.place == .file("0001_make_a.sql"))
    #expect(error.remedy == "put '-- name: migrate-0001-up' on a line before its SQL")
  }

  @Test func `in an extension's folder blocks lack the extension's name`() throws {
    let migration = try read(up, name: "1_a.sql", series: .named("adk"))
    #expect(migration.version.description == "ext_adk_0001")
    let own = try read("-- name: migrate-ext_adk_0001-up\nselect 1;\n", name: "ext_adk_1_a.sql")
    #expect(own.version == migration.version)
    #expect(throws: MigrationError.self) { try read(up, name: "ext_adk_1_a.sql") }
  }

  @Test func `the checksum is that of the whole file`() throws {
    #expect(try read("-- name: migrate-0001-up\nSELECT 1;\n").checksum == "c30d843e6353b4d393c8274467cd50f5")
  }
}
