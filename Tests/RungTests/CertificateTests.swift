import Foundation
import Testing

/// Servers with certificates that are right, have expired, or belong to another host; each has its own server.
@Suite struct Certificates {
  private let scratch: Scratch
  private let certificates: String

  init() throws {
    scratch = try Scratch()
    certificates = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_CERTIFICATES"], "start the tests with Tests/run")
    try scratch.write(
      "migrations/0001_x.sql",
      "-- name: migrate-0001-up\ncreate table x (id int);\n-- name: migrate-0001-down\ndrop table x;\n")
  }

  /// Puts a certificate where the server reads it; its key is the user's own, as PostgreSQL wants it.
  private func install(_ name: String, for server: OwnServer) throws {
    let user = "$([ $(id -u) -eq 0 ] && echo '-o postgres' || :)"
    let keys = "\(server.folder)-keys"
    let done = try scratch.sh(
      """
      mkdir -p '\(keys)' && chmod 755 '\(keys)' &&
        install \(user) -m 600 '\(certificates)/\(name).pem' '\(keys)/server.pem' &&
        install \(user) -m 600 '\(certificates)/server.key' '\(keys)/server.key'
      """)
    try #require(done.status == 0, "\(done.errors)")
  }

  /// What a connection that must be verified says of a certificate, by its name; nil if it is right.
  private static let reasons: [(name: String, reason: String?)] = [
    ("server", nil), ("expired", "certificate"), ("elsewhere", "certificate"),
  ]

  /// Runs up and down with a URL that is right, or shows that nothing has been sent.
  private func verify(_ url: String, _ reason: String?, isMade: () throws -> Bool) throws {
    let ran = try scratch.sh("rung upgrade -d '\(url)'")
    if let reason {
      #expect(ran.status == 69 && ran.errors.lowercased().contains(reason), "\(url): \(ran)")
      #expect(try !isMade(), "\(url)")
    } else {
      #expect(ran.status == 0, "\(url): \(ran.errors)")
      #expect(try isMade(), "\(url)")
      #expect(try scratch.sh("rung downgrade base -d '\(url)'").status == 0)
    }
  }

  @Test func `of PostgreSQL are verified, by libpq and by psql`() throws {
    let server = OwnServer(.postgresql, in: scratch)
    defer { _ = try? scratch.sh("rm -rf '\(server.folder)-keys'") }
    try server.run { url in
      let urls = [url, url.replacing("postgresql:", with: "psql:")].map { "\($0)/postgres" }
      func ask(_ query: String) throws -> String {
        try scratch.sh("psql -X -At '\(urls[0])' -c \"\(query)\"").output.trimmingCharacters(in: .newlines)
      }
      func isMade() throws -> Bool { try ask("select to_regclass('x') is not null") == "t" }
      for url in urls {
        for parameter in ["sslmode=require", "ssl=true"] {
          try verify("\(url)?\(parameter)", "server does not support ssl", isMade: isMade)
        }
      }
      try install("server", for: server)
      let keys = "\(server.folder)-keys"
      for setting in [
        "ssl_cert_file = '\(keys)/server.pem'", "ssl_key_file = '\(keys)/server.key'", "ssl = on",
      ] {
        _ = try ask("alter system set \(setting)")
      }
      for (name, reason) in Self.reasons {
        try install(name, for: server)
        _ = try ask("select pg_reload_conf()")
        usleep(500_000)
        for url in urls {
          let verified = "\(url)?sslmode=verify-full&sslrootcert=\(certificates)"
          try verify("\(verified)/ca.pem", reason, isMade: isMade)
          try verify("\(verified)/other.pem", "certificate verify failed", isMade: isMade)
          try verify("\(url)?sslmode=require", nil, isMade: isMade)
        }
      }
    }
  }

  @Test func `of MariaDB are verified`() throws {
    let server = OwnServer(.mariadb, in: scratch)
    let keys = "\(server.folder)-keys"
    defer { _ = try? scratch.sh("rm -rf '\(keys)'") }
    try install("server", for: server)
    try server.run(options: "--ssl-cert='\(keys)/server.pem' --ssl-key='\(keys)/server.key'") { url in
      let client = "mariadb --no-defaults --skip-ssl --socket='\(server.folder)/socket' --user=root --batch"
      func ask(_ query: String) throws -> String {
        try scratch.sh("\(client) --skip-column-names --execute=\"\(query)\"").output
      }
      func isMade() throws -> Bool {
        try ask("select count(*) from information_schema.tables where table_name = 'x'") == "1\n"
      }
      // Newer clients compare a host's name with the certificate, but not an address of the machine's own.
      let url = url.replacing("127.0.0.1", with: "localhost")
      for (name, reason) in Self.reasons {
        try install(name, for: server)
        #expect(try ask("flush ssl").isEmpty)
        for mode in ["ssl-mode=VERIFY_IDENTITY", "ssl-verify-server-cert"] {
          let verified = "\(url)/mysql?\(mode)&ssl-ca=\(certificates)"
          try verify("\(verified)/ca.pem", reason, isMade: isMade)
          try verify("\(verified)/other.pem", "certificate", isMade: isMade)
        }
        try verify("\(url)/mysql?ssl-mode=REQUIRED", nil, isMade: isMade)
      }
    }
  }
}
