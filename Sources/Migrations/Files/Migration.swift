import Diagnostics
import SQLText

/// A migration as its file defines it.
///
/// It never changes. It is an object, because the lists of catalogs, plans and scripts would copy it whole.
package final class Migration: Sendable {
  /// The author's description; empty if neither the header nor the file name gives one.
  package let description: String
  /// The text of the file.
  package let source: SourceText
  /// The checksums that a row for the file may have; the first is that of the whole file.
  package let checksums: [String]
  /// The block that applies the migration.
  package let up: Block
  /// The block that reverts the migration; nil if it is irreversible.
  package let down: Block?
  /// The directives in the file.
  package let directives: Directives
  /// Whether the up block is still empty, as in a new file.
  package let isDraft: Bool
  /// The parsed file name.
  package let name: FileName
  /// Whether the settings of its extension ask for the migration.
  package let isWanted: Bool
  /// Whether the file belongs to an extension, outside the project's folder.
  package let isVendored: Bool

  init(
    description: String, source: SourceText, checksums: [String], up: Block, down: Block?,
    directives: Directives, isDraft: Bool, name: FileName, isWanted: Bool, isVendored: Bool
  ) {
    self.description = description
    self.source = source
    self.checksums = checksums
    self.up = up
    self.down = down
    self.directives = directives
    self.isDraft = isDraft
    self.name = name
    self.isWanted = isWanted
    self.isVendored = isVendored
  }

  /// A copy in which some properties differ.
  private init(_ other: Migration, up: Block? = nil, down: Block?, isWanted: Bool? = nil) {
    description = other.description
    source = other.source
    checksums = other.checksums
    self.up = up ?? other.up
    self.down = down
    directives = other.directives
    isDraft = other.isDraft
    name = other.name
    self.isWanted = isWanted ?? other.isWanted
    isVendored = other.isVendored
  }

  /// The migration with the SQL that its loader produced; locations are in that SQL.
  ///
  /// - Parameters:
  ///   - sql: the SQL with every statement terminated; nil if the migration is irreversible.
  ///   - direction: the direction of the SQL.
  /// - Returns: the migration with that block.
  package func loaded(_ sql: String?, _ direction: Direction) -> Migration {
    let block = sql.map { Block(whole: SourceText(path: "\(source.path)[\(direction)]", text: $0)) }
    return direction == .up
      ? Migration(self, up: block, down: down) : Migration(self, down: block)
  }

  /// The migration as if the settings asked for it.
  var wanted: Migration { Migration(self, down: down, isWanted: true) }
}

/// The direction of a migration: it is applied or reverted.
package enum Direction: String, Sendable {
  case up, down

  /// The command that runs migrations in this direction.
  package var verb: String { self == .up ? "upgrade" : "downgrade" }

  /// What that command has done to a migration.
  package var done: String { self == .up ? "applied" : "reverted" }
}

extension Migration {
  /// The block for a direction; nil for `down` if the migration is irreversible.
  package func block(_ direction: Direction) -> Block? { direction == .up ? up : down }

  /// The title, such as `0002: add users`, or only the version.
  package var title: String { description.isEmpty ? "\(version)" : "\(version): \(description)" }

  package var version: Version { name.version }

  /// Whether it runs again whenever its text has changed.
  package var isRepeatable: Bool { version.series == .repeatable }

  /// The ``Checksum`` of the file, as the tracking table stores it.
  package var checksum: String { checksums[0] }

  /// Whether a loader produces the SQL of its blocks.
  package var isLoaded: Bool { name.language != "sql" }

  /// The value of the column `replaces`, as SQLSpec writes it; nil for a migration that replaces none.
  package var replacesText: String? {
    directives.replaces.isEmpty ? nil : directives.replaces.map(\.description).joined(separator: ",")
  }
}

