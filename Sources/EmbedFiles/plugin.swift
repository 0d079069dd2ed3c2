import Foundation
import PackagePlugin

/// Embeds every file under `sql/` and `templates/`, and the drivers in `bin/`, as one generated Swift file.
///
/// SwiftPM's own embedding drops folders, so it refuses two files of the same name; here each file keeps its
/// path.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let programs = try contents(of: root.appending(path: "bin")).filter {
      $0.lastPathComponent.hasPrefix("rung-")
    }
    let files = try ["sql", "templates"].flatMap { try contents(of: root.appending(path: $0)) } + programs
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding sql/, templates/ and drivers",
        executable: root.appending(path: "bin/embed-files"),
        arguments: [root.path(), output.path()] + files.map { $0.path() },
        inputFiles: files,
        outputFiles: [output])
    ]
  }

  /// All files below a folder, sorted by path, so that equal trees give equal executables.
  private func contents(of folder: URL) throws -> [URL] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
    return try paths.sorted().map { folder.appending(path: $0) }
      .filter {
        try $0.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
      }
  }
}
