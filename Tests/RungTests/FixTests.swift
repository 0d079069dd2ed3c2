import Foundation
import Testing

@Suite struct `Fix` {
  @Test(arguments: Kind.allCases) func `a number that the database has is not given again`(kind: Kind) throws
  {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    for (version, title) in [("0001", "a"), ("0002", "gone"), ("20250102000000", "b")] {
      try scratch.write(
        "migrations/\(version)_\(title).sql",
        "-- name: migrate-\(version)-up\ncreate table \(title) (n int);\n")
    }
    let url = database.url
    #expect(try scratch.sh("rung upgrade --database \(url) && rm migrations/0002_gone.sql").status == 0)
    let fixed = try scratch.sh("rung fix --yes --database \(url)")
    #expect(fixed.status == 0, "\(fixed.errors)")
    #expect(scratch.exists("migrations/0003_b.sql"))
    let upgraded = try scratch.sh("rung upgrade --database \(url)")
    #expect(upgraded.status == 0 && upgraded.errors.contains("nothing to apply"), "\(upgraded.errors)")
  }
}
