import Migrations
import Testing

/// The vectors are those that SQLSpec 0.69.0 computed.
@Suite struct `A checksum` {
  private func checksum(_ text: String) throws -> String { try Checksum().of(text) }

  private func users(_ version: String) -> String {
    """
    -- SQLSpec Migration
    -- Version: \(version)
    -- Description: Create users

    -- name: migrate-\(version)-up
    CREATE TABLE users (id INTEGER PRIMARY KEY);

    -- name: migrate-\(version)-down
    DROP TABLE users;

    """
  }

  private func roles(_ version: String) -> String {
    #"""
    """Add roles

    Version: \#(version)
    Description: Roles
    """


    def up():
        return "CREATE TABLE roles (id INTEGER)"

    """#
  }

  @Test(arguments: ["0001", "20251018120000", "ext_adk_0001"])
  func `a whole file has one checksum under every version`(version: String) throws {
    #expect(try checksum(users(version)) == "bfa2614e6457b6c808d67be4fffc8dc9")
  }

  @Test(arguments: ["0002", "20251018120000"])
  func `a file in Python has one checksum under every version`(version: String) throws {
    #expect(try checksum(roles(version)) == "82e40891142f13d69bcfd872cec5f870")
  }

  @Test(arguments: [
    "-- name: migrate-0001-up\nSELECT 1;\n", "-- name: migrate-0001-up\r\nSELECT 1;\r\n",
    "-- name: migrate-0001-up\rSELECT 1;\r", "-- name: migrate-0001-up  \t \nSELECT 1;\n",
    "-- name: migrate-0001-up\n\n\nSELECT 1;\n", "-- name: migrate-0001-up\u{A0}\nSELECT 1;\n",
    "-- name: migrate-ext_foo_0001-up\nSELECT 1;\n",
  ])
  func `line ends, blanks and empty lines behind a name do not count`(text: String) throws {
    #expect(try checksum(text) == "c30d843e6353b4d393c8274467cd50f5")
  }

  @Test(arguments: [
    ("-- name: migrate-0001-up\nSELECT 1;", "07e6f4efa0029088bee714fdc534eef6"),
    ("", "d41d8cd98f00b204e9800998ecf8427e"),
    ("-- name: migrate-0001-up", "d41d8cd98f00b204e9800998ecf8427e"),
    ("-- name: migrate-0001-up\n", "d41d8cd98f00b204e9800998ecf8427e"),
    ("-- name: migrate-0001-up\nINSERT INTO t VALUES ('é');\n", "90b02aa9a3cdc8c835f64fed96073033"),
    ("-- name: migrate_0001_up\nSELECT 1;\n", "739a84b4ddf95d6fc82766fbd6799869"),
    ("  -- name: migrate-0001-up\nSELECT 1;\n", "fd074b1120401e29f14f5d63a01fd6f3"),
    ("-- name: migrate-0001-up!\nSELECT 1;\n", "b4cbf6a053b931907630602b194c45d8"),
    ("-- name : migrate-0001-up\nSELECT 1;\n", "bb057f936d2eb01cb2c64513a8e19f26"),
    (
      "-- name: migrate-0001-up\nINSERT INTO t VALUES ('\nVersion: 5\n');\n",
      "ef1921f0dcb9c097fc4fe06fb8758909"
    ),
    ("-- name: migrate-0001-up\n-- Version: 1\nSELECT 1;\n", "90c36210b34af6081906abc16285a731"),
    ("-- name: migrate-0001-up\nA;\n-- name: migrate-0001-down\nB;\n", "912240fb379332062f1833f6dcbcae58"),
    ("-- Version:\nCREATE TABLE a(id int);\n", "d41d8cd98f00b204e9800998ecf8427e"),
    ("\u{FEFF}-- name: migrate-0001-up\nSELECT 1;\n", "5e4aaa00764a91fb33eed0fe326422f1"),
  ])
  func `each text has the checksum that SQLSpec gives it`(text: String, expected: String) throws {
    #expect(try checksum(text) == expected)
  }

  @Test(arguments: [
    ("-- NAME:MIGRATE-0001-UP\nA;\n", "\nA;\n"), ("--name:\tmigrate-1-Down\nA;\n", "\nA;\n"),
    ("version: 1\nA;\n", "\nA;\n"), ("--VERSION:x y\nA;\n", "\nA;\n"), ("A;\n-- Version: 1", "A;\n"),
    ("A;\n-- Version: 1\n", "A;\n"), ("-- name: migrate-a\nb-up\nA;\n", "\nA;\n"),
    ("# Version: 1\nA;\n", "# Version: 1\nA;\n"), (" Version: 1\nA;\n", " Version: 1\nA;\n"),
    ("-- name: migrate-a-b-up\nA;\n", "-- name: migrate-a-b-up\nA;\n"),
    ("-- name: migrate-0001-upgrade\nA;\n", "-- name: migrate-0001-upgrade\nA;\n"),
    ("-- name: migrate-0001-up -- x\nA;\n", "-- name: migrate-0001-up -- x\nA;\n"),
    ("-- Version:\u{2003}1\u{2003}\n\nA;\n", "\nA;\n"), ("A\u{2028}Version: 1\n", "A\u{2028}Version: 1\n"),
    ("-- Versıon: 1\nA;\n", "\nA;\n"), ("A;\r\n\rB;\r", "A;\n\nB;\n"),
  ])
  func `what is left of a text is hashed, by the rule that the reference gives`(
    text: String, canonical: String
  ) throws {
    #expect(try checksum(text) == Checksum.chain("", canonical))
  }

  @Test func `a comment that is mended makes another checksum`() throws {
    let text = "-- Description: usres\n-- name: migrate-0001-up\nA;\n"
    #expect(try checksum(text) != checksum(text.replacing("usres", with: "users")))
  }

  @Test func `a chain depends on every text in it, and on their order`() {
    // RFC 1321, appendix A.5: MD5 ("abc").
    #expect(Checksum.chain("", "abc") == "900150983cd24fb0d6963f7d28e17f72")
    let chains = [["a", "b"], ["b", "a"], ["ab"], ["a", "b", ""], []].map { $0.reduce("", Checksum.chain) }
    #expect(Set(chains).count == chains.count)
  }
}
