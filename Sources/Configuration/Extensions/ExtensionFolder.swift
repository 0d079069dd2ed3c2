import Diagnostics
import Migrations
import SQLText
import System

/// The files of one extension: its manifest, and its migrations for one dialect.
package struct ExtensionFolder {
  package let manifest: Extension
  /// The migration files, sorted by version.
  package let files: [SourceText]
  /// The dialects whose settings apply.
  ///
  /// These are the requested dialect and those that it extends, up to the first with files of its own.
  let dialects: [String]

  /// The name of an extension's manifest file.
  static let manifestName = "extension.toml"
}

extension Resources {
  /// The names of the extensions that Rung ships or that the user's folders hold.
  package var extensionNames: [String] {
    let shipped = EmbeddedFiles.all.map(\.path).filter { $0.hasPrefix("sql/extensions/") }
      .compactMap { $0.split(separator: "/").dropFirst(2).first.map(String.init) }
    let own = sqlFolders.flatMap { (try? Path.names(in: $0 + "/extensions")) ?? [] }
    return Set(shipped + own).sorted()
  }

  /// The extension with a given name, with its files for a dialect.
  ///
  /// - Parameters:
  ///   - name: the extension's name.
  ///   - path: its folder, if that is not in `sql/extensions/`.
  ///   - dialect: the dialect; if it has no file for a version, a dialect that it extends may have one.
  /// - Returns: its manifest, and one file for each version.
  /// - Throws: ``ExtensionError`` if the extension does not exist, or has no migrations for the dialect.
  package func extensionFolder(
    _ name: String, path: String? = nil, for dialect: String
  ) throws
    -> ExtensionFolder
  {
    if Series.named(name) == .repeatable { throw ExtensionError.reserved(name) }
    let files = try path.map { try Resources.files(below: $0, of: .named(name)) } ?? shippedFiles(of: name)
    guard !files.isEmpty else { throw ExtensionError.unknown(name, known: extensionNames) }
    let manifest =
      try files[ExtensionFolder.manifestName].map { try Extension(manifest: $0, name: name) }
      ?? Extension(name: name, description: "", settings: nil)
    var chosen: [String: SourceText] = [:]
    // The nearest dialect comes last, so that its files win.
    for folder in [""] + (try lineage(of: dialect)).reversed().map({ $0 + "/" }) {
      var here: [String: SourceText] = [:]
      for (path, file) in files.sorted(by: { $0.key < $1.key }) where path.hasPrefix(folder) {
        let rest = String(path.dropFirst(folder.count))
        guard !rest.contains("/"),
          case .migration(let read) = FileName.read(rest, series: .named(name))
        else { continue }
        if let other = here.updateValue(file, forKey: "\(read.version)") {
          throw MigrationError.duplicateVersion(read.version, first: other.path, second: file.path)
        }
      }
      chosen.merge(here) { $1 }
    }
    guard !chosen.isEmpty else {
      let known = Set(files.keys.compactMap { $0.contains("/") ? $0.split(separator: "/").first : nil })
      throw ExtensionError.noDialect(name, dialect: dialect, known: known.map(String.init).sorted())
    }
    let lineage = try lineage(of: dialect)
    let own = lineage.firstIndex { name in files.keys.contains { $0.hasPrefix(name + "/") } }
    return ExtensionFolder(
      manifest: manifest, files: chosen.sorted { $0.key < $1.key }.map(\.value),
      dialects: Array(lineage[...(own ?? 0)]))
  }

  /// The files of a shipped extension, by their path in its folder; the user's files replace shipped ones.
  package func shippedFiles(of name: String) throws -> [String: SourceText] {
    let prefix = "sql/extensions/\(name)/"
    var files: [String: SourceText] = [:]
    for file in EmbeddedFiles.all where file.path.hasPrefix(prefix) {
      files[String(file.path.dropFirst(prefix.count))] = SourceText(path: file.path, text: file.text)
    }
    for folder in sqlFolders where Path.isFolder("\(folder)/extensions/\(name)") {
      try files.merge(Resources.files(below: "\(folder)/extensions/\(name)", of: .named(name))) { $1 }
    }
    return files
  }

  /// The files of a folder and of its direct subfolders.
  private static func files(below folder: String, of series: Series) throws -> [String: SourceText] {
    guard Path.isFolder(folder) else { throw ExtensionError.noFolder(folder) }
    var files: [String: SourceText] = [:]
    for name in try Path.names(in: folder) {
      let path = "\(folder)/\(name)"
      if Path.isFolder(path) {
        for inner in try Path.names(in: path) where FileName.isMigration(inner, of: series) {
          files["\(name)/\(inner)"] = try text(of: "\(path)/\(inner)")
        }
      } else if FileName.isMigration(name, of: series) || name == ExtensionFolder.manifestName {
        files[name] = try text(of: path)
      }
    }
    return files
  }

  private static func text(of path: String) throws -> SourceText {
    do {
      return try SourceText.file(path).get()
    } catch let invalid as SourceText.InvalidUTF8 {
      throw MigrationError.notUTF8(invalid.location)
    }
  }

  /// Returns the name if a shipped extension has it.
  static func shippedExtension(called name: String) -> String? {
    Resources().extensionNames.contains(name) ? name : nil
  }

  /// The shipped extension that has a setting of a name.
  static func shippedExtension(with setting: String) -> String? {
    EmbeddedFiles.all.first { file in
      file.path.hasPrefix("sql/extensions/") && file.path.hasSuffix(ExtensionFolder.manifestName)
        && file.text.contains("[settings.\(setting)]")
    }.map { String($0.path.split(separator: "/")[2]) }
  }
}

/// An extension that cannot be used.
package enum ExtensionError: Diagnostic {
  case unknown(String, known: [String])
  /// The name of repeatable migrations in the tracking table.
  case reserved(String)
  case noFolder(String)
  case noDialect(String, dialect: String, known: [String])
  case badManifest(SourceText, reason: String)

  package var message: String {
    switch self {
    case .unknown(let name, _): "there is no extension '\(name)'"
    case .reserved(let name): "an extension cannot have the name '\(name)'"
    case .noFolder(let path): "there is no folder '\(path)'"
    case .noDialect(let name, let dialect, _): "the extension '\(name)' has no migrations for \(dialect)"
    case .badManifest(_, let reason): reason
    }
  }

  package var remedy: String? {
    switch self {
    case .unknown(let name, let known):
      Phrase.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "there are \(Phrase.list(known)); "
        + "for your own, write [extension.\(name)] path = \"…\""
    case .reserved: "the rows of repeatable migrations have it; choose another one"
    case .noFolder: "create the folder, or correct the path"
    case .noDialect(_, _, let known): known.isEmpty ? nil : "it has migrations for \(Phrase.list(known))"
    case .badManifest: nil
    }
  }

  package var place: Place? {
    if case .badManifest(let source, _) = self { .file(source.path) } else { nil }
  }

  package var status: ExitStatus { .badSettings }
}
