import Foundation
import Testing

/// What finds passwords in all other tests, `Tests/Support/overhear.c`, finds them.
@Suite struct `A password is overheard` {
  private let scratch: Scratch
  private let variables: [String: String]

  init() throws {
    scratch = try Scratch()
    try scratch.write("heard/.keep", "")
    try scratch.write(
      "migrations/0001_x.sql", "-- name: migrate-0001-up\ncreate table t (a int);\n")
    try scratch.write("secrets", "another\nfound here\n")
    variables = [
      "OVERHEAR_INTO": scratch.file("heard"), "OVERHEAR_SECRETS": scratch.file("secrets"),
      "LD_PRELOAD": try #require(
        ProcessInfo.processInfo.environment["RUNG_TEST_OVERHEAR"], "start the tests with Tests/run"),
    ]
  }

  private func heard(_ line: String) throws -> String {
    _ = try scratch.sh(line, variables)
    return try scratch.sh("cat heard/secret-* 2>/dev/null").output
  }

  @Test func `in what Rung writes`() throws {
    #expect(try heard("rung 'found here'").hasPrefix("written to 2, by rung:\nerror: there is no command"))
  }

  @Test func `in arguments of what Rung or a driver starts`() throws {
    try scratch.write("bin/rung-driver-leaky", "#!/bin/sh\n/bin/echo 'found here' >&2\nexit 69\n")
    let heard = try heard("chmod +x bin/*; PATH=$PWD/bin:$PATH rung status -d leaky://h/d")
    #expect(heard.contains("in arguments, by sh:\nfound here"), "\(heard)")
  }

  @Test func `in the environment of what Rung starts, unless it was in its own`() throws {
    try scratch.write("rung.toml", "[hooks]\nbefore_migration = \"true\"\n")
    #expect(try heard("INHERITED='found here' rung upgrade -d sqlite:a.db").isEmpty)
    try scratch.write(
      "migrations/0002_x.sql",
      "-- Description: found here\n-- name: migrate-0002-up\ncreate table u (a int);\n")
    #expect(try heard("rung upgrade -d sqlite:a.db").contains("\nRUNG_DESCRIPTION=found here"))
  }

  @Test func `but not in what it does not say`() throws {
    #expect(try heard("rung upgrade -d sqlite:a.db").isEmpty)
    #expect(try scratch.read("heard/looked").hasSuffix(" 0\n"))
  }
}
