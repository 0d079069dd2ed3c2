import Diagnostics
import Glibc
import Testing

@testable import System

@Suite struct `A text file` {
  private func read(_ bytes: [UInt8]) throws -> (text: String?, location: String?) {
    let folder = try Folder()
    let stream = try #require(fopen(folder.file("a.sql"), "wb"))
    fwrite(bytes, 1, bytes.count, stream)
    fclose(stream)
    switch try SourceText.file(folder.file("a.sql")) {
    case .success(let source): return (source.text, nil)
    case .failure(let invalid): return (nil, "\(invalid.location.line):\(invalid.location.column)")
    }
  }

  @Test(arguments: [
    "", "a", "\u{FEFF}select 'Zürich 東京 🙂';\r\n", "a\0b", "e\u{301}", String(repeating: "x", count: 70_000),
  ])
  func `is read byte for byte`(text: String) throws {
    let found = try read(Array(text.utf8))
    #expect(found.text.map { Array($0.utf8) } == Array(text.utf8))
  }

  /// What the standard library would put a replacement character in the place of, which may be as long.
  @Test(
    arguments: [
      [0x80], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x99], [0xF4, 0x90, 0x80, 0x80],
      [0xFF],
    ] as [[UInt8]])
  func `is refused where it is not UTF-8`(bad: [UInt8]) throws {
    let found = try read(Array("ab\ncd".utf8) + bad + Array("\n".utf8))
    #expect(found.text == nil)
    #expect(found.location == "2:3")
  }

  @Test func `is read from a pipe, once`() throws {
    let folder = try Folder()
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let writer = Program(["sh", "-c", "printf 'select 1;\\n' >'\(pipe)'"])
    Task.detached { _ = writer.run() }
    #expect(try SourceText.file(pipe).get().text == "select 1;\n")
  }

  @Test func `is read where its size is not known`() throws {
    let found = try SourceText.file("/proc/self/status").get()
    #expect(found.text.contains("Name:"))
  }

  @Test(arguments: ["/nowhere/a.sql", "/tmp"])
  func `that cannot be read is an error with its path`(path: String) throws {
    let error = try #require(throws: FileError.self) { _ = try SourceText.file(path) }
    #expect(error.message.contains(path))
  }
}
