import Configuration
import Diagnostics
import Migrations
import SQLText

/// Reads the files of a tool that names each migration by its file.
struct FileReader {
  let folder: ToolFolder
  let tool: MigrationTool
  let syntax: Syntax

  /// The facts in the name of a file.
  private struct Name {
    let path: String
    let identity: String
    let version: String?
    let title: String
    let isDown: Bool
    let isRepeatable: Bool

    init(_ path: String, _ match: Match) {
      self.path = path
      version = match.text("version")
      title = match.text("title") ?? ""
      identity = match.text("id") ?? path
      isDown = match["down"] != nil
      isRepeatable = match["repeat"] != nil
    }
  }

  /// Reads the folder.
  ///
  /// - Throws: ``AdoptionError`` for files that contradict each other, ``FileError`` for one that cannot be
  ///   read.
  func read() throws -> ForeignFolder {
    var found: [String: ForeignMigration] = [:]
    var downs: [(key: String, name: Name, text: MarkedText)] = []
    var notes: [any Diagnostic] = []
    for path in folder.names {
      guard let name = try name(path) else { continue }
      let text = try MarkedText(folder.text(of: path), tool, hasDelimiters: syntax.hasDelimiterCommand)
      notes += text.notes
      guard text.hasUp else {
        notes.append(note(path, "has no marker where its up part begins"))
        continue
      }
      // Files of one version belong together only for tools that have a file for each direction.
      let key =
        name.isRepeatable || !tool.isWhole ? path : name.version.map(VersionParts.key) ?? name.identity
      if name.isDown {
        downs.append((key, name, text))
        continue
      }
      if let other = found[key] { throw AdoptionError.twice(other.path, and: folder.path(of: path)) }
      found[key] = migration(name, text)
    }
    for (key, name, text) in downs {
      guard found[key] != nil else {
        notes.append(note(name.path, "has no up file beside it"))
        continue
      }
      found[key]?.down = text.up
      if !text.isTransactional { found[key]?.isTransactional = false }
    }
    notes += try oddFiles(besides: Set(found.values.compactMap(\.version)))
    try applySwitches(to: &found)
    return ForeignFolder(migrations: try ordered(Array(found.values)), notes: notes)
  }

  private func name(_ path: String) throws -> Name? {
    for pattern in tool.files {
      if let match = try pattern.firstMatch(in: path) { return Name(path, match) }
    }
    return nil
  }

  private func migration(_ name: Name, _ text: MarkedText) -> ForeignMigration {
    let identity = name.identity.filter { !tool.omitted.contains($0) }
    let version = name.version.map { $0.filter { !tool.omitted.contains($0) } }
    return ForeignMigration(
      adopted: Adopted(tool: tool.name, name: identity, parents: text.parents), version: version,
      title: text.title ?? name.title, up: text.up, down: text.down,
      isTransactional: text.isTransactional, isRepeatable: name.isRepeatable,
      path: folder.path(of: name.path))
  }

  private func note(_ path: String, _ message: String) -> AdoptionNote {
    AdoptionNote("'\(path.lastPart)' \(message)", at: .file(folder.path(of: path)))
  }

  /// Notes on the files that cannot be adopted, unless other files of their version are.
  private func oddFiles(besides versions: Set<String>) throws -> [AdoptionNote] {
    try folder.names.compactMap { path in
      for (pattern, message) in tool.oddFiles {
        guard let match = try pattern.firstMatch(in: path), try name(path) == nil else { continue }
        if let version = match.text("version"), versions.contains(version) { return nil }
        return note(path, message)
      }
      let isForgotten = try path.hasSuffix(".sql") && name(path) == nil
      return isForgotten ? note(path, "is not named like a migration of \(tool.title)") : nil
    }
  }

  /// Switches off the transactions of migrations as the files beside them say.
  private func applySwitches(to found: inout [String: ForeignMigration]) throws {
    for (pattern, line) in tool.switches {
      for path in folder.names {
        guard let match = try pattern.firstMatch(in: path), let version = match.text("version"),
          try line.firstMatch(in: folder.text(of: path).text) != nil
        else { continue }
        found[VersionParts.key(version)]?.isTransactional = false
      }
    }
  }

  /// The migrations in the order in which the tool runs them.
  private func ordered(_ migrations: [ForeignMigration]) throws -> [ForeignMigration] {
    let sorted = migrations.sorted { left, right in
      if left.isRepeatable != right.isRepeatable { return right.isRepeatable }
      let (one, other) = (VersionParts(left.version), VersionParts(right.version))
      return one == other ? left.adopted.name < right.adopted.name : one < other
    }
    return sorted.contains { !$0.adopted.parents.isEmpty } ? try Graph(sorted).ordered() : sorted
  }
}

/// The numbers of a version, such as 1 and 2 of `1.2`.
struct VersionParts: Comparable {
  private let parts: [String]

  /// - Parameter version: nil comes before every version.
  init(_ version: String?) {
    var parts = (version ?? "").split { !$0.isNumber }.map { String($0.drop { $0 == "0" }) }
    while parts.last == "" { parts.removeLast() }
    self.parts = parts
  }

  /// A text that is the same for equal versions.
  static func key(_ version: String) -> String { VersionParts(version).parts.joined(separator: ".") }

  static func < (left: VersionParts, right: VersionParts) -> Bool {
    for (one, other) in zip(left.parts, right.parts) where one != other {
      return (one.count, one) < (other.count, other)
    }
    return left.parts.count < right.parts.count
  }
}

/// Migrations that name those which come before them.
struct Graph {
  private let migrations: [ForeignMigration]

  init(_ migrations: [ForeignMigration]) { self.migrations = migrations }

  /// The migrations, each after those that it names; otherwise as they were.
  ///
  /// - Throws: ``AdoptionError/circle(_:)``.
  func ordered() throws -> [ForeignMigration] {
    let known = Set(migrations.map(\.adopted.name))
    var (waiting, placed, done) = (migrations, Set<String>(), [ForeignMigration]())
    while !waiting.isEmpty {
      let next = waiting.firstIndex { migration in
        migration.adopted.parents.allSatisfy { placed.contains($0) || !known.contains($0) }
      }
      guard let next else { throw AdoptionError.circle(waiting.map(\.path)) }
      let migration = waiting.remove(at: next)
      placed.insert(migration.adopted.name)
      done.append(migration)
    }
    return done
  }
}
