import Diagnostics
import Migrations
import Testing

/// The table's key refuses a name that is taken, at every step on the way.
@Suite struct `Order of renames` {
  /// Every way to give four rows each other's versions, `0` to `3`.
  static let permutations: [[Int]] = (0..<256).map { code in (0..<4).map { code >> (2 * $0) & 3 } }
    .filter { Set($0).count == 4 }

  /// Rows `0001`, `0002` … whose files have other numbers now.
  private func reconciliation(_ numbers: [Int]) throws -> (Reconciliation, rows: [History.Row]) {
    let texts = numbers.indices.map { "select \($0)" }
    let rows = try texts.enumerated().map {
      Fixture.row(try Fixture.file("000\($0 + 1)", $1, title: "t\($0)"), $0 + 1)
    }
    let files = try zip(numbers, texts).enumerated().map {
      try Fixture.file("000\($1.0)", $1.1, title: "t\($0)")
    }
    return (try Fixture.reconciliation(files, rows), rows)
  }

  private func expect(_ numbers: [Int]) throws -> Reconciliation {
    let (found, rows) = try reconciliation(numbers)
    let names = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($0 + 1, "000\($1)") })
    #expect(found.problems.isEmpty)
    #expect(try found.replayed(on: rows) == names, "\(found.words)")
    #expect(found.history.names == names)
    let moved = zip(rows, numbers).filter { $0.name != "000\($1)" }
    #expect(
      found.formerNames == Dictionary(uniqueKeysWithValues: moved.map { ("000\($1)", [$0.name]) }))
    #expect(found.notes.count == moved.count && !found.notes.joined().contains("~"))
    return found
  }

  @Test(arguments: permutations)
  func `rows may change places in every way there is`(permutation: [Int]) throws {
    let found = try expect(permutation.map { $0 + 1 })
    let isMoved = permutation != [0, 1, 2, 3]
    #expect(found.isEmpty == !isMoved)
    // Whoever goes around a circle needs one step more.
    #expect(found.renames.contains { $0.isDetour } == isMoved)
  }

  @Test(arguments: [
    ([1, 2, 4, 5], "0004>0005 0003>0004"), ([2, 3, 4, 5], "0004>0005 0003>0004 0002>0003 0001>0002"),
    ([9, 1, 2, 3], "0001>0009 0002>0001 0003>0002 0004>0003"),
    ([7, 2, 1, 3], "0001>0007 0003>0001 0004>0003"),
  ])
  func `a chain begins where there is room, and needs no detour`(numbers: [Int], words: String) throws {
    #expect(try expect(numbers).words == words)
  }

  @Test(arguments: [[2, 1, 4, 3, 6], [2, 3, 1, 9, 4], [3, 1, 2, 5, 4], [2, 1, 4, 5, 6]])
  func `circles and chains may stand side by side`(numbers: [Int]) throws {
    _ = try expect(numbers)
  }

  @Test func `a row that came around a circle has its file's checksum and kind`() throws {
    let time = "20250102000000"
    let (one, two) = (
      try Fixture.file("0001", "select 2", title: "b"), try Fixture.file(time, "select 1")
    )
    let rows = try [
      Fixture.row(Fixture.file("0001", "select 1"), 1),
      Fixture.row(Fixture.file(time, "select 2", title: "b"), 2),
    ]
    let found = try Fixture.reconciliation([one, two], rows)
    #expect(try found.replayed(on: rows) == [1: time, 2: "0001"])
    let last = Dictionary(found.renames.map { ($0.name, $0) }) { $1 }
    #expect(last["0001"]?.kind == .sequential && last["0001"]?.checksum == one.checksum)
    #expect(last[time]?.kind == .timestamp && last[time]?.checksum == two.checksum)
  }

  @Test func `a name on the way around a circle is no longer than the table allows`() throws {
    let series = "ext_\(String(repeating: "a", count: 23))_"
    let files = try (1...2).map {
      try Fixture.file(series + "000\($0)", "select \($0)", head: "-- Description: \($0)\n")
    }
    let moved = try (1...2).map {
      try Fixture.file(series + "000\(3 - $0)", "select \($0)", head: "-- Description: \($0)\n")
    }
    #expect(files.allSatisfy { $0.version.description.utf8.count == 32 })
    let rows = files.enumerated().map { Fixture.row($1, $0 + 1) }
    let found = try Fixture.reconciliation(moved, rows)
    #expect(found.renames.count == 3)
    #expect(found.renames.allSatisfy { $0.name.utf8.count <= 32 }, "\(found.words)")
  }

  /// 0001 has to become 0003, which a row of another text holds; 0004 follows it, and waits with it.
  @Test func `a name that somebody holds keeps back those that need the place behind it`() throws {
    let rows = [Fixture.row(try Fixture.file("0003", "select 9", title: "other"), 1)]
    let moved = try ["0001", "0002", "0004"].map { try Fixture.file($0, "select \($0)", title: "t") }
    let old = moved.enumerated().map { Fixture.row($1, $0 + 2) }
    let targets = try ["0003", "1000", "0001"].map { try Fixture.file($0, "select \($0)", title: "t") }
    let renames = zip(old, targets).map { Reconciliation.Rename($0, to: $1, isSame: true) }
    let free = Reconciliation.Rename.unhindered(renames, among: rows + old)
    #expect(free.map(\.origin) == ["0002"])
    #expect(Reconciliation.Rename.unhindered(renames, among: old).map(\.origin) == ["0001", "0002", "0004"])
  }
}
