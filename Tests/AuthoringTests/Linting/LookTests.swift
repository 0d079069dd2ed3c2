import Testing

@testable import Authoring

@Suite struct `A look at a database` {
  @Test func `reads what there is`() throws {
    let look = Look([
      ["relation", "7", nil, "t", "p", "70", "2", nil],
      ["relation", "8", "7", "i", "I", "80", "unique", "2 1"], ["relation", "9", "", "v", "v", "0", "", ""],
      ["relation", "10", "", "s", "S", "100", "", ""],
      ["column", "7.2", "7", "b", "text", "not null", "", "2"],
      ["column", "7.10", "7", "c", "text", "", "odd", "10"],
      ["constraint", "11", "7", "f", "f", "valid", "9", "2"],
      ["constraint", "12", "7", "?", "?", "", "", ""],
      ["lock", "7 ShareLock", "7", "ShareLock"], ["enum", "13", "", "e"], ["setting", "x", "", "x", "1"],
      ["of another release", "1", "", ""],
    ])
    let table = try #require(look.relations["7"])
    #expect((table.kind, table.owner, table.storage, table.scans) == (.table, nil, "70", 2))
    let index = try #require(look.relations["8"])
    #expect((index.kind, index.owner, index.isUnique, index.columns) == (.index, "7", true, ["2", "1"]))
    #expect(look.relations["9"]?.kind == .view && look.relations["10"]?.kind == .sequence)
    #expect(look.columns(of: "7").map(\.name) == ["b", "c"])
    #expect(look.columns["7.2"]?.isRequired == true && look.columns["7.10"]?.source == .fallback)
    #expect(look.names(of: ["10", "3"], in: "7") == ["c", "3"])
    #expect(look.constraints.keys.sorted() == ["11"] && look.constraints["11"]?.target == "9")
    #expect(look.locks.map(\.mode) == ["ShareLock"] && look.enums == ["13": "e"])
    #expect(look.settings == ["x": "1"] && look.name("7") == "t" && look.name("77") == "77")
  }

  @Test func `lists what is new in the order in which it was made`() {
    let rows: [Row] = [.table("10"), .table("9"), .table("b"), .table("a")]
    #expect(Look(rows).relations.added(since: Look([.table("b")]).relations).map(\.name) == ["9", "10", "a"])
  }
}
