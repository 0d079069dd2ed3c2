import Diagnostics
import SQLText
import System

/// A folder in which another migration tool may keep its files.
package struct ToolFolder {
  package let path: String
  /// The paths of the files below it, sorted.
  package let names: [String]

  /// The deepest folder, and the most files, that are looked at.
  private static let deepest = 4
  private static let most = 20_000

  /// - Throws: ``ToolError/noFolder(_:)``.
  package init(_ path: String) throws {
    guard Path.isFolder(path) else { throw ToolError.noFolder(path) }
    self.path = path
    names = ToolFolder.files(in: path, below: "", depth: 0)
  }

  private static func files(in folder: String, below prefix: String, depth: Int) -> [String] {
    var found: [String] = []
    for name in (try? Path.names(in: folder)) ?? [] where !name.hasPrefix(".") && found.count < most {
      let path = Path.join(folder, name)
      if !Path.isFolder(path) {
        found.append(prefix + name)
      } else if depth < deepest, name != "node_modules" {
        found += files(in: path, below: "\(prefix)\(name)/", depth: depth + 1)
      }
    }
    return found
  }

  /// The path of a file below the folder.
  package func path(of name: String) -> String { Path.join(path, name) }

  /// The text of a file.
  ///
  /// - Throws: ``FileError`` or ``ToolError/notUTF8(_:)``.
  package func text(of name: String) throws -> SourceText {
    let bytes = try Path.bytes(of: path(of: name))
    do {
      return try SourceText(path: path(of: name), bytes: bytes)
    } catch {
      throw ToolError.notUTF8(error.location)
    }
  }

  /// The tools whose files are in the folder, each with one of these files.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package func tools() throws -> [(tool: MigrationTool, file: String)] {
    let found = try MigrationTool.all().compactMap { tool -> (tool: MigrationTool, files: [String])? in
      let files = try names.filter { name in
        try tool.files.contains { try $0.firstMatch(in: name) != nil }
      }
      return try !files.isEmpty && isRecognised(tool, by: files) ? (tool, files) : nil
    }
    // A tool that takes only some of another one's files is not meant.
    let fitting = found.filter { one in
      !found.contains { $0.files.count > one.files.count && Set($0.files).isSuperset(of: one.files) }
    }
    let near = fitting.count > 1 ? fitting.filter { isNear($0.tool) } : []
    return (near.isEmpty ? fitting : near).map { ($0.tool, $0.files[0]) }
  }

  /// Whether a file of a tool's project is in the folder, or in one of the two above it.
  private func isNear(_ tool: MigrationTool) -> Bool {
    let folders = [path, Path.join(path, ".."), Path.join(path, "../..")]
    return tool.beside.contains { name in folders.contains { Path.exists(Path.join($0, name)) } }
  }

  /// Whether the files are the tool's, if their names alone do not show it.
  private func isRecognised(_ tool: MigrationTool, by files: [String]) throws -> Bool {
    if tool.signs.isEmpty && tool.signNames.isEmpty { return true }
    if try tool.signNames.contains(where: { sign in
      try names.contains { try sign.firstMatch(in: $0) != nil }
    }) {
      return true
    }
    return try files.contains { name in
      let text = String(decoding: Path.head(of: path(of: name), 1 << 16), as: UTF8.self)
      return try tool.signs.contains { try $0.firstMatch(in: text) != nil }
    }
  }

  /// The one tool whose files are in the folder.
  ///
  /// - Parameter name: the name of the tool; nil to recognise it.
  /// - Returns: the facts about the tool.
  /// - Throws: ``ToolError`` if it is unknown, or if no tool or several are recognised.
  package func tool(_ name: String?) throws -> MigrationTool {
    if let name { return try MigrationTool.named(name) }
    let found = try tools()
    guard let first = found.first else {
      throw ToolError.notRecognised(path, known: try MigrationTool.all().map(\.name))
    }
    guard found.count == 1 else { throw ToolError.several(path, tools: found.map(\.tool.name)) }
    return first.tool
  }
}

/// An error about another tool or its folder.
package enum ToolError: Diagnostic {
  case unknown(String, known: [String])
  case noFolder(String)
  case notRecognised(String, known: [String])
  /// A folder whose files fit several tools.
  case several(String, tools: [String])
  case notUTF8(SourceLocation)
  /// A folder of migrations that holds another tool's files.
  case foreignFolder(String, tools: [String], file: String)

  package var message: String {
    switch self {
    case .unknown(let name, _): "Rung does not know the tool '\(name)'"
    case .noFolder(let path): "there is no folder '\(path)'"
    case .notRecognised(let path, _): "the files in '\(path)' are of no tool that Rung knows"
    case .several(let path, let names):
      "the files in '\(path)' may be of \(Phrase.list(names, "or"))"
    case .notUTF8: "the text is not UTF-8"
    case .foreignFolder(let path, let names, _):
      "'\(path)' has the files of \(Phrase.list(names, "or")), not of Rung"
    }
  }

  package var cause: String? {
    guard case .foreignFolder(_, _, let file) = self else { return nil }
    return "such as '\(file)'"
  }

  package var remedy: String? {
    switch self {
    case .unknown(let name, let known):
      Phrase.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "name one of \(Phrase.list(known, "or"))"
    case .noFolder: "name the folder of the tool's migrations"
    case .notRecognised(_, let known): "name the tool, with --from and one of \(Phrase.list(known, "or"))"
    case .several(_, let names): "name the tool: \(names.map { "--from \($0)" }.joined(separator: " or "))"
    case .notUTF8: "save it as UTF-8"
    case .foreignFolder(let path, let names, _):
      """
      run 'rung adopt \(path)\(names.count == 1 ? "" : " --from \(names[0])") --migrations rung-migrations', \
      and set script_location = "rung-migrations"
      """
    }
  }

  package var place: Place? {
    if case .notUTF8(let location) = self { .source(location) } else { nil }
  }

  package var status: ExitStatus {
    switch self {
    case .noFolder, .notUTF8, .foreignFolder: .badFile
    default: .usage
    }
  }
}
