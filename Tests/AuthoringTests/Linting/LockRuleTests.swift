import Diagnostics
import SQLText
import Testing

@testable import Authoring

@Suite struct `A statement that others wait for` {
  private static let t: [Row] = [.table("t"), .column("a", of: "t")]

  /// Each rule, followed by statements that only look like it.
  private static let sketches: [Sketch] = [
    Sketch(
      .rewritesTable, "alter table t alter a type numeric", t + [.index("i", on: "t")],
      [
        .table("t", storage: "2"), .column("a", of: "t", "numeric"), .index("i", on: "t", storage: "2"),
        .lock("t", .accessExclusive),
      ]),
    Sketch(
      .rewritesTable, "reindex index i", t + [.index("i", on: "t")],
      t + [.index("i", on: "t", storage: "2"), .lock("t", .share)]),
    Sketch(
      .rewritesTable, "alter table t alter a type text collate \"C\"", t + [.index("i", on: "t")],
      t + [["relation", "i 2", "t", "i", "i", "2", "", "1"], .lock("t", .accessExclusive)]),
    Sketch(
      nil, "alter table t alter a type text", [.table("t"), .column("a", of: "t", "character varying")],
      [.table("t"), .column("a", of: "t", "text"), .lock("t", .accessExclusive)]),
    Sketch(nil, "create table t ()", [], [.table("t", storage: "2")]),

    Sketch(
      .validatesConstraint, "alter table t add check (a > 0)", t,
      t + [.constraint("c", of: "t", "c"), .lock("t", .accessExclusive)]),
    Sketch(
      nil, "alter table t add check (a > 0) not valid", t,
      t + [.constraint("c", of: "t", "c", isValid: false), .lock("t", .accessExclusive)]),
    Sketch(
      nil, "alter table t validate constraint c", t + [.constraint("c", of: "t", "c", isValid: false)],
      t + [.constraint("c", of: "t", "c"), .lock("t", .shareUpdateExclusive)]),
    Sketch(
      .validatesConstraint, "alter table t add foreign key (a) references u",
      t + [.table("u"), .index("i", on: "t")],
      t + [
        .table("u"), .index("i", on: "t"), .constraint("f", of: "t", "f", to: "u"),
        .lock("t", .shareRowExclusive), .lock("u", .shareRowExclusive),
      ]),

    Sketch(
      .scansForNotNull, "alter table t alter a set not null", t,
      [
        .table("t", scans: 1), .column("a", of: "t", isRequired: true), .lock("t", .accessExclusive),
      ]),
    Sketch(
      nil, "alter table t alter a set not null", t,
      t.dropLast() + [.column("a", of: "t", isRequired: true), .lock("t", .accessExclusive)]),

    Sketch(
      .indexBlocksWrites, "create index i on t (a)", t, t + [.index("i", on: "t"), .lock("t", .share)]),
    Sketch(nil, "create index concurrently i on t (a)", t, t + [.index("i", on: "t")]),
    Sketch(
      .uniqueBlocksAll, "alter table t add constraint u unique (a)", t,
      t + [.index("u", on: "t"), .constraint("u", of: "t", "u"), .lock("t", .accessExclusive)]),
    Sketch(
      nil, "alter table t add constraint u unique using index u", t + [.index("u", on: "t")],
      t + [.index("u", on: "t"), .constraint("u", of: "t", "u"), .lock("t", .accessExclusive)]),
    Sketch(
      .exclusionBlocksAll, "alter table t add constraint x exclude using gist (a with &&)", t,
      t + [.index("x", on: "t"), .constraint("x", of: "t", "x"), .lock("t", .accessExclusive)]),

    Sketch(
      .dropBlocksAll, "drop index i", t + [.index("i", on: "t")], t + [.lock("t", .accessExclusive)]),
    Sketch(nil, "drop index concurrently i", t + [.index("i", on: "t")], t),
  ]

  @Test(arguments: sketches) func `is found by what it locks and makes`(_ sketch: Sketch) throws {
    #expect(try sketch.findings().map(\.rule) == sketch.expected)
  }

  @Test func `has the locks as evidence`() throws {
    let sketch = Sketch(
      .indexBlocksWrites, "create index i on t (a)", Self.t,
      Self.t + [.index("i", on: "t"), .lock("t", .rowShare), .lock("t", .share)])
    let finding = try #require(try sketch.findings().first)
    #expect(finding.evidence == "ShareLock on t")
    #expect(finding.location?.description == "m/0001_x.sql:2:1")
  }

  @Test func `is not one on a table that the migration makes`() throws {
    let sketch = Sketch(
      [
        ("create table t (a bigint)", Self.t + [.lock("t", .accessExclusive)]),
        (
          "create index i on t (a)",
          Self.t + [.index("i", on: "t"), .lock("t", .accessExclusive), .lock("t", .share)]
        ),
      ], [])
    #expect(try sketch.found() == [])
  }
}

