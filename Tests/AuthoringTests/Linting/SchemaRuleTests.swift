import SQLText
import Testing

@testable import Authoring

@Suite struct `A statement that running programs notice` {
  private static let t: [Row] = [.table("t"), .column("a", of: "t")]
  private static let keysOn: Row = .setting("foreign_keys", "1")
  private static let child: [Row] = [
    .table("c"), .column("t_id", of: "c"),
    .constraint("c 0", of: "c", "f", to: "t", "1", onDelete: "CASCADE"), .index("i", on: "c"),
  ]

  /// Each rule, followed by statements that only look like it.
  private static let sketches: [Sketch] = [
    Sketch(.dropsTable, "drop table t", t, []),
    Sketch(nil, "drop index i", t + [.index("i", on: "t")], t),
    Sketch(.renamesTable, "alter table t rename to u", t, [.table("t", as: "u"), .column("a", of: "t")]),
    Sketch(
      .renamesTable, "alter table t rename to u", t,
      [.table("u", storage: "rows of t"), .column("a", of: "u")], syntax: .sqlite),
    Sketch(
      .dropsColumn, "alter table t drop b", t + [.column("b", of: "t", number: 2)], t),
    Sketch(.renamesColumn, "alter table t rename a to b", t, [.table("t"), .column("b", of: "t")]),
    Sketch(
      .dropsNotNull, "alter table t alter a drop not null",
      [.table("t"), .column("a", of: "t", isRequired: true)], t),
    Sketch(
      .requiredColumn, "alter table t add b text not null", t,
      t + [.column("b", of: "t", "text", isRequired: true, number: 2)]),
    Sketch(
      nil, "alter table t add b text not null default ''", t,
      t + [.column("b", of: "t", "text", isRequired: true, source: "default", number: 2)]),
    Sketch(nil, "alter table t add b text", t, t + [.column("b", of: "t", "text", number: 2)]),
    Sketch(
      .emptiesTable, "truncate t", t, [.table("t", storage: "2"), .column("a", of: "t")]),
    Sketch(nil, "delete from t", t, t + [.lock("t", .rowExclusive)]),
  ]

  @Test(arguments: sketches) func `is found by what is gone or new`(_ sketch: Sketch) throws {
    #expect(try sketch.findings().map(\.rule) == sketch.expected)
  }

  @Test(arguments: [
    ("alter table t drop a, add b int first", "drops-column"),
    ("alter table t drop a, add b int first comment 'change a b'", "drops-column"),
    ("alter table t change a b int", "renames-column"),
    ("alter table t change column if exists `A` `b` int after z", "renames-column"),
    ("alter table t rename column a to b", "renames-column"),
    ("alter table t drop a, add b int first, change column c d int", "drops-column"),
  ])
  func `is a rename on MySQL only by its words`(_ sql: String, _ rule: String) throws {
    let before: [Row] = [.table("t"), .named("a", of: "t")]
    let sketch = Sketch([(sql, [.table("t"), .named("b", of: "t")])], before, syntax: .mysql)
    #expect(try sketch.findings().map(\.rule.rawValue) == [rule])
  }

  @Test func `is found with names`() throws {
    let sketch = Sketch(
      .renamesColumn, "alter table t rename a to b", Self.t, [.table("t"), .column("b", of: "t")])
    #expect(try sketch.findings().map(\.message) == ["renames the column a of t to b [renames-column]"])
  }

  /// The steps of SQLite's documentation: a copy takes the place of the table.
  private func rebuild(_ setting: Row, _ column: String = "a", isRequired: Bool = false) -> Sketch {
    let copy: [Row] = [.table("n", storage: "9"), .named(column, of: "n", isRequired: isRequired)]
    let renamed: [Row] = [.table("t", storage: "9"), .named(column, of: "t", isRequired: isRequired)]
    return Sketch(
      [
        ("create table n (a)", [.table("t"), .named("a", of: "t")] + Self.child + copy + [setting]),
        (
          "insert into n select a from t",
          [.table("t"), .named("a", of: "t")] + Self.child + copy + [setting]
        ),
        ("drop table t", Self.child + copy + [setting]),
        ("alter table n rename to t", Self.child + renamed + [setting]),
      ], [.table("t"), .named("a", of: "t")] + Self.child + [setting], syntax: .sqlite)
  }

  @Test func `is not found where a copy takes its place, but loses rows that refer to it`() throws {
    #expect(try rebuild(.setting("foreign_keys", "0")).found() == ["rebuilds-table 4"])
    #expect(try rebuild(Self.keysOn).found() == ["loses-rows 3", "rebuilds-table 4"])
    let lost = try rebuild(Self.keysOn).findings().first
    #expect(lost?.summary == "deletes the rows of c that refer to t")
    // Each row that was copied has a value.
    #expect(try rebuild(.setting("foreign_keys", "0"), isRequired: true).found() == ["rebuilds-table 4"])
    #expect(
      try rebuild(.setting("foreign_keys", "0"), "b").found() == ["rebuilds-table 4", "drops-column 4"])
  }

  @Test func `loses nothing where the reference lets no parent go`() throws {
    let restricted = Self.child.filter { $0[0] != "constraint" } + [.constraint("c 0", of: "c", "f", to: "t")]
    let before = Self.t + restricted + [Self.keysOn]
    let sketch = Sketch(.dropsTable, "drop table t", before, restricted + [Self.keysOn], syntax: .sqlite)
    #expect(try sketch.findings().map(\.rule) == [.dropsTable])
  }

  @Test func `loses nothing where the table only has another name`() throws {
    let key: Row = .constraint("c 0", of: "c", "f", to: "u", "1", onDelete: "CASCADE")
    let sketch = Sketch(
      .renamesTable, "alter table t rename to u", Self.t + Self.child + [Self.keysOn],
      [.table("u", storage: "rows of t"), .column("a", of: "u")] + Self.child.filter { $0[0] != "constraint" }
        + [key, Self.keysOn], syntax: .sqlite)
    #expect(try sketch.findings().map(\.rule) == [.renamesTable])
  }

  @Test func `is not found if the migration made it itself`() throws {
    let sketch = Sketch(
      [("create table t (a bigint)", Self.t), ("alter table t drop a", [.table("t")]), ("drop table t", [])],
      [])
    #expect(try sketch.found() == [])
  }
}

extension Array where Element == String? {
  /// A column as SQLite knows it, by its name.
  fileprivate static func named(_ name: String, of table: String, isRequired: Bool = false) -> Row {
    ["column", "\(table).\(name)", table, name, "", isRequired ? "not null" : "", "", "0"]
  }
}
