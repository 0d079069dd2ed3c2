import Foundation
import Testing

/// The number of instructions is the same in every run, so it can be a budget; times cannot.
///
/// Libraries and the C library's choices for a processor count too, so the numbers are for one release of
/// Debian. `Tests/run` says where they are not compared.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["RUNG_TEST_BUDGET"] == "yes"))
struct `The budget of instructions` {
  @Test func `is kept by each case`() throws {
    let scratch = try Scratch()
    for number in 1...200 {
      let version = String("000\(number)".suffix(4))
      try scratch.write(
        "migrations/\(version)_table_\(number).sql",
        """
        -- Description: make table \(number)

        -- name: migrate-\(version)-up
        create table t\(version) (
          id integer primary key,
          name text not null,
          created_at timestamp
        );
        create index t\(version)_name on t\(version) (name);

        -- name: migrate-\(version)-down
        drop table t\(version);

        """)
    }
    let cases = [
      ("version", "--version"), ("apply", "upgrade -q -d sqlite:app.db"),
      ("no-op", "upgrade -q -d sqlite:app.db"),
    ]
    let budgets = try Self.budgets()
    for (name, command) in cases {
      let budget = try #require(budgets[name])
      let count = try instructions(scratch, command)
      #expect(count <= budget + budget / 20, "\(name) takes \(count) instructions; \(budget) are allowed")
      #expect(count >= budget - budget / 20, "\(name) takes only \(count) instructions; lower its budget")
    }
  }

  private static func budgets() throws -> [String: Int] {
    let text = try String(
      contentsOf: Place.root.appending(path: "Tests/Budget/instructions"), encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
    return Dictionary(uniqueKeysWithValues: lines.map { (String($0[0]), Int($0[1]) ?? 0) })
  }

  private func instructions(_ scratch: Scratch, _ command: String) throws -> Int {
    let run = try scratch.sh(
      "valgrind --tool=callgrind --callgrind-out-file=/dev/null \(Place.rung) \(command)",
      ["SWIFT_DETERMINISTIC_HASHING": "1"])
    try #require(run.status == 0, "\(run.errors)")
    let line = try #require(run.errors.split(separator: "\n").last { $0.contains("I   refs:") })
    let digits = line.split(separator: ":").last?.filter(\.isNumber) ?? ""
    return try #require(Int(digits))
  }
}
