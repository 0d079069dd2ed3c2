import Testing

/// The program file itself.
@Suite struct `The executable` {
  @Test func `loads libpq for PostgreSQL alone`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    func loads(_ url: String) throws -> Bool {
      try scratch.sh("LD_DEBUG=libs rung status --database \(url)").errors.contains("libpq")
    }
    #expect(try !loads("sqlite:a.db"))
    #expect(try !loads("duckdb:a.db"))
    #expect(try loads("postgresql://127.0.0.1:1/x"))
  }
}
