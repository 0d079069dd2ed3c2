import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

extension ProjectExtension {
  /// The text of each migration, with a project's settings filled in.
  ///
  /// - Throws: any ``Diagnostic`` for the first error.
  package static func texts(of name: String, dialect: String?, _ settings: Settings) throws -> [String] {
    let resources = Resources(sqlFolders: settings.sqlFolders)
    let spoken =
      try dialect ?? settings.database.map { try DatabaseURL($0, relativeTo: ".").dialect } ?? "postgresql"
    let choices = settings.including(name).extensions.filter { $0.name == name }
    let own = try choices.map { try ProjectExtension($0, resources, for: resources.dialect(spoken)) }
    return try own.flatMap { own in own.files.map { (own, $0) } }.map { own, file in
      try own.configured.filled(file.source.get()).text
    }
  }

  /// Copies the files of an extension into the project.
  ///
  /// - Returns: the new folder, and the settings file that must name it.
  /// - Throws: ``ExtensionError`` for an extension that does not exist, ``FileError`` for a file that cannot
  ///   be written.
  package static func eject(_ name: String, _ settings: Settings) throws -> (path: String, file: String) {
    let resources = Resources(sqlFolders: settings.sqlFolders)
    let files = try resources.shippedFiles(of: name)
    guard !files.isEmpty else { throw ExtensionError.unknown(name, known: resources.extensionNames) }
    let file = settings.file ?? "rung.toml"
    let root = Path.join(Path.folder(of: file), "extensions/\(name)")
    for (path, source) in files.sorted(by: { $0.key < $1.key }) {
      try Path.createFolder(Path.folder(of: "\(root)/\(path)"))
      try Path.create("\(root)/\(path)", source.text)
    }
    return (root, file)
  }
}
