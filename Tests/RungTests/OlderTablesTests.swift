import Foundation
import Testing

/// Tracking tables as SQLSpec's releases before 0.27 made them, and as later ones left them.
@Suite struct `Older tracking tables` {
  private func prepare(_ scratch: Scratch, _ database: any TestDatabase, _ kind: Kind) throws {
    for (version, table) in [("0001", "a"), ("0002", "b"), ("20250101000000", "c"), ("0003", "d")] {
      try scratch.write(
        "migrations/\(version)_\(table).sql",
        "-- name: migrate-\(version)-up\ncreate table \(table) (n int);\n-- name: migrate-\(version)-down\ndrop table \(table);\n"
      )
    }
    // The table of 0.14 to 0.26, with what those releases wrote: MD5 of the whole file, here by md5sum.
    let (name, text) = kind == .sqlite ? ("TEXT(32)", "TEXT(64)") : ("VARCHAR(32)", "VARCHAR(64)")
    let sums = try scratch.sh("md5sum migrations/0001_a.sql migrations/0002_b.sql migrations/2025*").output
      .split(separator: "\n").map { String($0.prefix(32)) }
    try scratch.write(
      "old.sql",
      """
      create table ddl_migrations (version_num \(name) primary key, description text,
        applied_at timestamp not null default current_timestamp, execution_time_ms integer, checksum \(text), applied_by text);
      create table a (n int); create table b (n int); create table c (n int);
      insert into ddl_migrations values ('20250101000000', 'c', '2025-01-02 00:00:00', 1, '\(sums[2])', 'ada'),
        ('0001', 'a', '2025-01-01 00:00:00', 1, '\(sums[0])', 'ada'), ('0002', 'b', '2025-01-03 00:00:00', 1, '\(sums[1])', 'ada');

      """)
    #expect(try scratch.sh("\(database.client) <old.sql").status == 0)
  }

  private func rows(_ scratch: Scratch, _ database: any TestDatabase, _ kind: Kind) throws -> String {
    let query =
      "select version_num, version_type, execution_sequence, applied_by, length(checksum) from ddl_migrations order by execution_sequence;"
    return try scratch.sh("echo '\(query)' | \(database.client) \(kind == .sqlite ? "" : "-A -t")").output
  }

  @Test(arguments: Kind.allCases, [false, true])
  func `are brought up to date in the script of the upgrade`(kind: Kind, isPiped: Bool) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try prepare(scratch, database, kind)
    let before = try database.dump()
    let status = try scratch.sh("rung status --database \(database.url)")
    #expect(
      status.status == 0 && status.output.contains("3 applied, 1 pending"), "\(status.output)\(status.errors)"
    )
    #expect(try database.dump() == before)
    #expect(try scratch.sh("rung current --database \(database.url)").output == "0002\n")
    let command = "rung upgrade --database \(database.url)"
    let ran = try scratch.sh(isPiped ? "\(command) --dry-run | \(database.client)" : command)
    #expect(ran.status == 0 && !ran.errors.contains("changed"), "\(ran.errors)")
    #expect(
      try rows(scratch, database, kind) == """
        0001|sequential|1|ada|32
        20250101000000|timestamp|2|ada|32
        0002|sequential|3|ada|32
        0003|sequential|4|tester|32

        """)
    #expect(try scratch.sh(command).errors.contains("nothing to apply"))
    #expect(try scratch.sh("rung status --exit-code --database \(database.url)").status == 0)
    #expect(
      try scratch.sh("rung downgrade -2 --database \(database.url)").errors.contains("is at 20250101000000"))
  }

  @Test(arguments: Kind.allCases)
  func `with columns that were added and left empty sort by the time of application`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try prepare(scratch, database, kind)
    let text = kind == .sqlite ? "TEXT" : "VARCHAR(16)"
    try scratch.write(
      "later.sql",
      """
      alter table ddl_migrations add column version_type \(text);
      alter table ddl_migrations add column execution_sequence integer;
      alter table ddl_migrations add column replaces text;
      create table d (n int);
      insert into ddl_migrations (version_num, version_type, execution_sequence, applied_at, applied_by)
        values ('0003', 'sequential', 1, '2025-02-01 00:00:00', 'grace');

      """)
    #expect(try scratch.sh("\(database.client) <later.sql").status == 0)
    #expect(try scratch.sh("rung current --database \(database.url)").output == "0003\n")
    let ran = try scratch.sh("rung upgrade --database \(database.url)")
    #expect(ran.status == 0 && ran.errors.contains("applied; "), "\(ran.errors)")
    #expect(
      try rows(scratch, database, kind) == """
        0001|sequential|1|ada|32
        20250101000000|timestamp|2|ada|32
        0002|sequential|3|ada|32
        0003|sequential|4|grace|32

        """)
  }
}
