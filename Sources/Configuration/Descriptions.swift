import Migrations
import SQLText

extension Settings {
  /// What descriptions stand behind in files of a format.
  ///
  /// As in SQLSpec a `description_key` of the settings takes the standard's place. A profile's is one more:
  /// who reads a file cannot see what it was made from. One with a fault in it is for those to mend who make
  /// files from it, and stops nobody who runs them.
  ///
  /// - Returns: at least one.
  package func descriptionKeys(_ format: MigrationFormat) -> [String] {
    let own = fragments[format, "description_key"]?.lines ?? []
    if !own.isEmpty { return own }
    return MigrationReader.standardKeys
      + Resources(templateFolders: templateFolders).profileTexts(with: "description_key")
      .compactMap { try? ProfileManifest($0) }.flatMap(\.descriptionKeys)
  }

  /// Reads the project's migrations.
  package func reader(_ lexer: Lexer) throws -> MigrationReader {
    try MigrationReader(lexer, descriptionKeys: descriptionKeys(.sql), otherKeys: descriptionKeys(.py))
  }
}
