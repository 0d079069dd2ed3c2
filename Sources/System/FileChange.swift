import Diagnostics

/// A change of several files that is atomic, even if the program dies in the middle of it.
///
/// The new texts are first written into a separate folder, with a list of what to do: the journal. The change
/// becomes definite when the journal is renamed to its final name: ``finish(in:)`` completes it after any
/// interruption. Before the rename, nothing has changed. A file's name is relative to the folder of the
/// journal, or absolute.
package struct FileChange {
  /// The folder that has the journal.
  package let folder: String
  /// All folders whose files may be changed.
  private let folders: [String]
  /// The expected texts of the files that the change was made from, by name.
  private let sources: [String: String]
  /// The new files: the name, the text, and the name of the file that it comes from.
  package let writes: [Write]
  /// The names of files that are removed.
  package let removals: [String]

  package typealias Write = (name: String, text: String, from: String)

  package init(
    folder: String, of folders: [String]? = nil, sources: [String: String] = [:], writes: [Write],
    removals: [String] = []
  ) {
    self.folder = folder
    self.folders = folders ?? [folder]
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
        "\(staging)/\(write.name.lastPart)", write.text, like: Path.join(folder, write.from), isSafe: true)
      lines.append("write \(write.name)")
      if write.from != write.name { lines.append("rename \(write.from)/\(write.name.lastPart)") }
    }
    lines += removals.map { "remove \($0)" }
    try Path.create("\(staging)/journal.new", lines.map { $0 + "\n" }.joined(), isSafe: true)
    try Path.move("\(staging)/journal.new", to: FileChange.journal(folder))
    try FileChange.carryOut(in: folder, of: folders)
  }

  /// Completes a change that was interrupted.
  ///
  /// - Parameters:
  ///   - folder: the folder that has the journal.
  ///   - folders: all folders whose files may be changed.
  /// - Throws: ``FileError`` or ``FileChangeError``, such as for a journal that names a file elsewhere.
  package static func finish(in folder: String, of folders: [String]) throws {
    let lock = try FolderLock(folder)
    defer { lock.release() }
    if isUnfinished(in: folder) { try carryOut(in: folder, of: folders) }
  }

  /// Refuses files that were changed after they were read, and new names that are already taken.
  private func refuseChangedFiles() throws {
    for (name, text) in sources {
      let path = Path.join(folder, name)
      if Path.isLink(path) { throw FileChangeError.link(path) }
      guard FileChange.isPlain(name, in: folder, of: folders) else { throw FileChangeError.oddName(path) }
      guard (try? Path.bytes(of: path)) == Array(text.utf8) else { throw FileChangeError.touched(path) }
    }
    for write in writes where sources[write.name] == nil && Path.exists(Path.join(folder, write.name)) {
      throw FileChangeError.touched(Path.join(folder, write.name))
    }
  }

  /// Whether a name fits into a line of the journal, and is that of a file in one of the folders.
  private static func isPlain(_ name: String, in folder: String, of folders: [String]) -> Bool {
    let last = name.lastPart
    guard !last.isEmpty, !last.hasPrefix("."), !name.utf8.contains(where: { $0 < 0x20 }) else { return false }
    guard name.contains("/") else { return true }
    let own = Path.resolved(Path.folder(of: Path.join(folder, name)))
    return folders.contains { Path.resolved($0) == own }
  }

  /// Carries out the steps of the journal that have not been done; a second time changes nothing.
  private static func carryOut(in folder: String, of folders: [String]) throws {
    let staging = staging(folder)
    let lines = String(decoding: try Path.bytes(of: journal(folder)), as: UTF8.self).split(separator: "\n")
    let orders = lines.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    let (written, removed) = (names("write", orders), names("remove", orders))
    let renames = names("rename", orders).compactMap { line in
      line.lastIndex(of: "/").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
    }
    let all = written + removed + renames.flatMap { [$0.0, $0.1] }
    guard all.allSatisfy({ isPlain($0, in: folder, of: folders) }) else {
      throw FileChangeError.badJournal(journal(folder))
    }
    for name in written where Path.exists("\(staging)/\(name.lastPart)") {
      try Path.move("\(staging)/\(name.lastPart)", to: Path.join(folder, name))
    }
    // Old files are removed only when every new one exists.
    if let lost = written.first(where: { !Path.exists(Path.join(folder, $0)) }) {
      throw FileChangeError.touched(Path.join(folder, lost))
    }
    for name in removed { try Path.remove(Path.join(folder, name)) }
    GitIndex(folder: folder).rename(renames)
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
