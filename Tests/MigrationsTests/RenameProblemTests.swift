import Diagnostics
import Migrations
import Testing

/// Texts that are the same, and yet do not tell which row is of which file.
@Suite struct `What a person has to settle` {
  private func reconciliation(
    _ files: [Migration], _ rows: [History.Row]
  ) throws -> (Reconciliation, messages: [String], causes: [String?]) {
    let found = try Fixture.reconciliation(files, rows)
    return (found, found.problems.map(\.message), found.problems.map(\.cause))
  }

  private func row(_ version: String, _ sequence: Int = 1, title: String = "a") throws -> History.Row {
    Fixture.row(try Fixture.file(version, "select 1", title: title), sequence)
  }

  private func files(_ names: String) throws -> [Migration] {
    try names.split(separator: " ").map { name in
      let parts = name.split(separator: "/").map(String.init)
      return try Fixture.file(parts[0], "select 1", title: parts.count > 1 ? parts[1] : "a")
    }
  }

  @Test func `two files with the text of one row`() throws {
    let (found, messages, causes) = try reconciliation(files("0003 0004"), [row("0002")])
    #expect(found.isEmpty && found.history.names == [1: "0002"])
    #expect(messages == ["'0002' has no file, but 2 files have its text"])
    #expect(causes == ["0003_a.sql\n0004_a.sql"])
  }

  @Test func `two rows with the text of one file`() throws {
    let (found, messages, _) = try reconciliation(files("0005"), [row("0002"), row("0003", 2)])
    #expect(found.isEmpty)
    #expect(Set(messages) == ["'0005_a.sql' has the text of '0002' and '0003'"])
  }

  @Test func `two rows and two files of one text and one title`() throws {
    let (found, messages, _) = try reconciliation(files("0005 0006"), [row("0002"), row("0003", 2)])
    #expect(found.isEmpty)
    #expect(
      messages == ["0002", "0003"].map { "'\($0)' has no file, but 2 files have its text" })
  }

  @Test(arguments: [
    ("ext_x_0001", "they belong to different series"),
    ("0003/b", "its row says 'a', the file 'b'"),
  ])
  func `a file of another series or description`(name: String, reason: String) throws {
    let (found, messages, causes) = try reconciliation(files(name), [row("0002")])
    #expect(found.isEmpty)
    let path = try #require(try files(name).first).source.path
    #expect(messages == ["'0002' is applied and its file is gone; '\(path)' has the same text"])
    #expect(causes == [reason])
  }

  @Test(
    arguments: [
      ("2025-06-01 12:00:00", "20250601120000", true), ("2025-06-01 12:00:00", "20250601120001", false),
      ("2025-06-01T12:00:00.5+00:00", "20250531235959", true),
      ("2025-06-01 12:00:00", "99990101000000", false),
      ("2025-06-01 12:00:00", "0007", true), (nil, "99990101000000", true),
    ] as [(String?, String, Bool)])
  func `a file whose time is younger than the row may be new, and repeat an old text`(
    time: String?, version: String, isRename: Bool
  ) throws {
    let row = Fixture.row(try Fixture.file("0002", "select 1"), 1, at: time)
    let (found, _, causes) = try reconciliation(files(version), [row])
    #expect(found.words == (isRename ? "0002>\(version)" : ""))
    #expect(causes == (isRename ? [] : ["the file's version is younger than the row, or may be"]))
  }

  @Test(arguments: [
    ("2025-03-02 00:30:00", "20250228235959", true), ("2025-03-02 23:30:00", "20250301000000", false),
    ("2024-03-01 12:00:00", "20240228120000", true), ("2024-03-01 12:00:00", "20240229000000", false),
    ("2025-01-01 12:00:00+02", "20241230235959", true), ("2025-01-01 12:00:00", "20241231000000", false),
  ])
  func `by a clock of an unknown time zone a day has to lie between`(
    time: String, version: String, isRename: Bool
  ) throws {
    let row = Fixture.row(try Fixture.file("0002", "select 1"), 1, at: time)
    let found = try Fixture.reconciliation(files(version), [row], dialect: "postgresql")
    #expect(found.words == (isRename ? "0002>\(version)" : ""))
    #expect(found.problems.isEmpty == isRename)
  }

  @Test func `of two files with one text the title tells which one it is`() throws {
    let (found, messages, _) = try reconciliation(files("0003/b 0004/a"), [row("0002")])
    #expect(found.words == "0002>0004" && messages.isEmpty)
  }

  @Test func `of two rows with one text the title tells which one it is`() throws {
    let (found, messages, causes) = try reconciliation(
      files("0005/b"), [row("0002"), row("0003", 2, title: "b")])
    #expect(found.words == "0003>0005")
    #expect(messages == ["'0002' is applied and its file is gone; '0005_b.sql' has the same text"])
    #expect(causes == ["its row says 'a', the file 'b'"])
  }

  @Test func `a file whose row is there repeats an old text on purpose`() throws {
    let (found, messages, _) = try reconciliation(files("0003"), [row("0002"), row("0003", 2)])
    #expect(found.isEmpty && messages.isEmpty)
  }

  @Test func `a name that a row without a file has is not given away`() throws {
    let other = Fixture.row(try Fixture.file("0003", "select 2"), 2)
    let (found, messages, causes) = try reconciliation(files("0003"), [row("0002"), other])
    #expect(messages == ["'0003_a.sql' has the text of '0002', but '0003' is another row"])
    #expect(causes == ["'0003' was applied with a text that no file has"])
    #expect(found.problems.map(\.status) == [.failed])
  }

  @Test func `a row whose own file may only have been changed`() throws {
    let edited = try Fixture.file("0002", "select 9")
    let (found, messages, causes) = try reconciliation([edited] + files("0003"), [row("0002")])
    #expect(found.isEmpty)
    #expect(messages == ["'0002' is applied and its file is gone; '0003_a.sql' has the same text"])
    #expect(causes == ["'0002_a.sql' may be its file, changed since"])
  }

  @Test func `a row whose version another migration has now`() throws {
    let other = try Fixture.file("0002", "select 9", title: "b")
    let (found, messages, causes) = try reconciliation([other], [row("0002")])
    #expect(found.isEmpty)
    #expect(messages == ["the applied '0002' is not the migration in '0002_b.sql'"])
    #expect(causes == ["its row has the description 'a' and a different checksum"])
    // What was changed and is still for the same is told in another way, and so is what only has another name.
    #expect(try reconciliation([Fixture.file("0002", "select 9")], [row("0002")]).messages.isEmpty)
    #expect(try reconciliation(files("0002/b"), [row("0002")]).messages.isEmpty)
  }

  @Test(arguments: [nil, "", "manual-stamp"] as [String?])
  func `a row that does not say what was applied, and a file described alike`(checksum: String?) throws {
    let row = History.Row(name: "0002", sequence: 1, description: "a", checksum: checksum)
    let (found, messages, causes) = try reconciliation(files("0005"), [row])
    #expect(found.isEmpty && messages.count == 1)
    #expect(causes == ["the row has no checksum to compare"])
    #expect(try reconciliation(files("0005/b"), [row]).messages.isEmpty)
    #expect(try reconciliation(files("0002 0005"), [row]).messages.isEmpty)
  }

  @Test func `rows that are clear follow their files beside one that is not`() throws {
    let second = Fixture.row(try Fixture.file("0003", "select 2"), 2)
    let (found, messages, _) = try reconciliation(
      files("0005 0006") + [Fixture.file("0007", "select 2")], [row("0002"), second])
    #expect(found.words == "0003>0007")
    #expect(messages.count == 1)
  }
}
