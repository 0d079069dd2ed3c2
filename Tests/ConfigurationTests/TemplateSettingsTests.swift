import Configuration
import Diagnostics
import Testing

@Suite struct `Settings of new files` {
  private let folder: SettingsFolder

  init() throws { folder = try SettingsFolder() }

  @Test func `SQL, times and the project's own folder are the default`() throws {
    let settings = try folder.settings("")
    #expect(settings.defaultFormat == .sql)
    #expect(!settings.isSequential)
    #expect(settings.templateFolders == [folder.path + "/templates"])
    #expect(settings.descriptionKeys(.sql) == ["Description"])
  }

  @Test func `they can be chosen`() throws {
    let file = "[migration]\ndefault_format = \"PY\"\nversions = \"sequential\""
    let settings = try folder.settings(file)
    #expect(settings.defaultFormat == .py)
    #expect(settings.isSequential)
    #expect(try folder.settings(file, ["RUNG_DEFAULT_FORMAT": "sql"]).defaultFormat == .sql)
    #expect(
      try folder.complaint("[migration]\ndefault_format = \"sh\"").text == """
        rung.toml: migration.default_format: error: 'sh' is not known
          remedy: write 'sql' or 'py'
        """)
  }

  @Test func `the title of the templates gives way to that of the project`() throws {
    let templates = "[migration.templates]\ntitle = \"T\"\n"
    #expect(try folder.settings(templates).title == "T")
    #expect(try folder.settings("[migration]\ntitle = \"M\"\n" + templates).title == "M")
  }

  @Test(arguments: [
    ("\"Summary\"", ["Summary"]), ("[\"Summary\", \"\", \"Was\"]", ["Summary", "Was"]),
    ("\"Summary\\nWas\"", ["Summary", "Was"]), ("\"\"", ["Description"]), ("[]", ["Description"]),
  ])
  func `a description key is a text or a list`(value: String, expected: [String]) throws {
    let settings = try folder.settings("[migration.templates.sql]\ndescription_key = \(value)")
    #expect(settings.descriptionKeys(.sql) == expected)
    #expect(settings.descriptionKeys(.py) == ["Description"])
  }

  @Test func `a target has templates of its own`() throws {
    let text = """
      [migration.templates.sql]
      description_key = "All"
      [target.a.migration.templates.sql]
      description_key = "Own"
      """
    #expect(try folder.settings(text).descriptionKeys(.sql) == ["All"])
    #expect(try folder.settings(text) { $0.target = "a" }.descriptionKeys(.sql) == ["Own"])
  }

  @Test(arguments: [
    (
      "[migration.templates.sql]\nheadr = \"\"", "migration.templates.sql.headr",
      "migration.templates.sql.header"
    ),
    ("[migration.templates.sq]\n", "migration.templates.sq", "migration.templates.sql"),
    (
      "[migration.templates.py]\nimport = []", "migration.templates.py.import",
      "migration.templates.py.imports"
    ),
    (
      "[target.a.migration.templates.sql]\nbdy = \"\"", "target.a.migration.templates.sql.bdy",
      "target.a.migration.templates.sql.body"
    ),
  ])
  func `an unknown part is told with the one that was meant`(file: String, key: String, meant: String) throws
  {
    #expect(
      try folder.complaint(file).text
        == "rung.toml: error: unknown key '\(key)'\n  remedy: did you mean '\(meant)'?")
  }

  @Test(arguments: [
    ("[migration.templates.sql]\nheader = [\"a\"]", "migration.templates.sql.header", "a string"),
    (
      "[migration.templates.py]\nimports = [1]", "migration.templates.py.imports",
      "a string, or a list of them"
    ),
    ("[migration.templates]\nsql = \"x\"", "migration.templates.sql", "a table [migration.templates.sql]"),
    ("[migration]\ntemplates = \"x\"", "migration.templates", "a table [migration.templates]"),
  ])
  func `a part of the wrong kind is told at its key`(file: String, key: String, expected: String) throws {
    #expect(try folder.complaint(file).text == "rung.toml: \(key): error: takes \(expected)")
  }

  @Test(arguments: [
    ("mode = \"static\", value = \" Ada \"", "Ada"), ("value = \"Ada\"", "Ada"), ("mode = \"git\"", "git"),
    ("mode = \"SYSTEM\"", "system"), ("mode = \"env\", value = \"WHO\"", "env:WHO"),
    ("mode = \"callable\", value = \"a.b:c\"", "callable:a.b:c"),
  ])
  func `an author can be a table`(table: String, expected: String) throws {
    #expect(try folder.settings("[migration]\nauthor = {\(table)}").author == expected)
  }

  @Test(arguments: ["mode = \"env\"", "value = \"\"", "mode = \"who\", value = \"x\"", ""])
  func `an author's table that says nothing is told`(table: String) throws {
    let text = try folder.complaint("[migration]\nauthor = {\(table)}").text
    #expect(
      text.hasPrefix("rung.toml: migration.author: error: it takes a mode, and for most of them a value\n"))
  }
}
