import SQLText
import Testing

@testable import Authoring

@Suite struct `A design` {
  private static func column(_ type: String, _ name: String = "a", source: String = "") -> [Row] {
    [.table("t"), .column(name, of: "t", type, source: source)]
  }

  @Test(
    arguments: [
      ("json", .jsonColumn), ("jsonb", nil), ("timestamp without time zone", .timestampWithoutZone),
      ("timestamp(3) without time zone", .timestampWithoutZone), ("timestamp with time zone", nil),
      ("time without time zone", nil), ("character varying(20)", .limitedText), ("character varying", nil),
      ("character(2)", .paddedText), ("text", nil), ("integer", nil),
    ] as [(String, LintRule?)])
  func `is told by the type of a new column`(_ type: String, _ rule: LintRule?) throws {
    let sketch = Sketch(rule, "create table t (a \(type))", [], Self.column(type))
    #expect(try sketch.findings().map(\.rule) == sketch.expected)
  }

  @Test(arguments: [("integer", true), ("smallint", true), ("bigint", false), ("numeric", false)])
  func `has small keys`(_ type: String, _ isSmall: Bool) throws {
    let expected: [LintRule] = isSmall ? [.smallKey] : []
    for name in ["id", "user_id"] {
      let sketch = Sketch(nil, "create table t (…)", [], Self.column(type, name))
      #expect(try sketch.findings().map(\.rule) == expected, "\(name)")
    }
    let primary = Self.column(type) + [.constraint("t_pkey", of: "t", "p")]
    #expect(try Sketch(nil, "create table t (…)", [], primary).findings().map(\.rule) == expected)
    let identity = Self.column(type, source: "identity")
    #expect(try Sketch(nil, "create table t (…)", [], identity).findings().map(\.rule) == expected)
  }

  @Test func `has a small part of a key, which is none`() throws {
    let rows: [Row] = [
      .table("t"), .column("a", of: "t", "integer"), .column("b", of: "t", number: 2),
      .constraint("t_pkey", of: "t", "p", "1 2"),
    ]
    #expect(try Sketch(nil, "create table t (…)", [], rows).found() == [])
  }

  @Test func `has sequences of its own`() throws {
    let sketch = Sketch(
      .serialColumn, "create table t (a bigserial)", [], Self.column("bigint", source: "sequence"))
    #expect(try sketch.findings().map(\.rule) == [.serialColumn])
  }

  @Test func `has values that are hard to change`() throws {
    let type = Sketch(nil, "create type e as enum ()", [], [["enum", "1", "", "e", "", "", "", ""]])
    #expect(try type.found() == ["enum-type 1"])
    let domain: Row = ["constraint", "1", "", "positive", "domain", "", "", ""]
    #expect(
      try Sketch(nil, "alter domain d add constraint …", [], [domain]).found() == ["domain-constraint 1"])
    #expect(try Sketch(nil, "select 1", [domain], [domain]).found() == [])
  }

  @Test func `has foreign keys without an index`() throws {
    let rows: [Row] = [
      .table("p"), .table("t"), .column("a", of: "t"), .column("b", of: "t", number: 2),
      .constraint("f", of: "t", "f", to: "p", "1 2"),
    ]
    func found(_ indexes: [Row]) throws -> [String] {
      try Sketch(nil, "create table t (…)", [.table("p")], rows + indexes).found()
    }
    #expect(try found([]) == ["foreign-key-without-index 1"])
    #expect(try found([.index("i", on: "t", "2 1 3")]) == [])
    #expect(try found([.index("i", on: "t", "3 1 2")]) == ["foreign-key-without-index 1"])
    #expect(try found([.index("i", on: "p", "1 2")]) == ["foreign-key-without-index 1"])
    let later = Sketch(
      [("create table t (…)", rows), ("create index i on t (a, b)", rows + [.index("i", on: "t", "1 2")])],
      [.table("p")])
    #expect(try later.found() == [])
  }

  @Test(arguments: [
    (
      ["alter table t add a int", "ALTER TABLE only t ADD b int", "alter table t add c int"],
      ["several-alters 2"]
    ),
    (["alter table t add a int", "alter table if exists t add b int"], ["several-alters 2"]),
    (["alter table t add a int", "alter table u add b int", "alter table t add c int"], []),
    (["alter table t add a int", "alter table t_2 add b int"], []),
  ])
  func `alters a table step by step`(_ statements: [String], _ expected: [String]) throws {
    let rows: [Row] = [.table("t"), .table("u"), .table("t_2")]
    let steps = statements.map { ($0, rows) }
    #expect(try Sketch(steps, rows).found() == expected)
    // There, a statement has one action only.
    #expect(try Sketch(steps, rows, syntax: .sqlite).found() == [])
    var apart = Sketch(steps, rows)
    apart.isInTransaction = false
    #expect(try apart.found() == [])
  }
}
