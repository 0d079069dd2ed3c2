import Testing

@testable import System

@Suite struct `A dialogue` {
  private static let echo = [
    "sh", "-c", "echo hello; while read -r line; do echo \"$line, end\"; done; exit 4",
  ]

  @Test func `has an answer for each request`() throws {
    let dialogue = try #require(Dialogue(Program(`A dialogue`.echo)))
    #expect(dialogue.answer(until: "lo").map { String(decoding: $0, as: UTF8.self) } == "hel")
    for text in ["a", "", "b c"] {
      #expect(
        dialogue.answer(to: text + "\n", until: ", end").map { String(decoding: $0, as: UTF8.self) } == text)
    }
    let ending = try #require(dialogue.end())
    #expect(ending.status == 4 && !ending.isLate)
  }

  @Test func `does not wait for a program that has ended`() throws {
    let dialogue = try #require(Dialogue(Program(["sh", "-c", "echo no >&2; printf end; exit 5"])))
    #expect(dialogue.answer(to: String(repeating: "a", count: 1 << 20), until: "end") == nil)
    #expect(dialogue.answer(to: "a", until: "end") == nil)
    let ending = try #require(dialogue.end())
    #expect(ending.status == 5 && ending.errors == "no\n")
  }

  @Test func `does not wait longer than it is told`() throws {
    let dialogue = try #require(Dialogue(Program(["cat"])))
    #expect(dialogue.answer(to: "a\n", until: "b", limit: 100) == nil)
    #expect(dialogue.end()?.status == 0)
  }

  @Test func `moves more than fits between the two`() throws {
    let dialogue = try #require(Dialogue(Program(["cat"])))
    let text = String(repeating: "0123456789\n", count: 300_000)
    #expect(dialogue.answer(to: text + "end\n", until: "end")?.count == text.utf8.count)
  }

  @Test func `needs a program`() { #expect(Dialogue(Program(["rung-no-such-program"])) == nil) }
}
