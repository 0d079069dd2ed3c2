import Configuration
import Diagnostics
import Foundation
import Migrations
import System
import Testing

@Suite struct `Values in the settings` {
  private let folder: SettingsFolder

  init() throws { folder = try SettingsFolder() }

  private let file = """
    [values]
    owner = "file"
    api_key = { secret = "env:API_KEY" }
    password = { secret = "file:password.txt" }
    [target.a.values]
    owner = "target"
    api_key = "plain in the target"
    """

  /// A value in words.
  private func value(
    _ name: String, _ text: String? = nil, _ variables: [String: String] = [:], target: String? = nil
  ) throws -> String {
    switch try folder.settings(text ?? file, variables, { $0.target = target }).values[name] {
    case nil: "none"
    case .text(let text): text
    case .secret(let text): "secret \(text)"
    case .missing(let problem, let isSecret): "missing \(isSecret ? "secret: " : "")\(problem.message)"
    }
  }

  @Test func `variables win over the target, and that over the file`() throws {
    #expect(try value("owner") == "file")
    #expect(try value("owner", target: "a") == "target")
    #expect(try value("owner", nil, ["RUNG_VALUES_OWNER": "variable"], target: "a") == "variable")
    #expect(try value("owner", nil, ["RUNG_VALUES_OWNER": ""]) == "file")
    #expect(try value("other", nil, ["RUNG_VALUES_OTHER": "env:HOME"]) == "env:HOME")
    #expect(try value("other") == "none")
  }

  @Test func `a secret stays one, whatever gives its value`() throws {
    #expect(try value("api_key", nil, ["API_KEY": "x"]) == "secret x")
    #expect(try value("api_key") == "missing secret: the environment variable 'API_KEY' is not set")
    #expect(try value("api_key", target: "a") == "secret plain in the target")
    #expect(try value("api_key", nil, ["RUNG_VALUES_API_KEY": "y"]) == "secret y")
  }

  @Test func `a file's path begins at the settings`() throws {
    #expect(try value("password").hasPrefix("missing secret: '\(folder.path)/password.txt' cannot be read"))
    try "s3cret\nmore".write(toFile: folder.path + "/password.txt", atomically: true, encoding: .utf8)
    #expect(try value("password") == "secret s3cret")
  }

  @Test func `targets of a list have values with their names`() throws {
    try "acme\n".write(toFile: folder.path + "/list.txt", atomically: true, encoding: .utf8)
    let list = """
      [targets]
      from = "list.txt"
      [targets.values]
      role = "{name}_app"
      key = { secret = "key of {name}" }
      """
    #expect(try value("role", list, target: "acme") == "acme_app")
    #expect(try value("key", list, target: "acme") == "secret key of acme")
  }

  @Test func `a value that only targets have is missing without one`() throws {
    let targets = "[target.b.values]\nzone = \"b\"\n[target.c.values]\nzone = \"c\""
    #expect(try value("zone", targets) == "missing only targets have this value")
    #expect(try value("zone", targets, ["RUNG_VALUES_ZONE": "v"]) == "v")
    #expect(try value("zone", targets, target: "c") == "c")
  }

  @Test func `a variable with nearly the right beginning is refused`() throws {
    #expect(
      try folder.complaint("", ["RUNG_VALUE_ZONE": "x"]).text.contains("did you mean 'RUNG_VALUES_ZONE'?"))
  }

  @Test(arguments: [
    ("[values]\nmax = 5", "takes a string, or { secret = \"…\" }"),
    ("[values]\nkey = { secert = \"x\" }", "takes a string, or { secret = \"…\" }"),
    ("[values]\nkey = { secret = \"x\", more = 1 }", "takes a string, or { secret = \"…\" }"),
    ("[values]\nApi-Key = \"x\"", "a value's name has only small letters, digits and underscores"),
    ("values = 1", "takes a table [values]"), ("[target.a]\nvalues = 1", "takes a table [target.a.values]"),
    ("[value]\nx = \"1\"", "did you mean 'values'?"),
  ])
  func `what is no value is refused with its key`(text: String, words: String) throws {
    #expect(try folder.complaint(text).text.contains(words))
  }

  @Test func `a zero byte, which no database takes, is refused`() throws {
    try "a\0b".write(toFile: folder.path + "/zero.txt", atomically: true, encoding: .utf8)
    #expect(try value("x", "[values]\nx = \"file:zero.txt\"").hasPrefix("missing there is a zero byte"))
  }
}
