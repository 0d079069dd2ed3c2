import Migrations
import Testing

@Suite struct `A file name` {
  private func parsed(_ name: String, series: Series = .project) throws -> FileName {
    guard case .migration(let found) = FileName.read(name, series: series) else {
      throw Fixture.Unfit(name: name)
    }
    return found
  }

  private func reason(_ name: String) -> String? {
    guard case .malformed(let reason) = FileName.read(name) else { return nil }
    return reason
  }

  @Test(arguments: [
    ("1_a.sql", "0001", "a"), ("12345_a.sql", "12345", "a"), ("00001_x.sql", "00001", "x"),
    ("0001.sql", "0001", ""),
    ("20251018_a.sql", "20251018", "a"), ("20251018120000_add_users.sql", "20251018120000", "add_users"),
    ("0018_.sql", "0018", ""), ("0001_a.b.sql", "0001", "a.b"), ("0002__a-b c.sql", "0002", "_a-b c"),
    ("ext_foo_bar_2_x.sql", "ext_foo_bar_0002", "foo_bar_2_x"),
    ("ext_foo_2fa_0001_x.sql", "ext_foo_2fa_0001", "foo_2fa_0001_x"),
    ("ext_adk_0001.sql", "ext_adk_0001", "adk_0001"), ("ext_adk_1_2_x.sql", "ext_adk_0001", "adk_1_2_x"),
    ("ext_adk_20251018120000_x.sql", "ext_adk_20251018120000", "adk_20251018120000_x"),
  ])
  func `a name holds the version, and behind its first underscore the title`(
    name: String, version: String, title: String
  ) throws {
    let found = try parsed(name)
    #expect(found.version.description == version)
    #expect(found.title == title)
    #expect(found.label == version)
  }

  @Test(arguments: [
    ("1_a.sql", "ext_adk_0001", "0001"), ("20251018120000_a.sql", "ext_adk_20251018120000", "20251018120000"),
    ("ext_adk_0001_a.sql", "ext_adk_0001", "ext_adk_0001"),
    ("ext_other_1_a.sql", "ext_other_0001", "ext_other_0001"),
  ])
  func `an extension's folder puts its name before versions, but not into the names of blocks`(
    name: String, version: String, label: String
  ) throws {
    let found = try parsed(name, series: .named("adk"))
    #expect(found.version.description == version)
    #expect(found.label == label)
  }

  @Test(arguments: [
    "README.md", "__init__.py", ".0001_a.sql", "0001_a.sql.bak", "0001_a", "helpers.py",
    "0001-a.py",
    ".sql", "sql", "0001_a.sql~",
  ])
  func `what does not look like a migration is something else`(name: String) {
    #expect(FileName.read(name) == .other)
  }

  @Test(arguments: ["notes.sql", "extra.sql", "_a.sql", "vendor_fixes.sql"])
  func `SQL without a version is named`(name: String) {
    #expect(FileName.read(name) == .malformed("a name begins with its version, a number"))
  }

  @Test(arguments: [
    ("0004-dash.sql", "an underscore has to follow the version '0004', not '-'"),
    ("1.2_a.sql", "an underscore has to follow the version '1', not '.'"),
    ("001.5.sql", "an underscore has to follow the version '001', not '.'"),
    ("0001 a.sql", "an underscore has to follow the version '0001', not ' '"),
    ("0001a_b.sql", "an underscore has to follow the version '0001', not 'a'"),
    ("20251399120000_b.sql", "'20251399120000' has 14 digits, but is not a valid UTC time"),
    ("ext_adk_20251399120000_b.sql", "'20251399120000' has 14 digits, but is not a valid UTC time"),
    ("v1_a.sql", "a version is digits alone, without 'v'"),
    ("V0001_a.sql", "a version is digits alone, without 'v'"),
    (
      "R__views.sql",
      "a migration that runs again when it has changed is named 'repeat_NUMBER_title', not 'R__title'"
    ),
    ("_1_a.sql", "a name begins with its version, or with 'ext_' in lower case"),
    ("Ext_foo_0001_x.sql", "a name begins with its version, or with 'ext_' in lower case"),
    ("ext_foo_x.sql", "'ext_' is followed by a name, '_' and a number, as in 'ext_adk_0001_tables.sql'"),
    ("ext_repeat_0001_x.sql", "'ext_repeat' is how the tracking table names repeatable migrations"),
    ("repeat_a.sql", "'repeat_' is followed by a number, which is its place: 'repeat_0001_views.sql'"),
    ("repeat_0.sql", "'repeat_' is followed by a number, which is its place: 'repeat_0001_views.sql'"),
    ("ext_0001_x.sql", "'ext_' is followed by a name, '_' and a number, as in 'ext_adk_0001_tables.sql'"),
  ])
  func `what SQLSpec passes over in silence has its reason told`(name: String, expected: String) {
    #expect(reason(name) == expected)
  }

  @Test(arguments: [
    ("0001_a.py", "py"), ("20250101000000_b.sh", "sh"), ("0001_a.sql", "sql"), ("0001.py", "py"),
  ])
  func `the suffix says what it is written in, and stays with another version`(
    name: String, language: String
  ) throws {
    guard case .migration(let found) = FileName.read(name) else { throw Unfit() }
    #expect(found.language == language)
    #expect(
      found.fileName(as: try #require(Version("0042")))
        == "0042" + (found.title.isEmpty ? "" : "_" + found.title) + "." + language)
  }

  private struct Unfit: Error {}

  @Test(arguments: ["００１_a.sql", "²_a.sql"])
  func `digits of other scripts are no version, for a reason that is true`(name: String) throws {
    #expect(try #require(reason(name)).contains("not ''") == false)
  }

  @Test func `an extension without a name is not taken for a wrong time`() throws {
    #expect(try #require(reason("ext__0001_x.sql")).contains("UTC") == false)
  }

  @Test(arguments: [
    "ext_foo-bar_0001_x.sql", "ext_foo.bar_0001_x.sql", "ext_foo bar_0001_x.sql", "ext_adk_0001_x.sql",
  ])
  func `every version that a name gives can be read back from the tracking table`(name: String) {
    switch FileName.read(name) {
    case .migration(let found): #expect(Version(found.version.description) == found.version)
    case .malformed, .other: #expect(name != "ext_adk_0001_x.sql")
    }
  }

  @Test func `a name that ends with a full stop is no migration`() {
    #expect(FileName.read("0001_a.") == .other)
  }

  @Test(arguments: ["sql", "py"])
  func `of a repeatable migration keeps its language when it is renamed`(language: String) {
    guard case .migration(let name) = FileName.read("repeat_0001_views.\(language)") else {
      Issue.record("no migration")
      return
    }
    #expect(name.fileName(as: name.version) == "repeat_0001_views.\(language)")
  }
}