/// Reads migrations from the text of their files.
package struct MigrationReader {
  private let scanner: BlockScanner
  private let lookalikes: Lookalikes
  private let checksum: Checksum
  private let directives: DirectiveReader
  let descriptionKeys: [String]
  private let otherKeys: [String]

  /// The default keys of descriptions.
  package static let standardKeys = ["Description"]

  /// Prepares to read files in one syntax, with these keys for their descriptions.
  ///
  /// - Parameters:
  ///   - lexer: the lexer for the syntax.
  ///   - descriptionKeys: the keys in SQL.
  ///   - otherKeys: the keys in other languages.
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package init(
    _ lexer: Lexer, descriptionKeys: [String] = standardKeys, otherKeys: [String] = standardKeys
  ) throws(PatternError) {
    self.descriptionKeys = descriptionKeys
    self.otherKeys = otherKeys
    scanner = try BlockScanner(lexer)
    lookalikes = try Lookalikes()
    checksum = try Checksum()
    directives = try DirectiveReader()
  }

  /// Reads one file.
  ///
  /// - Parameters:
  ///   - original: the text of the file.
  ///   - name: the parsed file name.
  ///   - configured: the file's extension, whose settings fill its holes.
  /// - Returns: the migration.
  /// - Throws: ``BlockError`` or ``MigrationError`` for an invalid file, ``Faults`` for several errors.
  package func migration(
    _ original: SourceText, _ name: FileName, filledBy configured: ConfiguredExtension? = nil
  ) throws -> Migration {
    if name.language != "sql" { return try migration(inOtherLanguage: original, name, configured) }
    let source = try configured?.filled(original) ?? original
    let parts = try scanner.parts(of: source)
    if name.version.series == .repeatable { return try repeatable(source, parts: parts, name: name) }
    var faults = parts.faults
    let blocks = try blocks(parts.blocks, of: name, &faults)
    if let stray = parts.strayText {
      faults.append(MigrationError.strayText(name.label, at: source.location(at: stray)))
    }
    let first = [blocks.up, blocks.down].compactMap { $0?.nameOffset }.min() ?? 0
    try faults.collect {
      try lookalikes.refuse(parts.remarks, of: source, name, hasDown: blocks.down != nil)
    }
    let directives = try faults.collect { try self.directives.directives(of: source, firstBlock: first) }
    if directives?.repeatsAlways == true {
      faults.append(MigrationError.repeatOfVersion(path: source.path))
    }
    if blocks.up == nil, faults.all.isEmpty {
      faults.append(MigrationError.noUpBlock(name.label, path: source.path))
    }
    try faults.throwIfAny()
    guard let up = blocks.up, let directives else { throw faults }
    return Migration(
      description: description(of: source, name), source: source,
      checksums: try checksum.all(of: original.text, hasOrder: !directives.after.isEmpty), up: up,
      down: blocks.down.flatMap { $0.isBlank ? nil : $0 },
      directives: directives, isDraft: up.isBlank, name: name,
      isWanted: try isWanted(directives, configured, path: source.path), isVendored: configured != nil)
  }

  /// Reads a repeatable migration, whose whole file is run.
  private func repeatable(
    _ source: SourceText, parts: BlockScanner.Parts, name: FileName
  ) throws -> Migration {
    var faults = parts.faults
    if let block = parts.blocks.first(where: { $0.migrationDirection != nil }) {
      faults.append(MigrationError.blockInRepeatable(block.name, at: source.location(at: block.nameOffset)))
    }
    let directives = try faults.collect {
      try self.directives.directives(of: source, firstBlock: source.text.utf8.count)
    }
    if let unfit = directives?.unfitForRepeatable {
      faults.append(MigrationError.unfitForRepeatable(unfit, path: source.path))
    }
    try faults.throwIfAny()
    guard let directives else { throw faults }
    let up = Block(whole: source)
    return Migration(
      description: description(of: source, name), source: source,
      checksums: try checksum.all(of: source.text, hasOrder: false), up: up, down: nil,
      directives: directives, isDraft: up.isBlank, name: name, isWanted: true, isVendored: false)
  }

  /// Reads a file that a loader turns into SQL later; until then its blocks are empty.
  private func migration(
    inOtherLanguage source: SourceText, _ name: FileName, _ configured: ConfiguredExtension?
  ) throws -> Migration {
    let directives = try directives.directives(inOtherLanguage: source)
    let nothing = Block(whole: SourceText(path: source.path, text: ""))
    return Migration(
      description: Prologue(source.text, keys: otherKeys).description ?? name.title, source: source,
      checksums: try checksum.all(of: source.text, hasOrder: !directives.after.isEmpty), up: nothing,
      down: nothing,
      directives: directives, isDraft: false, name: name,
      isWanted: try isWanted(directives, configured, path: source.path),
      isVendored: configured != nil)
  }

  private func isWanted(
    _ directives: Directives, _ configured: ConfiguredExtension?, path: String
  ) throws(MigrationError) -> Bool {
    for condition in directives.conditions {
      guard let configured else { return true }
      guard let isOn = configured.isOn(condition) else { throw .unknownCondition(condition, path: path) }
      if !isOn { return false }
    }
    return true
  }

  /// The up and down blocks of a file; blocks with unrelated names are ignored.
  private func blocks(
    _ blocks: [Block], of name: FileName, _ faults: inout Faults
  ) throws -> UpAndDown {
    var found = UpAndDown()
    for block in blocks {
      var place: SourceLocation { block.source.location(at: block.nameOffset) }
      if let direction = block.direction(of: name.label) {
        if let first = found[direction] {
          faults.append(
            MigrationError.duplicateBlock(
              block.name, at: place, first: block.source.location(at: first.nameOffset)))
        } else {
          found[direction] = block
        }
      } else if let direction = block.migrationDirection {
        let expected = "migrate-\(name.label)-\(direction)"
        faults.append(MigrationError.foreignBlock(block.name, expected: expected, at: place))
      } else if let direction = lookalikes.direction(ofName: block.name) {
        let expected = "migrate-\(name.label)-\(direction)"
        faults.append(MigrationError.nearlyNamed(block.name, expected: expected, at: place))
      }
    }
    return found
  }
}

/// The up and down blocks that a file has.
private struct UpAndDown {
  var up: Block?
  var down: Block?

  subscript(direction: Direction) -> Block? {
    get { direction == .up ? up : down }
    set { if direction == .up { up = newValue } else { down = newValue } }
  }
}

extension Block {
  /// The direction of the block for a version; nil for other blocks.
  fileprivate func direction(of label: String) -> Direction? {
    // Nearly all names are spelled like this.
    let start = "migrate-".utf8
    if name.utf8.starts(with: start), name.utf8.dropFirst(start.count).starts(with: label.utf8) {
      let rest = name.utf8.dropFirst(start.count + label.utf8.count)
      if rest.elementsEqual("-up".utf8) { return .up }
      if rest.elementsEqual("-down".utf8) { return .down }
    }
    let key = key
    return [.up, .down].first { Block.key(of: "migrate-\(label)-\($0)") == key }
  }

  /// The direction, if the name is that of any migration's block.
  fileprivate var migrationDirection: Direction? {
    let words = key.split(separator: "_")
    guard words.count > 2, words.first == "migrate" else { return nil }
    return words.last.flatMap { Direction(rawValue: String($0)) }
  }
}
