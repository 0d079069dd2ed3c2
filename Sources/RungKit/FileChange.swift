import Diagnostics
import Migrations

/// A change of several files of one folder that happens as a whole, even if the program dies in the middle of it.
///
/// The new texts are first written into a folder of their own, with a list of what is to be done: the journal. Giving
/// the journal its name is the moment from which the change is bound to happen: whatever interrupts it, ``finish(in:)``
/// takes it up again. Before that moment nothing has changed.
struct FileChange {
  let folder: String
  /// New files: the text, the name, and the file that it comes from.
  var writes: [(name: String, text: String, from: String)] = []
  /// Names of files that go.
  var removals: [String] = []

  private static let stagingName = ".rung-change"

  private static func staging(_ folder: String) -> String { Path.join(folder, stagingName) }
  private static func journal(_ folder: String) -> String { staging(folder) + "/journal" }

  /// Whether a change was interrupted that is bound to happen.
  static func isUnfinished(in folder: String) -> Bool { Path.exists(journal(folder)) }

  /// Makes the change.
  ///
  /// - Throws: ``FileError``; nothing has changed, or ``isUnfinished(in:)`` says that ``finish(in:)`` has to go on.
  func apply() throws(FileError) {
    try FileChange.discard(in: folder)
    let staging = FileChange.staging(folder)
    try Path.createFolder(staging)
    var lines: [String] = []
    for write in writes {
      try Path.create(
        "\(staging)/\(write.name)", write.text, like: Path.join(folder, write.from), isSafe: true)
      lines.append("write \(write.name)")
      if write.from != write.name { lines.append("rename \(write.from)/\(write.name)") }
    }
    lines += removals.map { "remove \($0)" }
    try Path.create("\(staging)/journal.new", lines.map { $0 + "\n" }.joined(), isSafe: true)
    try Path.move("\(staging)/journal.new", to: FileChange.journal(folder))
    try FileChange.finish(in: folder)
  }

  /// Does what the journal says and has not been done; doing it twice changes nothing.
  static func finish(in folder: String) throws(FileError) {
    let staging = staging(folder)
    let lines = String(decoding: try Path.bytes(of: journal(folder)), as: UTF8.self).split(separator: "\n")
    var renames: [(old: String, new: String)] = []
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { continue }
      switch words[0] {
      case "write":
        if Path.exists("\(staging)/\(words[1])") {
          try Path.move("\(staging)/\(words[1])", to: Path.join(folder, words[1]))
        }
      case "remove": try Path.remove(Path.join(folder, words[1]))
      case "rename":
        let names = words[1].split(separator: "/").map(String.init)
        if names.count == 2 { renames.append((names[0], names[1])) }
      default: break
      }
    }
    GitIndex(folder: folder).rename(renames)
    try Path.remove(journal(folder))
    try Path.remove(staging)
  }

  /// Takes away what was prepared by a change that never came to happen.
  private static func discard(in folder: String) throws(FileError) {
    let staging = staging(folder)
    guard Path.isFolder(staging) else { return }
    for name in try Path.names(in: staging) { try Path.remove("\(staging)/\(name)") }
    try Path.remove(staging)
  }
}

/// Git's index of a folder of migrations, where git keeps it.
struct GitIndex {
  let folder: String

  /// Tells git that files have other names, as `git mv` does.
  ///
  /// `git status` then shows them as renamed, however much of a small file has changed. Without git, or where it knows
  /// none of them, nothing happens.
  func rename(_ renames: [(old: String, new: String)]) {
    guard !renames.isEmpty, let top = Command.output(["git", "-C", folder, "rev-parse", "--show-toplevel"]),
      let listed = Command.run(
        ["git", "-C", folder, "ls-files", "--full-name", "--stage", "-z", "--"]
          + renames.map { "./" + $0.old }),
      listed.status == 0
    else { return }
    let names = Dictionary(renames.map { ($0.old, $0.new) }) { first, _ in first }
    var lines = ""
    for entry in listed.output.split(separator: "\0") {
      // MODE OBJECT STAGE, a tab, and the path. https://git-scm.com/docs/git-ls-files
      let parts = entry.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let new = names[String(parts[1]).lastPart] else { continue }
      let path = parts[1].dropLast(String(parts[1]).lastPart.count) + new
      lines += "0 \(String(repeating: "0", count: 40))\t\(parts[1])\0\(parts[0])\t\(path)\0"
    }
    guard !lines.isEmpty else { return }
    _ = Command.run(["git", "-C", top, "update-index", "-z", "--index-info"], input: lines)
  }
}
