import Foundation

/// Two migrations, and hooks that take down when they are called and what they see.
enum HookProject {
  static let hooks = ["before_run", "after_run", "before_migration", "after_migration"]

  /// - Parameters:
  ///   - scratch: where.
  ///   - database: what the hooks look into, with its client.
  ///   - flags: has the client print rows without headings.
  ///   - settings: more lines for the table `[hooks]`.
  ///   - without: hooks that are not called.
  /// - Throws: what writing a file throws.
  static func write(
    _ scratch: Scratch, _ database: any TestDatabase, flags: String = "", settings: String = "",
    without: [String] = []
  ) throws {
    let programs = hooks.filter { !without.contains($0) }.map { "\($0) = \"sh look\"" }
    try scratch.write(
      "rung.toml",
      "database = \"\(database.url)\"\n[hooks]\n\(programs.joined(separator: "\n"))\n\(settings)\n")
    try scratch.write(
      "look",
      """
      rows=$(echo 'select count(*) from ddl_migrations;' | \(database.client) \(flags) 2>/dev/null)
      echo "$RUNG_HOOK${RUNG_VERSION:+ $RUNG_VERSION $RUNG_DIRECTION}: ${rows:-none}" >>seen
      """)
    for number in 1...2 { try migration(scratch, number) }
  }

  static func migration(_ scratch: Scratch, _ number: Int, up: String = "", head: String = "") throws {
    try scratch.write(
      "migrations/000\(number)_t.sql",
      """
      \(head)-- name: migrate-000\(number)-up
      create table t\(number) (i integer);
      \(up)
      -- name: migrate-000\(number)-down
      drop table t\(number);

      """)
  }

  /// What was taken down since the last time.
  static func seen(_ scratch: Scratch) throws -> [String] {
    guard scratch.exists("seen") else { return [] }
    return try scratch.sh("cat seen && rm seen").output.split(separator: "\n").map(String.init)
  }
}

extension Kind {
  /// Has the client print rows without headings.
  var plainRows: String { self == .sqlite ? "" : "-A -t" }
}

extension String {
  /// The text with lengths of time masked.
  var withoutDurations: String {
    replacing(/\b\d+ ms\b/, with: "N ms").replacing(/("duration_ms" ?: ?|RUNG_DURATION_MS=)\d+/) {
      "\($0.1)N"
    }
  }
}
