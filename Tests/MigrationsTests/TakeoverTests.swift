import Migrations
import Testing

@Suite struct `The history of another tool` {
  private static func catalog(_ names: [String], after: [[String]] = []) throws -> Catalog {
    try Catalog(
      names.enumerated().map { index, name in
        let parents = after.isEmpty ? [] : after[index]
        let line = Adopted(tool: "x", name: name, parents: parents).line
        return try Fixture.migration(
          "000\(index + 1)_a.sql", "\(line)\n\n-- name: migrate-000\(index + 1)-up\nselect 1;\n")
      })
  }

  private static func taken(
    _ rows: [String], _ catalog: Catalog, isEach: Bool = true, hasHeads: Bool = false
  ) throws -> (taken: [String], unknown: [String]) {
    let takeover = try Takeover(
      rows.map { Takeover.Row(name: $0) }, isEach: isEach, hasHeads: hasHeads, from: ("x", "X"), catalog)
    return (takeover.taken.map { "\($0.migration.version)" }, takeover.unknown)
  }

  @Test func `has a row for each migration, in its order`() throws {
    let catalog = try Self.catalog(["a", "b", "c"])
    let (taken, unknown) = try Self.taken(["b", "a", "z"], catalog)
    #expect(taken == ["0002", "0001"])
    #expect(unknown == ["z"])
  }

  @Test func `may repeat a name, as a change that was reworked`() throws {
    let catalog = try Self.catalog(["a", "b", "a"])
    #expect(try Self.taken(["a", "b"], catalog).taken == ["0001", "0002"])
    #expect(try Self.taken(["a", "b", "a"], catalog).taken == ["0001", "0002", "0003"])
  }

  @Test func `stands for all lower versions if it has only the last`() throws {
    let catalog = try Self.catalog(["000002", "000010", "000011"])
    #expect(try Self.taken(["10"], catalog, isEach: false).taken == ["0001", "0002"])
    #expect(try Self.taken([], catalog, isEach: false).taken == [])
    #expect(try Self.taken(["2", "11"], catalog, isEach: false).taken == ["0001", "0002", "0003"])
    #expect(try Self.taken(["1"], catalog, isEach: false).unknown == ["1"])
  }

  @Test func `stands for what comes before its heads`() throws {
    let catalog = try Self.catalog(["a", "b", "c", "d"], after: [[], ["a"], ["a"], ["b", "c"]])
    #expect(try Self.taken(["c"], catalog, isEach: false, hasHeads: true).taken == ["0001", "0003"])
    #expect(try Self.taken(["d"], catalog, isEach: false, hasHeads: true).taken.count == 4)
    #expect(try Self.taken(["b", "z"], catalog, isEach: false, hasHeads: true).unknown == ["z"])
  }

  @Test func `is refused while a migration is unfinished, or without adopted files`() throws {
    let catalog = try Self.catalog(["a"])
    #expect(throws: TakeoverError.self) {
      try Takeover(
        [.init(name: "a", state: .failed)], isEach: true, hasHeads: false, from: ("x", "X"), catalog)
    }
    #expect(throws: TakeoverError.self) {
      try Takeover([.init(name: "a")], isEach: true, hasHeads: false, from: ("y", "Y"), catalog)
    }
  }

  @Test func `with a baseline needs rows for what comes before it`() throws {
    let catalog = try Self.catalog(["a", "b"])
    let rows = [Takeover.Row(name: "1", state: .baseline), Takeover.Row(name: "b")]
    #expect(throws: TakeoverError.self) {
      try Takeover(rows, isEach: true, hasHeads: false, from: ("x", "X"), catalog)
    }
    let taken = try Takeover(rows, isEach: true, hasHeads: false, from: ("x", "X"), catalog, isBegun: true)
    #expect(taken.taken.map(\.migration.version.description) == ["0002"] && taken.unknown.isEmpty)
  }

  @Test(arguments: [
    Adopted(tool: "goose", name: "1"), Adopted(tool: "yoyo", name: "a b", parents: ["c", "d"]),
  ])
  func `is found by the first lines of the files`(_ adopted: Adopted) {
    #expect(Adopted(line: adopted.line) == adopted)
  }

  @Test func `is not found in what follows the first lines`() throws {
    let text = "-- name: migrate-0001-up\n-- Adopted: goose 1\nselect 1;\n"
    #expect(try Fixture.migration("0001_a.sql", text).adopted == nil)
    #expect(try Fixture.migration("0001_a.sql", "-- Adopted: goose 1\n" + text).adopted?.name == "1")
  }
}
