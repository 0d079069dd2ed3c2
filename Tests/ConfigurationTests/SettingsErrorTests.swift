import Configuration
import Diagnostics
import Testing

@Suite struct `A complaint about settings` {
  private let folder: SettingsFolder

  init() throws { folder = try SettingsFolder() }

  @Test(arguments: [
    ("databse = \"x\"", "databse", "database"),
    ("[migration]\nscriptlocation = \"x\"", "migration.scriptlocation", "migration.script_location"),
    ("script_location = \"x\"", "script_location", "migration.script_location"),
    ("[migrations]\nauthor = \"x\"", "migrations", "migration"),
    ("[target.a]\ndatabse = \"x\"", "target.a.databse", "target.a.database"),
    ("[targets.a]\n", "targets.a", "target.a"),
    ("[target.a.migration]\nauthr = \"x\"", "target.a.migration.authr", "target.a.migration.author"),
  ])
  func `an unknown key is told with the one that was meant`(file: String, key: String, meant: String) throws {
    let (error, text) = try folder.complaint(file)
    #expect(text == "rung.toml: error: unknown key '\(key)'\n  remedy: did you mean '\(meant)'?")
    #expect(error.status == .badSettings)
  }

  @Test func `a key like no other is told without a guess`() throws {
    #expect(try folder.complaint("flavour = \"x\"").text == "rung.toml: error: unknown key 'flavour'")
  }

  @Test func `a refused key is not proposed again`() throws {
    #expect(
      try !folder.complaint("[target.a]\ntarget = \"x\"").text.contains("did you mean 'target.a.target'?"))
  }

  @Test(arguments: [
    ("database = 5", "database", "a string"),
    ("[migration]\nstrict = \"yes\"", "migration.strict", "true or false"),
    ("[migration]\nauthor = [\"a\"]", "migration.author", "a string"),
    ("migration = 1", "migration", "a table [migration]"),
    ("[migration]\nlock_timeout = 30", "migration.lock_timeout", "a time with its unit, such as \"30s\""),
    ("target = \"a\"", "target", "tables [target.NAME]"),
    ("[target]\na = 1", "target.a", "a table [target.a]"),
    ("[target.a]\ndatabase = true", "target.a.database", "a string"),
  ])
  func `a value of the wrong kind is told at its key`(file: String, key: String, expected: String) throws {
    let (error, text) = try folder.complaint(file)
    #expect(text == "rung.toml: \(key): error: takes \(expected)")
    #expect(error.status == .badSettings)
  }

  @Test(arguments: [
    (["RUNG_STRICT": "yes"], "error: the environment variable 'RUNG_STRICT' takes true or false"),
    (
      ["RUNG_LOCK_TIMEOUT": "soon"],
      """
      error: the environment variable 'RUNG_LOCK_TIMEOUT': 'soon' is not a duration
        remedy: use 500ms, 30s, 5min or 1h
      """
    ),
  ])
  func `a variable is told by its name`(variables: [String: String], expected: String) throws {
    let (error, text) = try folder.complaint("", variables)
    #expect(text == expected)
    #expect(error.status == .badSettings)
  }

  @Test func `a time that is none is told where it stands`() throws {
    let (error, text) = try folder.complaint("[migration]\nstatement_timeout = \"30\"")
    #expect(text.hasPrefix("rung.toml: migration.statement_timeout: error: '30' is not a duration\n"))
    #expect(error.status == .badSettings)
    #expect(try folder.complaint("") { $0.lockTimeout = "30" }.error.status == .usage)
  }

  @Test(arguments: ["migration.load_timeout", "hooks.timeout"])
  func `no time at all is no limit`(key: String) throws {
    let (error, text) = try folder.complaint("\(key) = \"0s\"")
    #expect(
      text == """
        rung.toml: \(key): error: '0s' is not a usable limit
          remedy: write a duration such as 60s, or remove the key
        """)
    #expect(error.status == .badSettings)
  }

  @Test(arguments: ["env:NOWHERE", "env:EMPTY"])
  func `a variable that is unset or empty is told at the key that wants it`(value: String) throws {
    let (error, text) = try folder.complaint("[migration]\ndefault_schema = \"\(value)\"", ["EMPTY": ""])
    let name = value.dropFirst(4)
    let place = "rung.toml: migration.default_schema: error:"
    #expect(text.hasPrefix("\(place) the environment variable '\(name)' is not set\n"))
    #expect(error.status == .badSettings)
  }

  @Test(arguments: [
    ("database = ▲\n", 1), ("a = 'é'\nb = ▲x\n", 2), ("[migration]\n\nauthor = \"me▲\nstrict = true\n", 3),
    ("[migration]\r\nauthor ▲x\r\n", 2),
  ])
  func `what is no TOML is shown at its place`(marked: String, line: Int) throws {
    let (error, text) = try folder.complaint(marked.replacing("▲", with: ""))
    let before =
      marked.prefix { $0 != "▲" }.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).last
      ?? ""
    guard case .source(let location)? = error.place else { throw error }
    #expect(error.message == "the settings are not valid TOML")
    #expect(location.line == line)
    #expect(abs(location.column - before.count - 1) <= 1)
    #expect(text.contains("\n  \(line) | "))
    #expect(error.cause?.isEmpty == false)
  }

  @Test func `a key that is there twice is no TOML`() throws {
    guard
      case .source(let location)? = try folder.complaint("database = \"a\"\ndatabase = \"b\"\n").error.place
    else {
      throw SettingsError.noDatabase(file: nil, targets: [])
    }
    #expect(location.line == 2)
  }

  @Test func `a file that is not there is told as such`() throws {
    let (error, text) = try folder.complaint("") { $0.config = "/none/rung.toml" }
    #expect(
      text == """
        error: cannot read '/none/rung.toml'
          cause: no such file or directory
          remedy: check that it is a readable file
        """)
    #expect(error.status == .badSettings)
  }

  @Test(arguments: [
    ("[/a]", 2), ("[[ =", 4), (" [\n", 3), ("[#a", 2), ("\u{FEFF}[.a]", 2),
    ("a = [}", 6), ("a\0", 2), ("a = [1, # b\n }", 2),
  ])
  func `a table without a name, or a list without a value, or a zero byte, has its place`(
    header: String, column: Int
  ) throws {
    let lines = "database = 'sqlite:///a'\r\n# [/\r\n"
    let (error, report) = try folder.complaint(header.hasPrefix("\u{FEFF}") ? header : lines + header)
    #expect(error.status == .badSettings)
    let line = header.hasPrefix("\u{FEFF}") ? 1 : header.hasPrefix("a = [1") ? 4 : 3
    #expect(report.hasPrefix("rung.toml:\(line):\(column): error: "))
  }

  @Test func `a line of a value may begin like a table without a name`() throws {
    let text = "\"\"\"\n[/\n\\\"\"\"\"\"\"\n"
    #expect(try folder.settings("[migration]\ntitle = \(text)\nauthor = '''\n[/'''\n").author == "[/")
    #expect(try folder.settings("[sqlite]\nextensions = [ # [/ }\n 'a',\n]\n").sqliteExtensions == ["a"])
  }

  @Test func `an error behind a URL has its place in a file of any line ends`() throws {
    for end in ["\n", "\r\n"] {
      let text = try folder.complaint(
        ["database = 'sqlite://a'", "[migration]", "author = ?"].joined(separator: end))
      #expect(text.text.hasPrefix("rung.toml:3:"))
    }
  }
}
