import Foundation
import Testing

/// More than fifty migrations for each database, as a DBA would write them, and worse.
@Suite struct `Nasty fixtures` {
  @Test(arguments: Kind.allCases) func `up, down to base and up again give the same schema`(kind: Kind) throws
  {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    let variables = [
      "RUNG_SCRIPT_LOCATION": Place.root.appending(path: "Tests/Fixtures/nasty-\(kind)").path()
    ]
    func rung(_ arguments: String) throws -> Ending {
      let ending = try scratch.sh("rung \(arguments) --database \(database.url)", variables)
      try #require(ending.status == 0, "\(arguments): \(ending.errors)")
      return ending
    }
    let applied = try rung("upgrade")
    let lines = applied.errors.split(separator: "\n").filter { $0.contains(" … ") }
    #expect(lines.count >= 50)
    let first = try database.dump()
    _ = try rung("downgrade base")
    let empty = try database.dump()
    let left = empty.split(separator: "\n").filter { $0.lowercased().hasPrefix("create ") }
    #expect(!left.isEmpty && left.allSatisfy { $0.contains("ddl_migrations") }, "\(left)")
    _ = try rung("upgrade")
    try expectSame(database.dump(), first)
    _ = try rung("downgrade base")
    try expectSame(database.dump(), empty)
    #expect(try rung("status --json").output.contains("\"pending\""))
  }

  /// The reference is what the database's own client makes of the blocks, cut out by other means.
  @Test(arguments: Kind.allCases) func `the client makes the same of the blocks`(kind: Kind) throws {
    let scratch = try Scratch()
    let (ours, theirs) = (try kind.database(in: scratch, "ours"), try kind.database(in: scratch, "theirs"))
    let folder = Place.root.appending(path: "Tests/Fixtures/nasty-\(kind)").path()
    let ran = try scratch.sh("rung upgrade --database \(ours.url)", ["RUNG_SCRIPT_LOCATION": folder])
    try #require(ran.status == 0, "\(ran.errors)")
    let stop = kind == .sqlite ? "-bail" : "-v ON_ERROR_STOP=1"
    let cut = try scratch.sh("python3 '\(Place.root.path())/Tests/Fixtures/blocks.py' '\(folder)' blocks")
    try #require(cut.status == 0, "\(cut.errors)")
    let client = try scratch.sh("for f in blocks/*.sql; do \(theirs.client) \(stop) <$f || exit 1; done")
    try #require(client.status == 0, "\(client.errors)")
    let clear = "echo 'drop table ddl_migrations; drop table ddl_migrations_progress;' | \(ours.client)"
    #expect(try scratch.sh(clear).status == 0)
    try expectSame(ours.dump(), theirs.dump())
  }
}
