import Diagnostics
import Migrations
import Testing

@Suite struct `Repeatable migrations` {
  private let texts = [("repeat_0002_b.sql", "select 2;"), ("repeat_0001_a.sql", "select 1;")]

  private func catalog(_ files: [(String, String)], _ versions: String = "0001 0002") throws -> Catalog {
    try Catalog(
      Fixture.catalog(versions).migrations + files.map { try Fixture.migration($0.0, $0.1) })
  }

  /// The rows of migrations in this order, as if their files had run.
  private func history(_ catalog: Catalog, _ versions: String) throws -> History {
    let all = catalog.migrations + catalog.repeatables
    return History(
      rows: try versions.split(separator: " ").enumerated().map { index, word in
        let migration = try #require(all.first { "\($0.version)" == word })
        return History.Row(
          name: String(word), sequence: migration.isRepeatable ? 0 : index + 1, checksum: migration.checksum)
      }, hasTracker: true)
  }

  private func words(_ plan: Plan) -> String {
    plan.items.map { "\($0.migration.version)" }.joined(separator: " ")
  }

  @Test(arguments: [
    ("", "head", "0001 0002 ext_repeat_0001 ext_repeat_0002"), ("0001", "0002", "0002"),
    ("", "+2", "0001 0002"),
    ("0001 0002 ext_repeat_0001 ext_repeat_0002", "head", ""),
    ("0001 ext_repeat_0002", "head", "0002 ext_repeat_0001"),
  ])
  func `run after all others, and only at the head`(applied: String, goal: String, expected: String) throws {
    let catalog = try catalog(texts)
    let plan = try Plan.upgrade(catalog, history(catalog, applied), to: Revision(goal), policy: .init())
    #expect(words(plan) == expected)
  }

  @Test func `run when their text has changed`() throws {
    let before = try catalog(texts)
    let known = try history(before, "0001 0002 ext_repeat_0001 ext_repeat_0002")
    let after = try catalog([("repeat_0002_b.sql", "select 3;"), ("repeat_0001_other.sql", "select 1;")])
    let plan = try Plan.upgrade(after, known, to: .head, policy: .init())
    #expect(words(plan) == "ext_repeat_0002")
    #expect(plan.items.map { $0.row?.name } == ["ext_repeat_0002"])
  }

  @Test(arguments: [("0001 ext_repeat_0001", "0002 ext_repeat_0001"), ("0001 0002 ext_repeat_0001", "")])
  func `may run whenever another has run`(applied: String, expected: String) throws {
    let catalog = try catalog([("repeat_0001_a.sql", "-- repeat: always\nselect 1;")])
    #expect(
      words(try Plan.upgrade(catalog, history(catalog, applied), to: .head, policy: .init())) == expected)
  }

  @Test func `are not part of the revision, nor of what is reverted`() throws {
    let catalog = try catalog(texts)
    let known = try history(catalog, "0001 0002 ext_repeat_0001")
    #expect(known.revision == "0002")
    #expect(known.rows.map(\.name) == ["0001", "0002"])
    let plan = try Plan.downgrade(catalog, known, to: .steps(-1), policy: .init())
    #expect(words(plan) == "0002")
    #expect(plan.removedRows.map(\.name) == ["ext_repeat_0001"])
    let redo = try Plan.redo(catalog, known, policy: .init())
    #expect(words(redo) == "0002 0002 ext_repeat_0001 ext_repeat_0002")
  }

  @Test func `lose their rows without a file, which is no finding`() throws {
    let known = try history(catalog(texts), "0001 0002 ext_repeat_0001 ext_repeat_0002")
    let plan = try Plan.upgrade(catalog([texts[0]]), known, to: .head, policy: .init(strict: true))
    #expect(plan.removedRows.map(\.name) == ["ext_repeat_0001"])
    #expect(plan.findings.isEmpty && !plan.isEmpty)
  }

  @Test func `do not run after a failure`() throws {
    let catalog = try catalog(texts)
    var policy = Plan.Policy()
    policy.stopped = [.project]
    #expect(try Plan.upgrade(catalog, History(), to: .head, policy: policy).items.isEmpty)
  }

  @Test(arguments: [
    ("-- name: migrate-0001-up\nselect 1;", "the block 'migrate-0001-up' is in a repeatable migration"),
    ("-- replaces: 0001\nselect 1;", "'-- replaces:' is in a repeatable migration"),
    ("-- when: x\nselect 1;", "'-- when:' is in a repeatable migration"),
    ("-- unless: t.c\nselect 1;", "'-- unless:' is in a repeatable migration"),
    ("-- repeat: never\nselect 1;", "'never' is not a value for '-- repeat:'"),
    ("select 'a;", "string is not closed"),
  ])
  func `a file that cannot be one is refused`(text: String, expected: String) throws {
    let error = try #require(throws: (any Error).self) {
      _ = try Fixture.migration("repeat_0001_a.sql", text)
    }
    let first = (error as? Faults)?.all.first ?? (error as? any Diagnostic)
    #expect(first?.message == expected)
  }

  @Test func `an empty file is a draft`() throws {
    let catalog = try catalog([("repeat_0001_a.sql", "-- later\n")])
    #expect(throws: MigrationError.self) { try Plan.upgrade(catalog, History(), to: .head, policy: .init()) }
  }

  @Test(arguments: ["", "-- repeat: when it rains\n"])
  func `a remark about repeating is a remark`(head: String) throws {
    let migration = try Fixture.migration("0001_a.sql", head + "-- name: migrate-0001-up\nselect 1;\n")
    #expect(!migration.directives.repeatsAlways)
  }
}
