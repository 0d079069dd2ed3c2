import Diagnostics
import Foundation
import Migrations
import SQLText
import Testing

/// Files, histories and dialects that the suites share.
enum Fixture {
  /// A dialect as it is shipped.
  static func dialect(_ name: String) throws -> Dialect {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let folder = root.appending(path: "sql/dialects/\(name)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { file in
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      return SourceText(path: "sql/dialects/\(name)/\(file)", text: text)
    }
    return try Dialect(name: name, files: files)
  }

  /// A dialect of which only the names of its blocks matter.
  static func plain(_ syntax: String) throws -> Dialect {
    let blocks = [
      "transaction-begin", "transaction-commit", "tracker-claim", "tracker-finish", "tracker-create",
    ]
    let text = "-- syntax: \(syntax)\n" + blocks.map { "-- name: \($0)\n\($0);\n" }.joined()
    return try Dialect(name: "plain", files: [SourceText(path: "plain.sql", text: text)])
  }

  static func reader(_ syntax: Syntax = .postgresql) throws -> MigrationReader {
    try MigrationReader(Lexer(syntax))
  }

  static func version(_ text: String) throws -> Version { try #require(Version(text)) }

  /// A migration of a file of the project's own folder.
  static func migration(_ name: String, _ text: String, _ syntax: Syntax = .postgresql) throws -> Migration {
    guard case .migration(let fileName) = FileName.read(name) else { throw Unfit(name: name) }
    return try reader(syntax).migration(SourceText(path: name, text: text), fileName)
  }

  /// Migrations with nothing much in them, named by their versions; `!` marks one that has no way back.
  static func catalog(_ versions: String) throws -> Catalog {
    try Catalog(
      versions.split(separator: " ").map { word in
        let version = word.filter { $0 != "!" }
        let up = "-- name: migrate-\(version)-up\nselect 1;\n"
        let down = word.hasSuffix("!") ? "" : "-- name: migrate-\(version)-down\nselect 2;\n"
        return try migration("\(version)_a.sql", up + down)
      })
  }

  /// What the database says: versions in the order in which they were applied.
  static func history(_ versions: String, interrupted: [History.Progress] = []) -> History {
    let rows = versions.split(separator: " ").enumerated().map { index, version in
      History.Row(name: String(version), sequence: index + 1)
    }
    return History(rows: rows, interrupted: interrupted, hasTracker: true, hasProgress: !interrupted.isEmpty)
  }

  /// How far an interrupted run came: the statements that it had finished, as they stood in the file.
  static func progress(
    _ version: String, _ direction: Direction = .up, finished: [String] = []
  ) throws -> History.Progress {
    History.Progress(
      version: try self.version(version), direction: direction, finished: finished.count,
      checksum: finished.reduce("", Checksum.chain))
  }

  struct Unfit: Error { let name: String }
}

extension Plan {
  /// The versions of the plan, in order.
  var versions: String { items.map { "\($0.migration.version)" }.joined(separator: " ") }
}