@Suite struct `A lock that is kept` {
  private static let both: [Row] = [.table("t"), .table("u")]
  private static let held: Row = .lock("t", .accessExclusive)

  @Test func `is told once where it is waited for without an end`() throws {
    let endless: Row = .setting("lock_timeout", "0")
    let sketch = Sketch(
      [
        ("alter table t add a int", Self.both + [Self.held, endless]),
        ("comment on table u is ''", Self.both + [Self.held, .lock("u", .shareUpdateExclusive), endless]),
      ], Self.both + [endless])
    #expect(try sketch.found() == ["no-lock-timeout 1"])
    let short = Sketch(
      nil, "alter table t add a int", Self.both,
      Self.both + [Self.held, .setting("lock_timeout", "5000")])
    #expect(try short.found() == [])
    let weak = Sketch(
      nil, "update t set a = 1", Self.both, Self.both + [.lock("t", .rowExclusive), endless])
    #expect(try weak.found() == [])
  }

  private func follows(_ after: [Row]) throws -> [String] {
    try Sketch(
      [("alter table t add a int", Self.both + [Self.held]), ("work()", after + [Self.held])], Self.both
    ).found()
  }

  @Test func `is told where work follows`() throws {
    #expect(try follows(Self.both + [.lock("u", .rowExclusive)]) == ["works-under-lock 2"])
    #expect(try follows([.table("t"), .table("u", scans: 1)]) == ["works-under-lock 2"])
    // What is an error itself needs no second finding.
    #expect(try follows([.table("t"), .table("u", storage: "2")]) == ["rewrites-table 2"])
  }

  @Test func `is not told where nothing follows that takes long, or it is given back`() throws {
    let quick = Sketch(
      [("alter table t add a int", Self.both + [Self.held]), ("select 1", Self.both + [Self.held])], Self.both
    )
    #expect(try quick.found() == [])
    var apart = Sketch(
      [
        ("alter table t add a int", Self.both + [Self.held]),
        ("update u set a = 1", Self.both + [.lock("u", .rowExclusive)]),
      ], Self.both)
    apart.isInTransaction = false
    #expect(try apart.found() == [])
  }

  @Test func `is told where there is another one`() throws {
    let sketch = Sketch(
      [
        ("alter table t add a int", Self.both + [Self.held]),
        ("alter table u add a int", Self.both + [Self.held, .lock("u", .accessExclusive)]),
      ], Self.both)
    #expect(try sketch.found() == ["locks-several-tables 2"])
    let same = Sketch(
      [
        ("alter table t add a int", Self.both + [Self.held]),
        ("drop trigger x on t", Self.both + [Self.held]),
      ], Self.both)
    #expect(try same.found() == [])
  }
}

@Suite struct `An index of a partitioned table` {
  private static let tables: [Row] = [.table("t"), .column("a", of: "t"), .table("t1"), .table("t2")]
  private static let locks: [Row] = [.lock("t", .share), .lock("t1", .share), .lock("t2", .share)]

  private func findings(_ sql: String, _ new: [Row]) throws -> [LintFinding] {
    try Sketch([(sql, Self.tables + Self.locks + new)], Self.tables).findings()
  }

  @Test func `is found once, with what can be done instead`() throws {
    let indexes: [Row] = [
      .index("1", on: "t", isPartitioned: true), .index("2", on: "t1", isPartitioned: true),
      .index("3", on: "t2"),
    ]
    let found = try findings("create index on t (a)", indexes)
    #expect(found.map(\.message) == ["builds the index 1 while nobody can write to t [index-blocks-writes]"])
    #expect(found.first?.advice.contains("'on only'") == true)
    let unique = try findings(
      "alter table t add unique (a)", indexes + [.constraint("1", of: "t", "u")])
    #expect(unique.map(\.rule) == [.uniqueBlocksAll])
    #expect(unique.first?.advice.contains("'only' the table") == true)
  }

  @Test func `is not found without its partitions`() throws {
    #expect(try findings("create index on only t (a)", [.index("1", on: "t", isPartitioned: true)]).isEmpty)
  }
}

@Suite struct `A lock` {
  @Test func `is as strong as what it blocks`() {
    #expect(LockMode.allCases.filter(\.blocksReads) == [.accessExclusive])
    #expect(
      LockMode.allCases.filter(\.blocksWrites) == [.share, .shareRowExclusive, .exclusive, .accessExclusive])
    #expect(LockMode.rowShare < .rowExclusive && LockMode("AccessShareLock") == .accessShare)
    #expect(LockMode("SIReadLock") == nil)
  }
}
