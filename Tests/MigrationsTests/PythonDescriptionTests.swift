import Migrations
import Testing

@Suite struct `Description of a Python file` {
  private func read(_ source: String, keys: [String] = ["Description"]) -> String? {
    PythonDescription.of(source, keys: keys)
  }

  @Test(arguments: [
    (#""""Make a table.""""#, "Make a table."), ("'''\n\n  Make a\n'''", "Make a"),
    ("'Make a'\nx = 1", "Make a"),
    ("#!/usr/bin/python3\n# -*- coding: utf-8 -*-\n\n\"Make a\"", "Make a"), ("\u{FEFF}\"Make a\"", "Make a"),
    (#""""Description:  Make: a """"#, "Make: a"),
    (#""""Title - Make a\nDescription: b""""#, "Title - Make a"),
    (#""""Say \"a\" \\ b\x41\u00e9\q""""#, #"Say "a" \ bAé\q"#), (#"r"""Make \"a""""#, #"Make \"a"#),
    ("\"\"\"Make \\\na\"\"\"", "Make a"), ("\"\"\"Make 'a' and \"b\" \"\"\"", "Make 'a' and \"b\""),
  ])
  func `the first line of the docstring tells`(source: String, expected: String) {
    #expect(read(source) == expected)
  }

  @Test(arguments: [
    "", "x = 1\n\"no docstring\"", "\"\"\"  \n\n\"\"\"", "\"\"\"not closed", "'not\nclosed'", "b'bytes'",
    "f'no'",
    "\"\"\"Description:\"\"\"", "# a comment",
  ])
  func `without one there is none`(source: String) { #expect(read(source) == nil) }

  @Test func `the keys are those of the project`() {
    #expect(read("'Summary: a'", keys: ["Summary"]) == "a")
    #expect(read("'Description: a'", keys: ["Summary"]) == "Description: a")
  }
}
