import Testing

@testable import System

@Suite struct `A change of files` {
  private func change(_ folder: Folder) -> FileChange {
    FileChange(
      folder: folder.path, sources: ["a.sql": "old"],
      writes: [(name: "b.sql", text: "new", from: "a.sql")], removals: ["a.sql"])
  }

  @Test func `writes and removes as a whole, and leaves nothing else behind`() throws {
    let folder = try Folder(["a.sql": "old", "c.sql": "other"])
    try change(folder).apply()
    #expect(folder.names == ["b.sql", "c.sql"])
    #expect(Path.text(of: folder.file("b.sql")) == "new")
  }

  @Test func `is refused where somebody has touched a file since, or taken the new name`() throws {
    for files in [["a.sql": "edited"], ["a.sql": "old", "b.sql": "taken"]] {
      let folder = try Folder(files)
      #expect(throws: FileChangeError.self) { try change(folder).apply() }
      #expect(folder.names == files.keys.sorted())
    }
  }
}
