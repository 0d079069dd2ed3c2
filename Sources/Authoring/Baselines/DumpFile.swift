import Configuration
import Diagnostics
import SQLText
import System

/// A file of SQL in which the program of a database has written its schema, and perhaps its rows.
struct DumpFile {
  let source: SourceText
  /// The program, as far as the file or the database shows it.
  let tool: DumpTool?
}

extension DumpFile {
  /// Whether 'rung dump' has written a file; such a file has the tracking table, too.
  static func isOwn(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(512), as: UTF8.self)
    return head.split(whereSeparator: \.isNewline).prefix(3).contains {
      $0.hasPrefix("-- load with: rung baseline")
    }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - content: its bytes.
  ///   - dialect: the dialect of the database.
  /// - Throws: ``DumpFileError`` for a file that is no complete dump for it.
  init(_ path: String, _ content: [UInt8], of dialect: Dialect) throws {
    let tools = try DumpTool.all()
    let own = tools.first { $0.syntax == dialect.syntax.name }
    var bytes = content
    // Above the SQL there will be comments, and a byte order mark may only be at the start.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if let container = Container(bytes) {
      throw DumpFileError.container(path, as: container, again: own?.again)
    }
    do throws(SourceText.InvalidUTF8) {
      source = try SourceText(path: path, bytes: bytes)
    } catch {
      throw DumpFileError.notUTF8(error.location, again: own?.again)
    }
    let head = String(decoding: bytes.prefix(1_000), as: UTF8.self)
    if let complaint = head.split(whereSeparator: \.isNewline).first(where: { !$0.hasPrefix("-") }),
      try Pattern(#"\A (?: mysqldump | mariadb-dump | pg_dump | sqlite3 ) : [ ]"#).firstMatch(
        in: String(complaint)) != nil
    {
      throw DumpFileError.complaint(String(complaint), file: path)
    }
    let recognised = try tools.first { tool throws(PatternError) in try tool.begins(head) }
    tool = recognised ?? own
    guard let recognised else { return }
    guard recognised.syntax == dialect.syntax.name else {
      throw DumpFileError.foreign(path, by: recognised.title, dialect: dialect.name)
    }
    guard try recognised.ends(String(decoding: bytes.suffix(1_000), as: UTF8.self)) else {
      throw DumpFileError.incomplete(path, by: recognised.title)
    }
  }
}

/// What a file is that is no text in UTF-8, by its first bytes.
enum Container: Sendable {
  /// Compressed, by the program that the command decompresses with.
  case compressed(String, command: String)
  /// A custom or tar archive of pg_dump.
  case archive
  /// The file of a database itself.
  case database(String)
  case utf16
  /// A `tar` or `zip` of other files.
  case bundle(String, command: String)

  init?(_ bytes: [UInt8]) {
    func begins(_ start: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: start) }
    let packings: [(start: [UInt8], name: String, command: String)] = [
      ([0x1F, 0x8B], "gzip", "gzip -dc"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "xz -dc"), (Array("BZh".utf8), "bzip2", "bzip2 -dc"),
      ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc"),
    ]
    if let packing = packings.first(where: { begins($0.start) }) {
      self = .compressed(packing.name, command: packing.command)
    } else if begins(Array("PGDMP".utf8)) || begins(Array("toc.dat\0".utf8)) {
      self = .archive
    } else if begins(Array("SQLite format 3\0".utf8)) {
      self = .database("SQLite")
    } else if begins(Array("DUCK".utf8), at: 8) {
      self = .database("DuckDB")
    } else if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) || begins([0]) || begins([0], at: 1) {
      self = .utf16
    } else if begins(Array("PK\u{3}\u{4}".utf8)) {
      self = .bundle("zip", command: "unzip")
    } else if begins(Array("ustar".utf8), at: 257) {
      self = .bundle("tar", command: "tar -xf")
    } else {
      return nil
    }
  }
}
