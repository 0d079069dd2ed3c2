import Configuration
import Diagnostics
import Migrations
import Projects
import SQLText
import System

/// The files of a project that are replaced by others, each in the folder of what it comes from.
struct ChangedFiles {
  typealias Write = (path: String, text: String, from: String)

  let change: FileChange
  fileprivate let gone: Set<String>
  fileprivate let writes: [Write]

  /// - Parameters:
  ///   - project: the project, whose first folder has the journal of the change.
  ///   - sources: the files as they were read; those that are not written again are removed.
  ///   - writes: the new files.
  /// - Throws: ``FileError`` for a folder that cannot be read.
  init(_ project: Project, sources: [SourceText], writes: [Write]) throws {
    let folder = project.settings.scriptLocation
    func name(_ path: String) -> String { Path.name(of: path, in: folder) }
    let paths = Set(writes.map(\.path))
    self.writes = writes
    gone = Set(sources.map(\.path)).union(paths)
    change = FileChange(
      folder: folder, of: try project.settings.migrationFolders(),
      sources: Dictionary(sources.map { (name($0.path), $0.text) }) { first, _ in first },
      writes: writes.map { (name($0.path), $0.text, name($0.from)) },
      removals: sources.map(\.path).filter { !paths.contains($0) }.map(name))
  }
}

extension Project {
  /// The project with its files as they will be after a change.
  func after(_ files: ChangedFiles, isLenient: Bool = false) throws -> Project {
    let kept = try Project.files(settings).filter { !files.gone.contains($0.path) }
    let new = files.writes.map { write in
      Catalog.File(SourceText(path: write.path, text: write.text), name: write.path.lastPart)
    }
    return with(try Catalog(kept + new, reader: settings.reader(dialect.lexer), isLenient: isLenient))
  }
}
