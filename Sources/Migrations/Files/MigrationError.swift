import Diagnostics
import SQLText

/// An error in a migration file, or a conflict between files.
package enum MigrationError: Diagnostic {
  case notUTF8(SourceLocation)
  case zeroByte(SourceLocation)
  case carriageReturns(String)
  case noUpBlock(String, path: String)
  case emptyUpBlock(String, SourceLocation)
  case duplicateBlock(String, SourceLocation, first: SourceLocation)
  case foreignBlock(String, expected: String, SourceLocation)
  /// A block whose name is nearly that of an up or down block.
  case nearlyNamed(String, expected: String, SourceLocation)
  /// A comment that is nearly the header of an up or down block.
  case nearlyHeader(String, expected: String, SourceLocation)
  /// A comment with which another tool marks a direction.
  case marker(String, of: String, expected: String?, SourceLocation)
  /// A comment of one word, in a file without a down block.
  case bareMarker(String, expected: String, SourceLocation)
  /// SQL above the first block.
  case strayText(String, SourceLocation)
  /// A comment that is nearly a directive, and that directive.
  case misspelt(String, String, SourceLocation)
  case badDirective(String, String, SourceLocation)
  case duplicateVersion(Version, String, String)
  /// A squashed migration that replaces a version which still has a file.
  case replacedStillThere(Version, path: String, by: String)
  /// Two squashed migrations that replace the same version.
  case replacedTwice(Version, String, String)
  case malformedName(String, path: String)
  /// A folder of migrations inside another one.
  case subfolder(String, below: String)
  /// `-- when:` with a name that is not a setting of its extension.
  case unknownCondition(String, path: String)
  /// A version that is too long for the tracking table.
  case longVersion(Version, path: String)
  /// A version that must come first, but that neither a file nor the database has.
  case unknownPredecessor(Version, path: String)
  /// A version that must come first, but that the settings do not ask for.
  case unwantedPredecessor(Version, [String], path: String)
  /// Migrations of which each must come after another.
  case circle([Version], path: String)

  package var message: String {
    switch self {
    case .notUTF8: "the text is not UTF-8"
    case .carriageReturns: "the lines end in carriage returns alone"
    case .zeroByte: "the text holds a zero byte"
    case .noUpBlock: "the file has no up block"
    case .emptyUpBlock(let name, _): "the block '\(name)' holds no statement"
    case .duplicateBlock(let name, _, _): "the block '\(name)' is there twice"
    case .foreignBlock(let name, _, _): "the block '\(name)' is not of this file's version"
    case .nearlyNamed(let name, let expected, _): "the block '\(name)' is nearly '\(expected)'"
    case .nearlyHeader(let comment, _, _): "'\(comment)' is nearly the header of a block"
    case .marker(let comment, let tool, _, _): "'\(comment)' is a header of \(tool), not of Rung"
    case .bareMarker(let comment, _, _): "'\(comment)' is not a header, and the file has no down block"
    case .strayText: "SQL above the first block is never sent"
    case .misspelt(let key, let meant, _): "'-- \(key):' is nearly '-- \(meant):'"
    case .badDirective(let key, let value, _): "'\(value)' is not a value for '-- \(key):'"
    case .duplicateVersion(let version, _, _): "two files are version '\(version)'"
    case .replacedTwice(let version, _, _): "two files replace '\(version)'"
    case .replacedStillThere(let version, _, let by): "'\(version)' is still there, and '\(by)' replaces it"
    case .subfolder: "the folder holds files that are named like migrations, and is not searched"
    case .malformedName: "the file is passed over, for it is not named as a migration"
    case .unknownCondition(let name, _): "its extension has no setting '\(name)', for which '-- when:' asks"
    case .longVersion(let version, _): "the version '\(version)' is longer than 32 characters"
    case .unknownPredecessor(let version, _):
      "it comes after '\(version)', which neither a file nor the database has"
    case .unwantedPredecessor(let version, _, _):
      "it comes after '\(version)', which the settings do not ask for"
    case .circle(let versions, _):
      "each of \(Phrase.list(versions.map(\.description))) comes after another of them"
    }
  }

  package var cause: String? {
    switch self {
    case .duplicateBlock(_, _, let first): "the first is at \(first)"
    case .duplicateVersion(_, let first, let second), .replacedTwice(_, let first, let second):
      "\(first)\n\(second)"
    case .malformedName(let reason, _): reason
    case .nearlyHeader, .marker, .bareMarker:
      "it is a comment, so the SQL below it would run as part of the block above it"
    case .nearlyNamed: "a block of another name is never sent"
    case .longVersion: "the column 'version_num' of the tracking table takes no more"
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .notUTF8:
      """
      a dump with binary data in it has to be made anew with --hex-blob, for a conversion would change the \
      data; \
      save a text as UTF-8, as with iconv -f LATIN1 -t UTF-8, or -f UTF-16
      """
    case .carriageReturns: #"save it with line feeds; tr '\r' '\n' converts one"#
    case .zeroByte: "take it out; a text in UTF-16 has many, and has to be saved as UTF-8"
    case .noUpBlock(let label, _): "put '-- name: migrate-\(label)-up' on a line before its SQL"
    case .emptyUpBlock: "write the SQL under it; to apply nothing on purpose, write ';'"
    case .duplicateBlock: "merge the two, or rename one"
    case .foreignBlock(_, let expected, _), .nearlyNamed(_, let expected, _): "name it '\(expected)'"
    case .nearlyHeader(_, let expected, _): "write '\(expected)'"
    case .marker(_, _, let expected?, _): "write '\(expected)' in its place"
    case .marker: "take it out"
    case .bareMarker(_, let expected, _): "write '\(expected)'; or, if it is a remark, say more in it"
    case .misspelt(_, let meant, _): "write '-- \(meant):'; or, if it is a remark, leave the colon out"
    case .strayText(let label, _): "move it below '-- name: migrate-\(label)-up', or make it a comment"
    case .badDirective("transactional", _, _): "write 'true' or 'false'"
    case .badDirective("foreign_keys", _, _): "write 'on' or 'off'"
    case .badDirective("isolation", _, _): "write \(Phrase.list(Directives.levels, "or"))"
    case .badDirective("replaces", _, _), .badDirective("after", _, _):
      "write versions with commas between them: 0001, 0002"
    case .badDirective: "write one plain name: letters, digits and underscores"
    case .duplicateVersion(let version, _, _) where version.series != nil:
      "take one of the two away, or give it another number"
    case .duplicateVersion(_, _, let second):
      "'rung fix \(second)' gives that one the next free number; "
        + "databases that have applied it recognise it by its text"
    case .replacedTwice: "keep one of the two squashes; the other's sources are in version control"
    case .replacedStillThere(_, let path, _): "delete '\(path)'; or, if it is another one, 'rung fix \(path)'"
    case .subfolder(_, let folder): "move them to '\(folder)', or name the folder in 'script_location'"
    case .malformedName(_, let path) where path.hasSuffix(".py"): "write it in SQL"
    case .malformedName: "name it VERSION_what_it_does.sql, such as 0001_create_users.sql"
    case .unknownCondition: "correct the name, or set it under the extension's settings"
    case .longVersion: "give the extension a shorter name"
    case .unknownPredecessor: "correct '-- after:', or take in what brings that version"
    case .unwantedPredecessor(let version, let settings, _):
      """
      set \(Phrase.list(settings.map { "\($0) = true" })) under [extension.\(version.series ?? "")], or take \
      '-- after:' out
      """
    case .circle: "take one of their '-- after:' lines out"
    }
  }

  package var place: Place? {
    switch self {
    case .notUTF8(let location), .zeroByte(let location), .emptyUpBlock(_, let location),
      .duplicateBlock(_, let location, _),
      .foreignBlock(_, _, let location), .badDirective(_, _, let location), .nearlyNamed(_, _, let location),
      .nearlyHeader(_, _, let location), .marker(_, _, _, let location), .bareMarker(_, _, let location),
      .strayText(_, let location), .misspelt(_, _, let location):
      .source(location)
    case .noUpBlock(_, let path), .malformedName(_, let path), .subfolder(let path, _),
      .carriageReturns(let path),
      .replacedStillThere(_, let path, _), .unknownCondition(_, let path), .longVersion(_, let path),
      .unknownPredecessor(_, let path), .unwantedPredecessor(_, _, let path), .circle(_, let path):
      .file(path)
    case .duplicateVersion, .replacedTwice: nil
    }
  }

  package var status: ExitStatus { .badFile }
}

extension MigrationError {
  /// The error for a migration whose up block is still empty.
  static func emptyUpBlock(_ migration: Migration) -> MigrationError {
    .emptyUpBlock(migration.up.name, migration.source.location(at: migration.up.nameOffset))
  }
}
