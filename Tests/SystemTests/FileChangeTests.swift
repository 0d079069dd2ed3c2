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

  @Test func `goes over several folders, and is completed after an interruption`() throws {
    let (first, second) = (try Folder(["a.sql": "a"]), try Folder(["c.sql": "c"]))
    let change = FileChange(
      folder: first.path, of: [first.path, second.path],
      sources: ["a.sql": "a", second.file("c.sql"): "c"],
      writes: [("b.sql", "b", "a.sql"), (second.file("d.sql"), "d", second.file("c.sql"))],
      removals: ["a.sql", second.file("c.sql")])
    try change.apply()
    #expect(first.names == ["b.sql"] && second.names == ["d.sql"])
    // The same journal again, as if the program had died before its last steps.
    try Path.createFolder(first.file(".rung-change"))
    try Path.create(first.file(".rung-change/e.sql"), "e")
    try Path.create(
      first.file(".rung-change/journal"),
      "write \(second.file("e.sql"))\nrename \(second.file("d.sql"))/e.sql\nremove \(second.file("d.sql"))\n")
    try FileChange.finish(in: first.path, of: [first.path, second.path])
    #expect(first.names == ["b.sql"] && second.names == ["e.sql"])
  }

  @Test(arguments: ["remove /other/x.sql", "remove ../x.sql", "write .profile", "rename a.sql/.b"])
  func `is refused if its journal names a file elsewhere`(line: String) throws {
    let folder = try Folder(["a.sql": "a"])
    try Path.createFolder(folder.file(".rung-change"))
    try Path.create(folder.file(".rung-change/journal"), line + "\n")
    #expect(throws: FileChangeError.self) { try FileChange.finish(in: folder.path, of: [folder.path]) }
    #expect(folder.names == [".rung-change", "a.sql"])
  }
}
