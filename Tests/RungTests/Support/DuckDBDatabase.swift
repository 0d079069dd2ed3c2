import Foundation
import Testing

/// A DuckDB file; its client is among the packages that `Tests/run` installs.
struct DuckDBTestDatabase: TestDatabase {
  let scratch: Scratch
  let name: String

  var url: String { "duckdb:\(scratch.path)/\(name).db" }
  var client: String { "duckdb -no-init -batch -bail \(scratch.path)/\(name).db" }

  /// As SQL, for DuckDB writes a whole database only into a folder of files.
  func dump() throws -> String {
    let dumped = try scratch.sh("echo .dump | \(client)")
    try #require(dumped.status == 0, "\(dumped.errors)")
    let indexes = try scratch.sh("\(client) -csv 'select sql from duckdb_indexes() order by 1'")
    try #require(indexes.status == 0, "\(indexes.errors)")
    return (dumped.output + indexes.output).withoutTimes
  }
}
