import Migrations
import SQLText

extension Settings {
  /// The keys that introduce a description in files of a format.
  ///
  /// As in SQLSpec, a `description_key` in the settings replaces the standard keys. The keys of profiles are
  /// added to the standard ones, because a file does not show which profile it was made from. A profile with
  /// an error is ignored here: it concerns those who make files from it, and must not stop a run.
  ///
  /// - Returns: at least one key.
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
