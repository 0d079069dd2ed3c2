import Diagnostics
import SQLText

/// An error in a migration file, or a conflict between files.
package enum MigrationError: Diagnostic {
  case notUTF8(SourceLocation)
  case zeroByte(SourceLocation)
  case carriageReturns(String)
  case noUpBlock(String, path: String)
  case emptyUpBlock(String, at: SourceLocation)
  case duplicateBlock(String, at: SourceLocation, first: SourceLocation)
  case foreignBlock(String, expected: String, at: SourceLocation)
  /// A block whose name is nearly that of an up or down block.
  case nearlyNamed(String, expected: String, at: SourceLocation)
  /// A comment that is nearly the header of an up or down block.
  case nearlyHeader(String, expected: String, at: SourceLocation)
  /// A comment with which another tool marks a direction.
  case marker(String, of: String, expected: String?, at: SourceLocation)
  /// A comment of one word, in a file without a down block.
  case bareMarker(String, expected: String, at: SourceLocation)
  /// SQL above the first block.
  case strayText(String, at: SourceLocation)
  /// A comment that is nearly a directive, and that directive.
  case misspelt(String, expected: String, at: SourceLocation)
  case badDirective(String, value: String, at: SourceLocation)
  /// A block in a file that is run as a whole.
  case blockInRepeatable(String, at: SourceLocation)
  /// A directive that a repeatable migration cannot have.
  case unfitForRepeatable(String, path: String)
  /// `-- repeat:` in a file that is not repeatable.
  case repeatOfVersion(path: String)
  case duplicateVersion(Version, first: String, second: String)
  /// A squashed migration that replaces a version which still has a file.
  case replacedStillThere(Version, path: String, by: String)
  /// Two squashed migrations that replace the same version.
  case replacedTwice(Version, first: String, second: String)
  case malformedName(String, path: String)
  /// A folder inside another one, with files that are not taken, and the setting that takes them.
  case subfolder(String, files: [String], setting: String)
  /// `-- when:` with a name that is not a setting of its extension.
  case unknownCondition(String, path: String)
  /// A version that is too long for the tracking table.
  case longVersion(Version, path: String)
  /// A version that must come first, but that neither a file nor the database has.
  case unknownPredecessor(Version, path: String)
  /// A version that must come first, but that the settings do not ask for.
  case unwantedPredecessor(Version, settings: [String], path: String)
  /// Migrations of which each must come after another.
  case cycle([Version], path: String)

  package var message: String {
    switch self {
    case .notUTF8: "the text is not UTF-8"
    case .carriageReturns: "the lines end in carriage returns only"
    case .zeroByte: "the text contains a zero byte"
    case .noUpBlock: "the file has no up block"
    case .emptyUpBlock("", _): "the file has no statement"
    case .emptyUpBlock(let name, _): "the block '\(name)' has no statement"
    case .duplicateBlock(let name, _, _): "the block '\(name)' occurs twice"
    case .foreignBlock(let name, _, _): "the block '\(name)' has another version than its file"
    case .nearlyNamed(let name, let expected, _): "the block '\(name)' is nearly '\(expected)'"
    case .nearlyHeader(let comment, _, _): "'\(comment)' is nearly the header of a block"
    case .marker(let comment, let tool, _, _): "'\(comment)' is a header for \(tool), not for Rung"
    case .bareMarker(let comment, _, _): "'\(comment)' is not a header, and the file has no down block"
    case .strayText: "SQL above the first block is never sent"
    case .misspelt(let key, let meant, _): "'-- \(key):' is nearly '-- \(meant):'"
    case .badDirective(let key, let value, _): "'\(value)' is not a value for '-- \(key):'"
    case .blockInRepeatable(let name, _): "the block '\(name)' is in a repeatable migration"
    case .unfitForRepeatable(let key, _): "'-- \(key):' is in a repeatable migration"
    case .repeatOfVersion: "'-- repeat:' is in a migration that runs once"
    case .duplicateVersion(let version, _, _): "two files have the version '\(version)'"
    case .replacedTwice(let version, _, _): "two files replace '\(version)'"
    case .replacedStillThere(let version, _, let by): "'\(version)' still exists, but '\(by)' replaces it"
    case .subfolder(_, let files, _):
      "Rung does not take \(Phrase.count(files.count, "file")) of this folder, named like migrations"
    case .malformedName: "the file is not named as a migration"
    case .unknownCondition(let name, _): "'-- when:' names '\(name)', which its extension does not have"
    case .longVersion(let version, _): "the version '\(version)' is longer than 32 characters"
    case .unknownPredecessor(let version, _):
      "'-- after:' names '\(version)', which does not exist"
    case .unwantedPredecessor(let version, _, _):
      "'-- after:' names '\(version)', which the settings do not enable"
    case .cycle(let versions, _):
      "each of \(Phrase.list(versions.map(\.description))) must run after another of them"
    }
  }

  package var cause: String? {
    switch self {
    case .duplicateBlock(_, _, let first): "the first is at \(first)"
    case .duplicateVersion(_, let first, let second), .replacedTwice(_, let first, let second):
      "\(first)\n\(second)"
    case .malformedName(let reason, _): reason
    case .subfolder(_, let files, _):
      files.prefix(5).joined(separator: ", ") + (files.count > 5 ? " and \(files.count - 5) more" : "")
    case .nearlyHeader, .marker, .bareMarker:
      "as a comment, it leaves the SQL below it in the block above"
    case .nearlyNamed: "blocks with other names never run"
    case .blockInRepeatable: "the whole file of a repeatable migration runs, and nothing reverts it"
    case .unfitForRepeatable: "repeatable migrations run after all others, in the order of their numbers"
    case .longVersion: "the column 'version_num' of the tracking table is 32 characters wide"
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .notUTF8:
      """
      if it is a dump with binary data, dump again with --hex-blob, because a conversion would change the \
      data; otherwise save it as UTF-8, for example with iconv -f LATIN1 -t UTF-8
      """
    case .carriageReturns: #"save it with line feeds; tr '\r' '\n' converts one"#
    case .zeroByte: "remove it; if the file is UTF-16, save it as UTF-8"
    case .noUpBlock(_, let path) where path.hasSuffix(".up.sql") || path.hasSuffix(".down.sql"):
      "it is named like another tool's; 'rung adopt FOLDER' makes migrations of such files"
    case .noUpBlock(let label, _): "put '-- name: migrate-\(label)-up' on a line before its SQL"
    case .emptyUpBlock("", _): "write SQL, or delete the file"
    case .emptyUpBlock: "write SQL under it; if nothing should run, write ';'"
    case .duplicateBlock: "merge the two, or rename one"
    case .foreignBlock(_, let expected, _), .nearlyNamed(_, let expected, _): "name it '\(expected)'"
    case .nearlyHeader(_, let expected, _): "write '\(expected)'"
    case .marker(_, _, let expected?, _): "write '\(expected)' instead"
    case .marker: "remove it"
    case .bareMarker(_, let expected, _): "write '\(expected)'; if it is a remark, reword it"
    case .misspelt(_, let meant, _): "write '-- \(meant):'; if it is a remark, remove the colon"
    case .strayText(let label, _): "move it below '-- name: migrate-\(label)-up', or make it a comment"
    case .blockInRepeatable:
      "remove the line; to undo it, write a migration of its own and delete this file"
    case .unfitForRepeatable: "remove the line"
    case .repeatOfVersion: "remove the line, or name the file repeat_NUMBER_what_it_does.sql"
    case .badDirective("repeat", _, _): "write 'always'; without the line, it runs when its text has changed"
    case .badDirective("transactional", _, _): "write 'true' or 'false'"
    case .badDirective("foreign_keys", _, _), .badDirective("values", _, _): "write 'on' or 'off'"
    case .badDirective("isolation", _, _): "write \(Phrase.list(Directives.levels, "or"))"
    case .badDirective("replaces", _, _), .badDirective("after", _, _):
      "separate versions by commas: 0001, 0002"
    case .badDirective: "write one name of letters, digits and underscores"
    case .duplicateVersion(let version, _, _) where !version.isOfProject:
      "remove one of them, or give it another number"
    case .duplicateVersion(_, _, let second):
      "run 'rung fix \(second)' to give it the next free number; "
        + "databases where it is applied recognize it by its text"
    case .replacedTwice: "keep one of them; the other's sources are in version control"
    case .replacedStillThere(_, let path, _):
      "delete '\(path)'; if it is a different migration, run 'rung fix \(path)'"
    case .subfolder(_, _, let setting):
      "to take them, set script_location = \(setting); otherwise begin the folder's name with an underscore"
    case .malformedName(_, let path) where path.hasSuffix(".py"): "write it in SQL"
    case .malformedName: "rename it to VERSION_what_it_does.sql, such as 0001_create_users.sql"
    case .unknownCondition: "correct the name, or add the setting to the extension"
    case .longVersion: "give the extension a shorter name"
    case .unknownPredecessor: "correct '-- after:', or include the extension with that version"
    case .unwantedPredecessor(let version, let settings, _):
      """
      set \(Phrase.list(settings.map { "\($0) = true" })) under [extension.\(version.series)], or take \
      '-- after:' out
      """
    case .cycle: "remove one of their '-- after:' lines"
    }
  }

  package var place: Place? {
    switch self {
    case .notUTF8(let location), .zeroByte(let location), .emptyUpBlock(_, let location),
      .duplicateBlock(_, let location, _),
      .foreignBlock(_, _, let location), .badDirective(_, _, let location), .nearlyNamed(_, _, let location),
      .nearlyHeader(_, _, let location), .marker(_, _, _, let location), .bareMarker(_, _, let location),
      .strayText(_, let location), .misspelt(_, _, let location), .blockInRepeatable(_, let location):
      .source(location)
    case .noUpBlock(_, let path), .malformedName(_, let path), .subfolder(let path, _, _),
      .carriageReturns(let path), .unfitForRepeatable(_, let path), .repeatOfVersion(let path),
      .replacedStillThere(_, let path, _), .unknownCondition(_, let path), .longVersion(_, let path),
      .unknownPredecessor(_, let path), .unwantedPredecessor(_, _, let path), .cycle(_, let path):
      .file(path)
    case .duplicateVersion, .replacedTwice: nil
    }
  }

  package var status: ExitStatus { .badFile }
}

extension MigrationError {
  /// The error for a migration whose up block is still empty.
  static func emptyUpBlock(_ migration: Migration) -> MigrationError {
    .emptyUpBlock(migration.up.name, at: migration.source.location(at: migration.up.nameOffset))
  }
}
