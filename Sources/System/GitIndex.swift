import Diagnostics

/// Git's index of a folder, if git tracks the folder.
struct GitIndex {
  let folder: String

  /// Renames files in git's index, each in its own folder, as `git mv` does.
  ///
  /// `git status` then shows them as renamed, however much of a small file has changed. Nothing happens
  /// without git, or if git tracks none of the files.
  func rename(_ renames: [(old: String, new: String)]) {
    guard !renames.isEmpty, let top = Program.output(["git", "-C", folder, "rev-parse", "--show-toplevel"]),
      let listed = Program(
        ["git", "-C", folder, "ls-files", "--full-name", "--stage", "-z", "--"]
          + renames.map { ":(literal)" + $0.old }
      ).run(),
      listed.status == 0
    else { return }
    let names = Dictionary(renames.map { ($0.old.lastPart, $0.new) }) { first, _ in first }
    var lines = ""
    for entry in listed.output.split(separator: "\0") {
      // MODE OBJECT STAGE, a tab, and the path. https://git-scm.com/docs/git-ls-files
      let parts = entry.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let new = names[String(parts[1]).lastPart] else { continue }
      let path = parts[1].dropLast(String(parts[1]).lastPart.count) + new
      let object = parts[0].split(separator: " ").dropFirst().first ?? ""
      lines += "0 \(String(repeating: "0", count: object.count))\t\(parts[1])\0\(parts[0])\t\(path)\0"
    }
    guard !lines.isEmpty else { return }
    _ = Program(["git", "-C", top, "update-index", "-z", "--index-info"], input: lines).run()
  }
}
