import Migrations
import SQLText

extension Settings {
  /// What descriptions stand behind in files of a format.
  ///
  /// As in SQLSpec a `description_key` of the settings takes the standard's place. A profile's is one more: who reads a
  /// file cannot see what it was made from.
  ///
  /// - Throws: ``SettingsError`` for a bad `profile.toml`.
  package func descriptionKeys(_ format: MigrationFormat) throws -> [String] {
    if let own = fragments[format, "description_key"] { return own.lines }
    let resources = Resources(templateFolders: templateFolders)
    return try MigrationReader.standardKeys
      + resources.profileNames.flatMap { try resources.manifest(ofProfile: $0).descriptionKeys }
  }

  /// Reads the project's migrations.
  func reader(_ lexer: Lexer) throws -> MigrationReader {
    try MigrationReader(lexer, descriptionKeys: descriptionKeys(.sql), otherKeys: descriptionKeys(.py))
  }
}
