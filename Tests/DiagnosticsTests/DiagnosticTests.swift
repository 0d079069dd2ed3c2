import Diagnostics
import Testing

@Suite struct `A diagnostic` {
  private struct Complaint: Diagnostic {
    var message = "cannot do 'x'"
    var cause: String?
    var remedy: String?
    var place: Place?
    var status: Diagnostics.ExitStatus { .failed }
  }

  @Test func `a message alone is one line`() {
    #expect("\(Complaint())" == "error: cannot do 'x'")
    #expect(Complaint().warning == "warning: cannot do 'x'")
  }

  @Test func `place, message, excerpt, cause and remedy come in this order`() {
    let place = SourceText(path: "m.sql", text: "a\nb c").location(at: 4)
    #expect(
      Complaint(cause: "it broke", remedy: "mend it", place: .source(place)).description == """
        m.sql:2:3: error: cannot do 'x'
          2 | b c
            |   ^
          cause: it broke
          remedy: mend it
        """)
  }

  @Test(arguments: [
    (Place.file("a/m.sql"), "a/m.sql: error: cannot do 'x'"),
    (
      .setting(file: "rung.toml", key: "migration.author"),
      "rung.toml: migration.author: error: cannot do 'x'"
    ),
  ])
  func `a file or a key goes before the message`(place: Place, expected: String) {
    #expect(Complaint(place: place).description == expected)
  }

  @Test func `further lines of a cause and of a remedy stand under their first`() {
    #expect(
      Complaint(cause: "one\ntwo\n\nfour", remedy: "a\nb").description == """
        error: cannot do 'x'
          cause: one
                 two

                 four
          remedy: a
                  b
        """)
  }

  @Test func `a warning keeps its place`() {
    #expect(Complaint(place: .file("m.sql")).warning == "m.sql: warning: cannot do 'x'")
  }

  @Test func `exit statuses are those of sysexits`() {
    let statuses: [Diagnostics.ExitStatus] = [
      .done, .failed, .usage, .badFile, .unavailable, .software, .cannotCreate, .locked,
    ]
    #expect(statuses.map(\.rawValue) == [0, 1, 64, 65, 69, 70, 73, 75])
    #expect(Diagnostics.ExitStatus.badSettings.rawValue == 78)
  }
}

@Suite struct `A phrase` {
  @Test(arguments: [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (11, "11 rows")])
  func `only one of a kind is singular`(number: Int, expected: String) {
    #expect(Phrase.count(number, "row") == expected)
  }

  @Test(arguments: [
    ([], ""), (["a"], "'a'"), (["a", "b"], "'a' and 'b'"), (["a", "b", "c"], "'a', 'b' and 'c'"),
  ])
  func `a list is quoted and ends in a conjunction`(items: [String], expected: String) {
    #expect(Phrase.list(items) == expected)
    #expect(Phrase.list(items, "or") == expected.replacing(" and ", with: " or "))
  }

  @Test(arguments: [
    ("sqlit", "sqlite"), ("SQLITE", "sqlite"), ("sqilte", "sqlite"), ("mysqll", "mysql"),
    ("postgressql", "postgresql"),
  ])
  func `a slip of the finger finds its word`(word: String, meant: String) {
    #expect(Phrase.nearest(to: word, among: ["mysql", "postgresql", "sqlite"]) == meant)
  }

  @Test(arguments: ["oracle", "db2", "sql server", "pg"])
  func `another word finds none`(word: String) {
    #expect(Phrase.nearest(to: word, among: ["mysql", "postgresql", "sqlite"]) == nil)
  }

  @Test func `the nearer of two wins, and nothing is near to nothing`() {
    #expect(Phrase.nearest(to: "strict_order", among: ["strict_ordered", "strict_orde"]) == "strict_orde")
    #expect(Phrase.nearest(to: "a", among: []) == nil)
  }

  @Test func `of very many problems, the first are kept`() {
    var faults = Faults()
    for number in 0..<1_000 { faults.append(Missing(number: number)) }
    #expect(faults.all.count == 100 && faults.message.hasPrefix("0; 1; "))
  }

  private struct Missing: Diagnostic {
    let number: Int
    var message: String { "\(number)" }
    var status: Diagnostics.ExitStatus { .failed }
  }
}
