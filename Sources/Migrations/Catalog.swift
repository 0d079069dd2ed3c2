import Diagnostics
import SQLText

/// All migrations that the files define, in order.
package struct Catalog: Sendable {
  /// By version, ascending.
  package let migrations: [Migration]
  /// Files that look like migrations but cannot be: why, for each.
  package let ignored: [MigrationError]

  /// Versions of files in other languages, which take their numbers, too.
  let otherVersions: [Version]

  private let index: [Version: Int]

  /// A file as it was found in a folder of migrations.
  package struct File {
    /// As the user would write it.
    package let path: String
    /// The last part of the path.
    package let name: String
    package let bytes: [UInt8]
    /// The extension whose folder holds it, or nil.
    package let series: String?

    package init(path: String, name: String, bytes: [UInt8], series: String? = nil) {
      self.path = path
      self.name = name
      self.bytes = bytes
      self.series = series
    }
  }

  /// Reads files.
  ///
  /// - Parameters:
  ///   - files: what was found.
  ///   - reader: reads one.
  ///   - isLenient: whether of two files of one version the second is passed over, as where one of them is being mended.
  /// - Throws: ``MigrationError`` or ``BlockError`` for the first file that is wrong.
  package init(_ files: [File], reader: MigrationReader, isLenient: Bool = false) throws {
    var found: [Version: Migration] = [:]
    var ignored: [MigrationError] = []
    var others: [Version] = []
    for file in files.sorted(by: { $0.path < $1.path }) {
      switch FileName.read(file.name, series: file.series) {
      case .migration(let name):
        let migration = try reader.migration(file.text(), name)
        if isLenient, found[name.version] != nil { continue }
        if let other = found.updateValue(migration, forKey: name.version) {
          throw MigrationError.duplicateVersion(name.version, other.source.path, file.path)
        }
      case .malformed(let reason):
        ignored.append(.malformedName(reason, path: file.path))
        if let version = FileName.version(ofOther: file.name) { others.append(version) }
      case .other:
        break
      }
    }
    if isLenient {
      self.init(Array(found.values), ignored: ignored, others: others)
      return
    }
    var replaced: [Version: Migration] = [:]
    for migration in found.values.sorted(by: { $0.version < $1.version }) {
      for version in migration.directives.replaces {
        guard let other = replaced.updateValue(migration, forKey: version) else { continue }
        throw MigrationError.replacedTwice(version, other.source.path, migration.source.path)
      }
      let others = migration.directives.replaces.filter { $0 != migration.version }
      if let other = others.compactMap({ found[$0] }).first(where: \.directives.replaces.isEmpty) {
        throw MigrationError.replacedStillThere(
          other.version, path: other.source.path, by: migration.source.path)
      }
    }
    self.init(Array(found.values), ignored: ignored, others: others)
  }

  package init(_ migrations: [Migration], ignored: [MigrationError] = [], others: [Version] = []) {
    otherVersions = others
    self.migrations = migrations.sorted { $0.version < $1.version }
    self.ignored = ignored
    index = Dictionary(uniqueKeysWithValues: self.migrations.enumerated().map { ($1.version, $0) })
  }

  /// The version after the last number of a series: what was squashed away keeps its numbers.
  ///
  /// - Parameters:
  ///   - series: the extension, or nil for the project.
  ///   - rows: versions that a database has besides.
  /// - Returns: nil when no number follows.
  package func next(in series: String?, besides rows: [Version] = []) -> Version? {
    let taken = otherVersions + rows + migrations.flatMap { [$0.version] + $0.directives.replaces }
    let last = taken.filter { $0.series == series && $0.kind == .sequential }.max()
    guard let last else { return Version(number: "1", series: series) }
    return last.successor
  }

  /// The migration of a version, if a file defines it.
  package subscript(version: Version) -> Migration? { index[version].map { migrations[$0] } }
}

extension Catalog.File {
  /// The text of the file.
  fileprivate func text() throws(MigrationError) -> SourceText {
    let source = SourceText(path: path, text: String(decoding: bytes, as: UTF8.self))
    if let offset = source.firstDifference(from: bytes) { throw .notUTF8(source.location(at: offset)) }
    // The databases' own libraries would take it for the end of the text.
    if let zero = bytes.firstIndex(of: 0) { throw .zeroByte(source.location(at: zero)) }
    if bytes.contains(UInt8(ascii: "\r")), !bytes.contains(UInt8(ascii: "\n")) {
      throw .carriageReturns(path)
    }
    return source
  }
}
