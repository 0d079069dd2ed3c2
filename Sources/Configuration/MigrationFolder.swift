import Diagnostics
import Migrations
import SQLText
import System

/// A folder of migrations as `script_location` names it: alone, or with `/**` and all folders below it.
package struct MigrationFolder: Sendable, Equatable, CustomStringConvertible {
  /// The path as the user would write it from the current folder.
  package let path: String
  /// Whether the folders below it are searched.
  package let isDeep: Bool
  /// The folder as the settings have it, without the pattern.
  private let written: String

  private static let pattern = "**"

  /// - Parameters:
  ///   - text: the folder, perhaps with the pattern at its end.
  ///   - base: the folder that the text is relative to.
  ///   - origin: the place of the text.
  /// - Throws: ``SettingsError`` for any other pattern, and for nothing.
  init(_ text: String, below base: String, _ origin: SettingsError.Origin) throws(SettingsError) {
    isDeep = text == Self.pattern || text.hasSuffix("/" + Self.pattern)
    let folder = isDeep ? String(text.dropLast(Self.pattern.count)) : text
    // `/**` is the root.
    written = isDeep && folder.count > 1 ? String(folder.dropLast()) : folder.isEmpty && isDeep ? "." : folder
    guard !written.isEmpty else {
      throw .badValue(origin, reason: "a folder's name is empty", remedy: "write one, or remove the comma")
    }
    guard !written.contains("*") else {
      throw .badValue(
        origin, reason: "'\(text)' has a pattern that is not known",
        remedy: "write FOLDER/** for a folder and all below it; '*' has no other meaning")
    }
    path = written == "." ? base : Path.join(base, written)
  }

  package var description: String { path + (isDeep ? "/" + Self.pattern : "") }

  /// The text in the settings, which takes what is below the folder if asked.
  fileprivate func text(isDeep: Bool) -> String {
    let text = isDeep ? (written == "." ? "" : written + "/") + Self.pattern : written
    return "\"\(text)\""
  }

  /// The subfolders that may hold migrations; a name that begins with a full stop or an underscore says that
  /// one does not.
  fileprivate static func subfolders(of folder: String) throws(FileError) -> [String] {
    try Path.folders(in: folder).filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") }
      .map { Path.join(folder, $0) }
  }

  /// A folder and all below it, each once, even if a link leads back.
  ///
  /// - Throws: ``FileError`` for a folder that cannot be read.
  fileprivate static func tree(_ folder: String, limit: Int = .max) throws(FileError) -> [String] {
    var (found, known) = ([folder], Set([Path.resolved(folder)]))
    var index = 0
    while index < found.count, found.count < limit {
      for inner in try subfolders(of: found[index]) where known.insert(Path.resolved(inner)).inserted {
        found.append(inner)
      }
      index += 1
    }
    return found
  }
}

extension Settings {
  /// Every folder whose files are migrations, each once, in the order of the settings.
  ///
  /// - Throws: ``SettingsError/noFolder(_:_:)`` for one that does not exist, ``FileError`` for one that
  ///   cannot be read.
  package func migrationFolders() throws -> [String] {
    var known: Set<String> = []
    return try folders.flatMap { folder in
      guard Path.isFolder(folder.path) else {
        throw SettingsError.noFolder(folder.path, at: origin(of: .scriptLocation))
      }
      return folder.isDeep ? try MigrationFolder.tree(folder.path) : [folder.path]
    }.filter { known.insert(Path.resolved($0)).inserted }
  }

  /// The paths of all files that are migrations, or look like some.
  ///
  /// - Throws: ``SettingsError/noFolder(_:_:)`` or ``FileError``.
  package func migrationPaths() throws -> [String] {
    try migrationFolders().flatMap { folder in
      try Path.names(in: folder).filter { FileName.isMigration($0) }.map { Path.join(folder, $0) }
    }
  }

  /// The folder with an unfinished change of files, if there is one.
  package var unfinishedFolder: String? { folders.map(\.path).first { FileChange.isUnfinished(in: $0) } }

  /// Errors for subfolders with files that are named like migrations, but not taken.
  package var untakenFolders: [MigrationError] {
    let taken = Set(((try? migrationFolders()) ?? []).map(Path.resolved))
    return folders.filter { !$0.isDeep }.flatMap { folder in
      ((try? MigrationFolder.subfolders(of: folder.path)) ?? []).compactMap { inner in
        let files = Settings.untaken(below: inner, taken)
        if files.isEmpty { return nil }
        let own = folders.map { $0.text(isDeep: $0.isDeep || $0 == folder) }
        return MigrationError.subfolder(
          inner, files: files,
          setting: own.count > 1 ? "[\(own.joined(separator: ", "))]" : own.joined())
      }
    }
  }

  /// The files below a folder that are named like migrations, as seen from it.
  ///
  /// A search in a folder that holds a whole project comes to an end.
  private static func untaken(below folder: String, _ taken: Set<String>) -> [String] {
    ((try? MigrationFolder.tree(folder, limit: 1_000)) ?? []).filter { !taken.contains(Path.resolved($0)) }
      .flatMap { inner in
        ((try? Path.names(in: inner)) ?? []).filter { name in
          if case .migration = FileName.read(name) { FileName.isMigration(name) } else { false }
        }.map { Path.name(of: Path.join(inner, $0), in: folder) }
      }
  }
}

extension SettingsSource {
  /// The folders of migrations; a variable and a flag separate them with commas.
  func migrationFolders(below folder: String) throws(SettingsError) -> [MigrationFolder] {
    var (texts, base, origin) = (["migrations"], folder, SettingsError.Origin.byDefault)
    if let found = try text(.scriptLocation) {
      (texts, origin) = ([found.text], found.origin)
      if !found.isFromFile {
        base = "."
        texts = found.text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingBlanks)
      }
    } else if let (value, place) = stored(.scriptLocation), case .list(let names) = value {
      origin = place
      texts = try names.map { name throws(SettingsError) in try environment.resolved(name, place) }
    }
    guard !texts.isEmpty else {
      throw .badValue(origin, reason: "the list is empty", remedy: "name a folder, or remove the key")
    }
    return try texts.map { text throws(SettingsError) in try MigrationFolder(text, below: base, origin) }
  }
}
