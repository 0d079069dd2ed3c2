import Testing

@testable import Authoring

@Suite struct `What programs use besides tables` {
  private static let view: Row = ["relation", "v", "", "v", "v", "none", "", ""]
  private static let t: [Row] = [
    .table("t"), .column("a", of: "t", source: "default"), .constraint("c", of: "t", "c"),
  ]

  private static func object(_ name: String, _ identity: String = "1") -> Row {
    ["object", identity, "", name, "", "", "", ""]
  }

  private static func sequence(_ name: String, of table: String = "") -> Row {
    ["relation", "s", table, name, "S", "9", "", ""]
  }

  private static let sketches: [Sketch] = [
    Sketch(.dropsObject, "drop view v", [view], []),
    Sketch(.dropsObject, "drop function f()", [object("function f()")], []),
    Sketch(.dropsObject, "drop sequence s", [sequence("s")], []),
    Sketch(nil, "alter table t drop a", [.table("t"), sequence("s", of: "t")], [.table("t")]),
    Sketch(.renamesObject, "alter type a rename to b", [object("type a")], [object("type b")]),
    Sketch(.renamesObject, "alter sequence s rename to u", [sequence("s")], [sequence("u")]),
    Sketch(nil, "create view v as select 1", [], [view]),
    Sketch(
      .dropsDefault, "alter table t alter a drop default", t,
      [.table("t"), .column("a", of: "t"), .constraint("c", of: "t", "c")]),
    Sketch(
      nil, "alter table t alter a add generated always as identity", t,
      [.table("t"), .column("a", of: "t", source: "identity"), .constraint("c", of: "t", "c")]),
    Sketch(.dropsConstraint, "alter table t drop constraint c", t, Array(t.dropLast())),
    Sketch(
      .dropsColumn, "alter table t drop a", t + [.column("b", of: "t", number: 2)],
      [.table("t"), .column("b", of: "t", number: 2)]),
    Sketch(.dropsTable, "drop table t", t, []),
    Sketch(
      nil, "alter table t alter constraint c", t,
      t.dropLast() + [["constraint", "c 2", "t", "c", "c", "valid", "", "1"]]),
  ]

  @Test(arguments: sketches) func `is found by what is gone or has another name`(_ sketch: Sketch) throws {
    #expect(try sketch.findings().map(\.rule) == sketch.expected)
  }

  @Test func `is not found where it comes back under its name`() throws {
    let sketch = Sketch(
      [("drop function f()", []), ("create function f() …", [Self.object("function f()", "2")])],
      [Self.object("function f()", "1")])
    #expect(try sketch.found() == [])
  }

  @Test func `is not found if the migration made it itself`() throws {
    let sketch = Sketch(
      [("create type a as ()", [Self.object("type a")]), ("drop type a", [])], [])
    #expect(try sketch.found() == [])
  }
}

@Suite struct `A long name` {
  private static func found(_ written: String, _ kept: String) throws -> [String] {
    try Sketch(
      nil, "alter table t add \(written) text", [.table("t")],
      [.table("t"), .column(kept, of: "t", "text")]
    ).found()
  }

  @Test func `is found where the server has cut it`() throws {
    let whole = String(repeating: "n", count: 63)
    #expect(try Self.found(whole + "_and_more", whole) == ["cuts-name 1"])
    #expect(try Self.found("\"\(whole)X\"", "\"\(whole)\"") == ["cuts-name 1"])
    // A character is not cut into two.
    let wide = String(repeating: "ä", count: 31)
    #expect(try Self.found(wide + "ää", wide) == ["cuts-name 1"])
  }

  @Test func `is not found where it fits`() throws {
    let whole = String(repeating: "n", count: 63)
    #expect(try Self.found(whole, whole) == [])
    #expect(try Self.found("\"\(whole)\"", "\"\(whole)\"") == [])
    #expect(try Self.found("name_of_it", "name") == [])
  }
}
