import Diagnostics
import Testing

@testable import Configuration

@Suite struct `A file of variables` {
  private func read(_ text: String) throws -> [String] {
    try EnvironmentFile(SourceText(path: ".env", text: text)).variables.map { "\($0.name)=\($0.value)" }
  }

  @Test(arguments: [
    ("A=1\nB = two words \n", ["A=1", "B=two words"]), ("export A=1\n", ["A=1"]),
    ("# A=1\n\n  # B=2\nC=3", ["C=3"]), ("A=x # why\nB=x#y\nC=# why", ["A=x", "B=x#y", "C="]),
    ("A='a # b $x \\n'\n", ["A=a # b $x \\n"]), (#"A="a\nb \" \\ \$ \x" # why"#, ["A=a\nb \" \\ $ \\x"]),
    ("A=postgres://u:p$s@h/d?x=y\n", ["A=postgres://u:p$s@h/d?x=y"]), ("A=\n", ["A="]),
    ("A=1\r\nB=2\r\n", ["A=1", "B=2"]), ("1A=x\nA-B=x\nif [ a = b ]; then\na b=c\n", []),
  ])
  func `is read as the field does`(text: String, variables: [String]) throws {
    #expect(try read(text) == variables)
  }

  @Test(arguments: ["A=1\nB='x\n", "A=1\nB=\"x\\\"\n"])
  func `has closed quotes`(text: String) throws {
    let error = try #require(throws: SettingsError.self) { try read(text) }
    #expect(error.description.contains(".env: B: error: a quote is not closed"))
  }
}
