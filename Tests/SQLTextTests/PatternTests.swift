import SQLText
import Testing

@Suite struct `A pattern` {
  @Test func `finds the same before and after it is compiled to machine code`() throws {
    let pattern = try Pattern(#"(?<word> [a-z]++ ) | (?<number> [0-9]++ ) | $"#)
    // A hundred times 12 bytes are more than it searches before.
    for _ in 0..<100 {
      let found = try pattern.matches(in: "select é 12;")
      #expect(found.map(\.range) == [0..<6, 10..<12, 13..<13])
      #expect(found.map { $0.text("word") } == ["select", nil, nil])
      #expect(found.map { $0.text("number") } == [nil, "12", nil])
      #expect(try pattern.ranges(in: "select é 12;") == found.map(\.range))
    }
  }
}
