/// A change of several files of one folder that is atomic, even if the program dies in the middle of it.
///
/// The new texts are first written into a separate folder, with a list of what to do: the journal. The change
/// becomes definite when the journal is renamed to its final name: ``finish(in:)`` completes it after any
/// interruption. Before the rename, nothing has changed.
package struct FileChange {
  package let folder: String
  /// The expected texts of the files that the change was made from, by name.
  private let sources: [String: String]
  /// The new files: the name, the text, and the name of the file that it comes from.
  package let writes: [Write]
  /// The names of files that are removed.
  package let removals: [String]

  package typealias Write = (name: String, text: String, from: String)

  package init(folder: String, sources: [String: String] = [:], writes: [Write], removals: [String] = []) {
    self.folder = folder
    self.sources = sources
    self.writes = writes
    self.removals = removals
  }

  private static let stagingName = ".rung-change"

  private static func staging(_ folder: String) -> String { Path.join(folder, stagingName) }
  private static func journal(_ folder: String) -> String { staging(folder) + "/journal" }

  /// Whether a definite change was interrupted.
  package static func isUnfinished(in folder: String) -> Bool { Path.exists(journal(folder)) }

  /// Makes the change.
  ///
  /// - Throws: ``FileError`` or ``FileChangeError``; either nothing has changed, or ``isUnfinished(in:)`` is
  ///   true and ``finish(in:)`` completes the change.
  package func apply() throws {
    let lock = try FolderLock(folder)
    defer { lock.release() }
    if FileChange.isUnfinished(in: folder) { throw FileChangeError.unfinished(folder) }
    try refuseChangedFiles()
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
    try FileChange.carryOut(in: folder)
  }

  /// Completes a change that was interrupted.
  package static func finish(in folder: String) throws {
    let lock = try FolderLock(folder)
    defer { lock.release() }
    if isUnfinished(in: folder) { try carryOut(in: folder) }
  }

  /// Refuses files that were changed after they were read, and new names that are already taken.
  private func refuseChangedFiles() throws {
    for (name, text) in sources {
      let path = Path.join(folder, name)
      if Path.isLink(path) { throw FileChangeError.link(path) }
      guard FileChange.isPlain(name) else { throw FileChangeError.oddName(path) }
      guard (try? Path.bytes(of: path)) == Array(text.utf8) else { throw FileChangeError.touched(path) }
    }
    for write in writes where sources[write.name] == nil && Path.exists(Path.join(folder, write.name)) {
      throw FileChangeError.touched(Path.join(folder, write.name))
    }
  }

  /// Whether a name fits into a line of the journal, and stays inside the folder.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("/") && !name.utf8.contains { $0 < 0x20 } && !name.hasPrefix(".")
  }

  /// Carries out the steps of the journal that have not been done; a second time changes nothing.
  private static func carryOut(in folder: String) throws {
    let staging = staging(folder)
    let lines = String(decoding: try Path.bytes(of: journal(folder)), as: UTF8.self).split(separator: "\n")
    let orders = lines.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    let (written, removed) = (names("write", orders), names("remove", orders))
    let renames = names("rename", orders).map { $0.split(separator: "/").map(String.init) }
    guard (written + removed + renames.flatMap { $0 }).allSatisfy(isPlain) else {
      throw FileChangeError.badJournal(journal(folder))
    }
    for name in written where Path.exists("\(staging)/\(name)") {
      try Path.move("\(staging)/\(name)", to: Path.join(folder, name))
    }
    // Old files are removed only when every new one exists.
    if let lost = written.first(where: { !Path.exists(Path.join(folder, $0)) }) {
      throw FileChangeError.touched(Path.join(folder, lost))
    }
    for name in removed { try Path.remove(Path.join(folder, name)) }
    GitIndex(folder: folder).rename(renames.filter { $0.count == 2 }.map { ($0[0], $0[1]) })
    try Path.remove(journal(folder))
    try Path.remove(staging)
  }

  private static func names(_ order: String, _ orders: [[String]]) -> [String] {
    orders.filter { $0.count == 2 && $0[0] == order }.map { $0[1] }
  }

  /// Removes what an abandoned change prepared.
  private static func discard(in folder: String) throws(FileError) {
    let staging = staging(folder)
    guard Path.isFolder(staging) else { return }
    for name in try Path.names(in: staging) { try Path.remove("\(staging)/\(name)") }
    try Path.remove(staging)
  }
}

/// A lock that keeps two changes of one folder apart; it ends with the process that holds it.
private struct FolderLock {
  private let lock: FileLock

  /// - Throws: ``FileChangeError/busy(_:)`` while another change is under way.
  init(_ folder: String) throws {
    lock = try FileLock(folder)
    guard lock.attempt() else { throw FileChangeError.busy(folder) }
  }

  /// Releases the lock, which is held as long as this value exists.
  func release() { withExtendedLifetime(lock) {} }
}
