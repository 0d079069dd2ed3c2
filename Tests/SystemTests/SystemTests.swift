import Testing

@testable import System

@Suite struct `Files` {
  @Test func `are written once, and replaced as a whole`() throws {
    let folder = try Folder()
    let file = folder.file("a")
    try Path.create(file, "one")
    #expect(throws: FileError.self) { try Path.create(file, "two") }
    try Path.replace(file, "three")
    #expect(Path.text(of: file) == "three")
    #expect(try Path.names(in: folder.path) == ["a"])
    #expect(Path.head(of: file, 2) == Array("th".utf8))
    #expect(Path.head(of: file, 9) == Array("three".utf8))
    #expect(Path.head(of: folder.file("b"), 9) == [])
  }

  @Test func `are locked by one at a time`() throws {
    let folder = try Folder()
    let file = folder.file("a")
    #expect(throws: FileError.self) { _ = try FileLock(file) }
    let other = try FileLock(file, isMade: true)
    do {
      let mine = try FileLock(file)
      #expect(mine.attempt() && !other.attempt())
      #expect(mine.isEmpty && mine.isFile(at: file))
      try Path.replace(file, "x")
      #expect(!mine.isFile(at: file))
    }
    #expect(other.attempt())
  }

  @Test(arguments: [("a", "b", "a/b"), (".", "b", "b"), ("a/", "b", "a/b"), ("a", "/b", "/b")])
  func `are found below a folder`(folder: String, path: String, whole: String) {
    #expect(Path.join(folder, path) == whole)
  }
}

@Suite struct `Programs` {
  @Test func `say what they print, and how they end`() {
    let ending = Program(["sh", "-c", "cat; echo no >&2; exit 3"], input: "a\nb").run()
    #expect(ending?.output == "a\nb" && ending?.errors == "no\n" && ending?.status == 3)
    #expect(Program(["rung-no-such-program"]).run() == nil)
  }

  @Test func `get the variables that they are given`() {
    let program = Program(["sh", "-c", "echo \"$RUNG_A$HOME\""], variables: ["RUNG_A": "x", "HOME": nil])
    #expect(program.run()?.output == "x\n")
  }

  @Test func `are stopped after their time, with all that they have started`() {
    let ending = Program(["sh", "-c", "echo started; sleep 60 & wait"], limit: 300).run()
    #expect(ending?.isLate == true && ending?.output == "started\n" && ending?.status == 143)
  }
}

@Suite struct `The environment` {
  @Test func `has no empty variables`() {
    let environment = Environment(["A": "x", "B": ""])
    #expect(environment["A"] == "x" && environment["B"] == nil && environment["C"] == nil)
    #expect(environment.names == ["A", "B"])
  }

  @Test func `of this process is what programs get`() {
    let printed = Program(["sh", "-c", "printf %s \"$PATH\""]).run()?.output
    #expect(Environment.process["PATH"] == printed && Environment.process.all["PATH"] == printed)
  }
}

@Test func `The time is written to the millisecond`() {
  #expect(Clock.now.wholeMatch(of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/) != nil)
}
