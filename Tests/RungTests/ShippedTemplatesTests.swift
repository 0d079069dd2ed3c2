import Foundation
import Testing

/// The examples in the comments of the shipped templates, with the dashes taken away.
@Suite struct `Examples in shipped templates` {
  private let scratch: Scratch
  private let database: PostgreSQLTestDatabase

  init() throws {
    scratch = try Scratch()
    database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write(
      "before.sql",
      """
      create table orders (id bigint primary key, total numeric, total_cents bigint, placed_at date);
      insert into orders select i, i, null, current_date from generate_series(1, 12000) as i;
      create table accounts (id bigint primary key, email text not null);
      insert into accounts values (1, 'ada@example.org');
      """)
    let made = try scratch.sh("\(database.client) -v ON_ERROR_STOP=1 -f before.sql")
    try #require(made.status == 0, "\(made.errors)")
  }

  /// The paragraphs of a file's comments that are SQL lose their dashes; returns whether there were any.
  private func enliven(_ path: String) throws -> Bool {
    let lines = try scratch.read(path).split(separator: "\n", omittingEmptySubsequences: false)
    let paragraphs = lines.split(omittingEmptySubsequences: false) { $0 == "--" || $0.isEmpty }
    let verbs = ["-- do ", "-- update ", "-- alter ", "-- drop ", "-- create "]
    var count = 0
    let alive = paragraphs.map { paragraph in
      let head = paragraph.prefix { !$0.hasPrefix("-- name:") }
      let rest = head.count == paragraph.count ? paragraph : paragraph.dropFirst(head.count)
      guard let first = rest.first(where: { !$0.hasPrefix("-- name:") }),
        verbs.contains(where: first.hasPrefix)
      else { return paragraph.map(String.init) }
      count += 1
      return head.count == paragraph.count
        ? rest.map { String($0.dropFirst(3)) }
        : [String(rest[rest.startIndex])] + rest.dropFirst().map { String($0.dropFirst(3)) }
    }
    try scratch.write(path, alive.map { $0.joined(separator: "\n") }.joined(separator: "\n\n"))
    return count > 0
  }

  private func value(_ query: String) throws -> String {
    try scratch.sh("\(database.client) -At -c \"\(query)\"").output
  }

  @Test(arguments: [
    ("data", "select count(*) from orders where total_cents is distinct from total * 100", "0\n"),
    (
      "concurrent-index", "select indisvalid from pg_index where indexrelid = 'orders_placed_at'::regclass",
      "t\n"
    ),
    ("zero-downtime", "select email_address from accounts", "ada@example.org\n"),
  ])
  func `run on PostgreSQL as they stand`(profile: String, query: String, expected: String) throws {
    let made = try scratch.sh("rung new -m x --sequential --profile \(profile)").output
    for path in made.split(separator: "\n") { #expect(try enliven(String(path)), "\(path) has no example") }
    let upgraded = try scratch.sh("rung upgrade -d \(database.url)")
    try #require(upgraded.status == 0, "\(upgraded.errors)")
    #expect(try value(query) == expected)
    guard profile != "data" else { return }
    let back = try scratch.sh("rung downgrade base -d \(database.url)")
    #expect(back.status == 0, "\(back.errors)")
    #expect(try value("select email from accounts") == "ada@example.org\n")
    #expect(try scratch.sh("rung upgrade -d \(database.url)").status == 0)
    #expect(try value(query) == expected)
  }
}
