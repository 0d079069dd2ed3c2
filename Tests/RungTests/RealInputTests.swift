import Foundation
import Testing

/// SQL that nobody here wrote: what programs in Debian ship, turned into migrations by `Tests/RealInput`.
@Suite(.serialized) struct `Real input` {
  private static func folder() throws -> String {
    try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_REALINPUT"],
      "start the tests with Tests/run, which prepares it")
  }

  @Test(arguments: [
    "roundcube-sqlite", "roundcube-sqlite-initial", "roundcube-postgresql", "roundcube-postgresql-initial",
    "icinga2-postgresql", "zabbix-postgresql",
  ])
  func `migrations leave what the database's client makes of the original files`(name: String) throws {
    let scratch = try Scratch()
    let kind: Kind = name.contains("sqlite") ? .sqlite : .postgresql
    let folder = try Self.folder() + "/" + name
    let (ours, theirs) = (try kind.database(in: scratch, "ours"), try kind.database(in: scratch, "theirs"))
    let ran = try scratch.sh(
      "rung upgrade --database \(ours.url)", ["RUNG_SCRIPT_LOCATION": folder + "/migrations"])
    try #require(ran.status == 0, "\(ran.errors.suffix(2_000))")
    let stop = kind == .sqlite ? "-bail" : "-v ON_ERROR_STOP=1"
    let client = try scratch.sh(
      "for f in \(folder)/original/*.sql; do \(theirs.client) \(stop) <$f || exit 1; done")
    try #require(client.status == 0, "\(client.errors)")
    let clear = try scratch.sh("echo 'drop table ddl_migrations;' | \(ours.client)")
    #expect(clear.status == 0)
    try expectSame(ours.dump(), theirs.dump())
    #expect(try theirs.dump().count > 5_000)
  }
}
