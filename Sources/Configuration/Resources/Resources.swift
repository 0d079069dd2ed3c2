import Diagnostics
import Migrations
import SQLText
import System

/// The texts that Rung ships, and the user's texts that replace them.
package struct Resources: Sendable {
  /// The folders that replace the shipped `sql/` and `templates/`; the last one wins.
  let sqlFolders: [String]
  let templateFolders: [String]

  package init(sqlFolders: [String] = [], templateFolders: [String] = []) {
    self.sqlFolders = sqlFolders
    self.templateFolders = templateFolders
  }

  /// The dialect of a database, with the blocks of the dialects that it extends.
  ///
  /// - Parameters:
  ///   - name: the name of its folder.
  ///   - isWhole: whether to read the blocks for other tools' histories, too, which only few commands need.
  /// - Returns: the dialect.
  /// - Throws: ``DialectError`` for a name without a folder, or a folder that is not a dialect.
  package func dialect(_ name: String, isWhole: Bool = false) throws -> Dialect {
    try Dialect(name: name, files: dialectFiles(name, isWhole: isWhole))
  }

  /// The names of all dialects.
  package var dialectNames: [String] {
    let shipped = EmbeddedFiles.all.map(\.path).filter { $0.hasPrefix("sql/dialects/") }
      .compactMap { $0.split(separator: "/").dropFirst(2).first.map(String.init) }
    let own = sqlFolders.flatMap { (try? Path.names(in: $0 + "/dialects")) ?? [] }
    return Set(shipped + own).sorted()
  }

  private func dialectFiles(_ name: String, isWhole: Bool, depth: Int = 0) throws -> [SourceText] {
    let rare = isWhole ? EmbeddedFiles.rare.filter { $0.path.hasPrefix("sql/dialects/\(name)/") } : []
    let files =
      try rare.map { SourceText(path: $0.path, text: $0.text) }
      + texts("dialects/\(name)", shippedBelow: "sql", folders: sqlFolders)
    guard !files.isEmpty, depth < 4 else { throw DialectError.unknown(name, known: dialectNames) }
    let extended = files.compactMap { Dialect.header(of: $0)["extends"] }.first
    return try (extended.map { try dialectFiles($0, isWhole: isWhole, depth: depth + 1) } ?? []) + files
  }

  /// A dialect and those that it extends, the nearest first.
  func lineage(of dialect: String) throws -> [String] {
    let files = try texts("dialects/\(dialect)", shippedBelow: "sql", folders: sqlFolders)
    let extended = files.compactMap { Dialect.header(of: $0)["extends"] }.first
    return try [dialect] + (extended.map { try lineage(of: $0) } ?? [])
  }

  /// The shipped templates of a folder, each with the name of its file.
  package func templates(in folder: String) -> [(name: String, text: SourceText)] {
    EmbeddedFiles.all.filter { $0.path.hasPrefix("templates/\(folder)/") }.map {
      ($0.path.lastPart, SourceText(path: $0.path, text: $0.text))
    }
  }

  /// A template: the user's if there is one, else the shipped one; nil if there is neither.
  package func find(_ path: String) throws -> (text: SourceText, isShipped: Bool)? {
    for folder in templateFolders.reversed() where Path.exists("\(folder)/\(path)") {
      let text = String(decoding: try Path.bytes(of: "\(folder)/\(path)"), as: UTF8.self)
      return (SourceText(path: "\(folder)/\(path)", text: text), false)
    }
    return EmbeddedFiles.all.first { $0.path == "templates/\(path)" }
      .map { (SourceText(path: $0.path, text: $0.text), true) }
  }

  /// The shipped files below a folder, then the user's.
  private func texts(_ folder: String, shippedBelow root: String, folders: [String]) throws -> [SourceText] {
    let shipped = EmbeddedFiles.all.filter { $0.path.hasPrefix("\(root)/\(folder)/") }
      .map { SourceText(path: $0.path, text: $0.text) }
    let own = try folders.map { "\($0)/\(folder)" }.filter(Path.isFolder).flatMap { folder in
      try Path.names(in: folder).filter { $0.hasSuffix(".sql") }.map { name in
        SourceText(
          path: "\(folder)/\(name)",
          text: String(decoding: try Path.bytes(of: "\(folder)/\(name)"), as: UTF8.self))
      }
    }
    return shipped + own
  }
}

/// A text that neither Rung ships nor the user wrote.
package enum ResourceError: Diagnostic {
  case noBlock(String, dialect: String, nearest: String?)

  package var message: String {
    switch self {
    case .noBlock(let name, let dialect, _): "the dialect '\(dialect)' has no block '\(name)'"
    }
  }

  package var remedy: String? {
    switch self {
    case .noBlock(_, let dialect, let nearest):
      nearest.map { "did you mean '\($0)'?" } ?? "'rung sql show \(dialect)' prints them all"
    }
  }

  package var status: ExitStatus {
    if case .noBlock = self { .usage } else { .badSettings }
  }
}

extension Resources {
  /// The names of a dialect's blocks.
  ///
  /// - Throws: ``DialectError`` for a dialect that does not exist.
  package func blockNames(of dialect: String) throws -> [String] { try self.dialect(dialect).blockNames }

  /// The blocks of a dialect that take effect: the file of each, and its text under its name.
  ///
  /// - Throws: ``DialectError`` or ``ResourceError`` for a name that does not exist.
  package func blocks(of dialect: String, named name: String?) throws -> [(origin: String, text: String)] {
    let dialect = try self.dialect(dialect, isWhole: true)
    if let name, !dialect.has(name) {
      let nearest = Phrase.nearest(to: name, among: dialect.blockNames)
      throw ResourceError.noBlock(name, dialect: dialect.name, nearest: nearest)
    }
    return dialect.blockNames.filter { name == nil || $0 == name }.compactMap { name in
      dialect.block(name).map { ($0.source.path, "-- name: \(name)\n\($0.text.trimmingBlanks)\n") }
    }
  }
}
