import Diagnostics
import SQLText

/// The migrations that the files define, in order.
package struct Catalog: Sendable {
  /// The migrations by version, ascending.
  package let migrations: [Migration]
  /// The repeatable migrations, which have no part in the order of the others, by number.
  package let repeatables: [Migration]
  /// Errors for files that look like migrations but cannot be.
  package let ignored: [MigrationError]
  /// Errors in files that are meant to be migrations; these files are not in ``migrations``.
  package private(set) var faults = Faults()
  /// The files with errors, by version.
  package private(set) var faultyFiles: [Version: String] = [:]
  /// The rows of other programs that stand for migrations of extensions.
  package let recognised: [Extension.Recognised]

  private let index: [Version: Int]

  /// The longest value that fits in the column `version_num` of the tracking table.
  package static let longestVersion = 32

  /// A file in a folder of migrations.
  package struct File {
    /// The path as the user would write it.
    package let path: String
    /// The last part of the path.
    package let name: String
    /// The text, or the reason why it cannot be one.
    package let source: Result<SourceText, MigrationError>
    /// The extension that the file belongs to, or nil.
    package let configured: ConfiguredExtension?

    /// Makes a file of what was read.
    package init(
      path: String, name: String, _ text: Result<SourceText, SourceText.InvalidUTF8>,
      of configured: ConfiguredExtension? = nil
    ) {
      self.path = path
      self.name = name
      self.configured = configured
      source = text.mapError { .notUTF8($0.location) }
    }

    package init(_ source: SourceText, name: String, of configured: ConfiguredExtension? = nil) {
      path = source.path
      self.name = name
      self.configured = configured
      self.source = .success(source)
    }
  }

  /// Reads files.
  ///
  /// - Parameters:
  ///   - files: the files that were found.
  ///   - reader: reads one file.
  ///   - isLenient: whether to ignore the second of two files with the same version, as while one of them is
  ///     being fixed.
  /// - Throws: ``MigrationError`` or ``BlockError`` for an error in a file, ``Faults`` for several.
  package init(_ files: [File], reader: MigrationReader, isLenient: Bool = false) throws {
    try self.init(tolerating: files, reader: reader, isLenient: isLenient)
    try faults.throwIfAny()
  }

  /// Reads files, and leaves out those with errors.
  package init(tolerating files: [File], reader: MigrationReader, isLenient: Bool = false) throws {
    var found: [Migration] = []
    var places: [Version: Int] = [:]
    var ignored: [MigrationError] = []
    var faults = Faults()
    var faultyFiles: [Version: String] = [:]
    for index in files.indices.sorted(by: { files[$0].path < files[$1].path }) {
      let file = files[index]
      switch FileName.read(file.name, series: file.series) {
      case .migration(let name):
        if name.version.description.utf8.count > Catalog.longestVersion {
          faults.append(MigrationError.longVersion(name.version, path: file.path))
        }
        let migration = try faults.collect {
          try reader.migration(file.text(), name, filledBy: file.configured)
        }
        guard let migration else {
          faultyFiles[name.version] = file.path
          continue
        }
        guard let other = places[name.version].map({ found[$0].source.path }) else {
          places[name.version] = found.count
          found.append(migration)
          continue
        }
        if isLenient { continue }
        faults.append(MigrationError.duplicateVersion(name.version, first: other, second: file.path))
      case .malformed(let reason):
        ignored.append(.malformedName(reason, path: file.path))
      case .other:
        break
      }
    }
    let recognised = files.compactMap(\.configured?.base).reduce(into: [:]) { $0[$1.name] = $1.recognised }
      .values.flatMap { $0 }
    self.init(found, ignored: ignored, recognised: recognised)
    self.faults = isLenient ? faults : Faults(faults.all + replacementFaults)
    self.faultyFiles = faultyFiles
  }

  /// Errors in squashed migrations that conflict with other files.
  private var replacementFaults: [MigrationError] {
    var faults: [MigrationError] = []
    var replaced: [Version: Migration] = [:]
    for migration in migrations {
      for version in migration.directives.replaces {
        guard let other = replaced.updateValue(migration, forKey: version) else { continue }
        faults.append(.replacedTwice(version, first: other.source.path, second: migration.source.path))
      }
      let others = migration.directives.replaces.filter { $0 != migration.version }.compactMap { self[$0] }
      faults += others.filter(\.directives.replaces.isEmpty).map {
        .replacedStillThere($0.version, path: $0.source.path, by: migration.source.path)
      }
    }
    return faults
  }

  package init(
    _ migrations: [Migration], ignored: [MigrationError] = [], recognised: [Extension.Recognised] = []
  ) {
    self.recognised = recognised
    let all = migrations.sorted { $0.version < $1.version }
    self.migrations = all.filter { !$0.isRepeatable }
    repeatables = all.filter(\.isRepeatable)
    self.ignored = ignored
    index = Dictionary(uniqueKeysWithValues: self.migrations.enumerated().map { ($1.version, $0) })
  }

  /// The version after the last number of a series; the numbers of squashed migrations stay taken.
  ///
  /// - Parameters:
  ///   - series: the extension, or nil for the project.
  ///   - rows: the other versions that a database has.
  /// - Returns: nil if no number follows.
  package func next(in series: Series, besides rows: [Version] = []) -> Version? {
    let taken = rows + migrations.flatMap { [$0.version] + $0.directives.replaces }
    let last = taken.filter { $0.series == series && $0.kind == .sequential }.max()
    guard let last else { return Version(number: "1", series: series) }
    return last.successor
  }

  /// The migration of a version, if a file defines it.
  package subscript(version: Version) -> Migration? { index[version].map { migrations[$0] } }
}

extension Catalog.File {
  fileprivate var series: Series { configured.map { .named($0.base.name) } ?? .project }

  /// The text of a migration's file.
  fileprivate func text() throws(MigrationError) -> SourceText {
    let source = try source.get()
    let text = source.text
    // The databases' libraries would read a zero byte as the end of the text.
    if text.hasByte(0) {
      throw .zeroByte(source.location(at: text.utf8.prefix { $0 != 0 }.count))
    }
    if text.hasByte(UInt8(ascii: "\r")), !text.hasByte(UInt8(ascii: "\n")) { throw .carriageReturns(path) }
    return source
  }
}
