import Migrations
import Testing

@Suite struct `Missing rights` {
  private static let remedies: [([[String?]], String)] = [
    ([["grant a;", "ann", "f"]], "ask 'ann' to run: grant a;"),
    ([["grant a;", nil, "0"]], "ask an administrator to run: grant a;"),
    ([["grant a;", "ann", "f"], ["grant b;", "ann", "f"]], "ask 'ann' to run: grant a; grant b;"),
    (
      [["grant a;", "ann", "f"], ["grant b;", "bob", "f"]], "ask 'ann' and 'bob' to run: grant a; grant b;"
    ),
    ([["grant a;", "ann", "f"], ["grant b;", nil, "f"]], "ask an administrator to run: grant a; grant b;"),
    (
      [["grant ann to app;", "ann", "t"]],
      "only the owner 'ann', or a member of that role, may do that; "
        + "ask an administrator to run: grant ann to app;"
    ),
  ]

  @Test(arguments: remedies)
  func `the remedy says whom to ask for what`(rows: [[String?]], remedy: String) {
    #expect(MissingRights(rows: rows)?.remedy == remedy)
  }

  @Test(arguments: [[], [[nil, nil, nil]], [["grant a;"]]] as [[[String?]]])
  func `nothing is asked for without a statement`(rows: [[String?]]) {
    #expect(MissingRights(rows: rows) == nil)
  }

  @Test func `a table that cannot be read names the rights, and those for writing once`() throws {
    let reading = try #require(MissingRights(rows: [["grant select;", "ann", "f"]]))
    let writing = try #require(MissingRights(rows: [["grant all;", "ann", "f"]]))
    func remedy(_ reading: MissingRights?, _ writing: MissingRights?) -> String? {
      StateError.unreadableTable("t", reason: "no", reading: reading, writing: writing).remedy
    }
    #expect(remedy(reading, reading) == "ask 'ann' to run: grant select;")
    #expect(
      remedy(reading, writing) == "ask 'ann' to run: grant select;\nto apply migrations, too: grant all;")
    #expect(remedy(nil, nil)?.hasPrefix("check that it has the nine columns") == true)
  }
}
