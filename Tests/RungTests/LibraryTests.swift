import Foundation
import Testing

/// Rung as a library: the programs of `examples/server`, which `Tests/run` builds.
@Suite struct `The library` {
  private func program(_ name: String) throws -> String {
    let folder = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_SERVER"], "start the tests with Tests/run")
    return "\(folder)/\(name)"
  }

  private func project() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("rung.toml", "database = \"sqlite:server.db\"\n")
    let example = Place.root.appending(path: "examples/server/migrations/0001_create_visits.sql")
    try scratch.write("migrations/0001_create_visits.sql", String(contentsOf: example, encoding: .utf8))
    return scratch
  }

  /// A port that nobody listens on.
  private func port(_ scratch: Scratch) throws -> String {
    let ask = "import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); print(s.getsockname()[1])"
    return try scratch.sh("python3 -c '\(ask)'").output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test func `lets servers migrate before they answer, however many start at once`() throws {
    let scratch = try project()
    for number in 2...6 {
      try scratch.write(
        "migrations/000\(number)_t.sql",
        "-- name: migrate-000\(number)-up\ncreate table t\(number) (n integer);\n")
    }
    let servers = try (0..<3).map { _ in
      let port = try port(scratch)
      return (port, try scratch.start("exec '\(program("server"))' \(port)"))
    }
    let expected = "applied 0001 Count visits\n" + (2...6).map { "applied 000\($0) t\n" }.joined()
    for (port, _) in servers {
      let ask =
        "import urllib.request as r; print(r.urlopen(\"http://127.0.0.1:\(port)/status\").read().decode(), end=\"\")"
      let answer = try scratch.sh(
        "for i in $(seq 100); do python3 -c '\(ask)' 2>/dev/null && exit; sleep 0.1; done; exit 1")
      #expect(answer.output == expected, "\(answer.output)")
    }
    let told = servers.flatMap { _, server in
      server.process.terminate()
      server.process.waitUntilExit()
      return server.ending.output.split(separator: "\n").filter { $0.hasPrefix("migrated ") }
    }
    #expect(told.map { $0.split(separator: ":")[0] }.sorted() == (1...6).map { "migrated 000\($0)" })
  }

  @Test func `tells what is wrong as the command line does, and its status`() throws {
    let scratch = try project()
    try scratch.write("migrations/0002_t.sql", "-- name: migrate-0002-up\ncreate tabel t (n integer);\n")
    let failed = try scratch.sh("'\(program("server"))' 1")
    let ours = try scratch.sh("rung upgrade --quiet")
    #expect(failed.status == 1)
    #expect(failed.status == ours.status)
    #expect(failed.output.contains(ours.errors), "\(failed.output)\n\(ours.errors)")
    #expect(failed.output.contains("migrations/0002_t.sql:2:8: error: cannot apply '0002'"))
  }

  @Test func `plans, prints the script and runs, as docs/library.md shows`() throws {
    let code = try String(
      contentsOf: Place.root.appending(path: "examples/server/Sources/steps/main.swift"), encoding: .utf8)
    let docs = try String(contentsOf: Place.root.appending(path: "docs/library.md"), encoding: .utf8)
    let shown = code.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    #expect(docs.contains(shown))
    let scratch = try project()
    let printed = try scratch.sh("rung upgrade --dry-run --database sqlite:app.db")
    let ran = try scratch.sh("'\(program("steps"))'")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(
      ran.output.hasPrefix("0001 Count visits\n\(printed.output)\n0001: Count visits "), "\(ran.output)")
    #expect(ran.output.hasSuffix("\nsqlite:app.db is at 0001\n"))
    #expect(try scratch.sh("\(program("steps"))").output == "nothing to do\nsqlite:app.db is at 0001\n")
  }
}
