import Configuration
import Diagnostics
import Foundation
import System
import Testing

@Suite struct `The settings` {
  private let folder: SettingsFolder

  init() throws { folder = try SettingsFolder() }

  @Test func `an empty file leaves everything at its default`() throws {
    let settings = try folder.settings("")
    #expect(settings.database == nil)
    #expect(settings.scriptLocation == folder.path + "/migrations")
    #expect(settings.versionTableName == "ddl_migrations")
    #expect(settings.versionTableSchema == nil)
    #expect(settings.transactional)
    #expect(!settings.strict && !settings.strictOrdering)
    #expect(settings.lockTimeout.count == 60_000)
    #expect(settings.statementTimeout == nil)
    #expect(settings.targets.isEmpty)
    #expect(settings.file == folder.file)
  }

  @Test func `every key of the file counts`() throws {
    let settings = try folder.settings(
      """
      database = "postgresql://h/d"
      [migration]
      script_location = "sql"
      version_table_name = "v"
      default_schema = "app"
      transactional = false
      strict = true
      strict_ordering = true
      author = "me"
      title = "T"
      profile = "p"
      lock_timeout = "1s"
      statement_timeout = "2min"
      """)
    #expect(settings.database == "postgresql://h/d")
    #expect(settings.scriptLocation == folder.path + "/sql")
    #expect(
      [settings.versionTableName, settings.author, settings.title, settings.profile] == ["v", "me", "T", "p"])
    #expect(settings.defaultSchema == "app" && settings.versionTableSchema == nil)
    #expect([settings.transactional, settings.strict, settings.strictOrdering] == [false, true, true])
    #expect([settings.lockTimeout.count, settings.statementTimeout?.count] == [1_000, 120_000])
  }

  @Test(
    arguments: [
      ([:], nil, "sqlite:file.db"), (["DATABASE_URL": "sqlite:url.db"], nil, "sqlite:url.db"),
      (["DATABASE_URL": "sqlite:url.db", "RUNG_DATABASE": "sqlite:rung.db"], nil, "sqlite:rung.db"),
      (["DATABASE_URL": ""], nil, "sqlite:file.db"),
      (["RUNG_DATABASE": "sqlite:rung.db"], "sqlite:flag.db", "sqlite:flag.db"),
    ] as [([String: String], String?, String)])
  func `the database is the flag's, or the environment's, or the file's`(
    variables: [String: String], flag: String?, expected: String
  ) throws {
    let settings = try folder.settings("database = \"sqlite:file.db\"", variables) { $0.database = flag }
    #expect(settings.database == expected)
    #expect(settings.databaseFolder == (expected == "sqlite:file.db" ? folder.path : "."))
  }

  @Test func `flags win over the environment, and that over the file`() throws {
    let file = "[migration]\nlock_timeout = \"1s\"\nstrict = true\nauthor = \"file\""
    let variables = ["RUNG_LOCK_TIMEOUT": "2s", "RUNG_STRICT": "False", "RUNG_AUTHOR": "variable"]
    #expect(try folder.settings(file).lockTimeout.count == 1_000)
    #expect(try folder.settings(file, variables).lockTimeout.count == 2_000)
    #expect(try folder.settings(file, variables) { $0.lockTimeout = "3s" }.lockTimeout.count == 3_000)
    #expect(try folder.settings(file).strict)
    #expect(try !folder.settings(file, variables).strict)
    #expect(try folder.settings(file, variables) { $0.strict = true }.strict)
    #expect(try folder.settings(file, variables).author == "variable")
  }

  private let tenants = """
    database = "sqlite:main.db"
    [migration]
    author = "all"
    version_table_name = "v"
    strict = true
    [target.b]
    database = "sqlite:b.db"
    [target.a]
    database = "env:A_URL"
    [target.a.migration]
    version_table_name = "a_v"
    strict = false
    """

  @Test func `a target lies over what is common`() throws {
    let settings = try folder.settings(tenants, ["A_URL": "sqlite:a.db"]) { $0.target = "a" }
    #expect(settings.database == "sqlite:a.db")
    #expect(settings.versionTableName == "a_v")
    #expect(settings.strict == false)
    #expect(settings.author == "all")
    #expect(settings.targets == ["a", "b"])
    #expect(try folder.settings(tenants, ["RUNG_TARGET": "b"]).database == "sqlite:b.db")
    #expect(try folder.settings(tenants).database == "sqlite:main.db")
  }

  @Test func `a target keeps its own database, unless a flag says otherwise`() throws {
    let variables = ["DATABASE_URL": "sqlite:url.db"]
    #expect(try folder.settings(tenants, variables) { $0.target = "b" }.database == "sqlite:b.db")
    #expect(
      try folder.settings(tenants + "\n[target.c]", variables) { $0.target = "c" }.database == "sqlite:url.db"
    )
    let flagged = try folder.settings(tenants, variables) {
      $0.target = "b"
      $0.database = "sqlite:flag.db"
    }
    #expect(flagged.database == "sqlite:flag.db")
  }

  @Test func `a target that nobody configured is a wrong command line`() throws {
    let (error, text) = try folder.complaint(tenants) { $0.target = "c" }
    #expect(text == "error: there is no target 'c'\n  remedy: the known ones are 'a' and 'b'")
    #expect(error.status == .usage)
    #expect(try folder.complaint("") { $0.target = "c" }.text.contains("the settings have no targets"))
  }

  @Test func `relative paths begin where they are written`() throws {
    let file = "sql = \"s\"\ntemplates = \"/tmp\"\n[migration]\nscript_location = \"m\""
    try FileManager.default.createDirectory(atPath: folder.path + "/s", withIntermediateDirectories: true)
    let settings = try folder.settings(file)
    #expect(settings.scriptLocation == folder.path + "/m")
    #expect(settings.sqlFolders == [folder.path + "/s"])
    #expect(settings.templateFolders == ["/tmp"])
    #expect(try folder.settings(file, ["RUNG_SCRIPT_LOCATION": "other"]).scriptLocation == "other")
    #expect(try folder.settings("[migration]\nscript_location = \"/m\"").scriptLocation == "/m")
    #expect(
      try folder.settings(file, ["RUNG_HOME": "/home"]).sqlFolders == ["/home/sql", folder.path + "/s"])
  }

  @Test func `a folder that the environment names begins where the user stands`() throws {
    let settings = try folder.settings("", ["RUNG_SQL": "Sources", "RUNG_TEMPLATES": "Tests"])
    #expect(settings.sqlFolders == ["Sources"])
    #expect(settings.templateFolders == ["Tests"])
  }

  @Test func `env stands for a variable in every text of the file`() throws {
    let file = "database = \"env:URL\"\n[migration]\ntitle = \"env:WHO\"\nlock_timeout = \"env:LONG\""
    let settings = try folder.settings(file, ["URL": "sqlite:x.db", "WHO": "me", "LONG": "9s"])
    #expect(settings.database == "sqlite:x.db")
    #expect(settings.title == "me")
    #expect(settings.lockTimeout.count == 9_000)
  }

  @Test func `the file may be named by the environment`() throws {
    _ = try folder.settings("database = \"sqlite:x.db\"")
    #expect(
      try Settings(Settings.Flags(), Environment(["RUNG_CONFIG": folder.file])).database == "sqlite:x.db")
  }
}
