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
    ownKeys(format) ?? standardKeys
  }

  private func ownKeys(_ format: MigrationFormat) -> [String]? { fragments[format, "description_key"]?.lines }

  /// The standard keys and those of profiles.
  private var standardKeys: [String] {
    MigrationReader.standardKeys
      + Resources(templateFolders: templateFolders).profileTexts(with: "description_key")
      .compactMap { try? ProfileManifest($0) }.flatMap(\.descriptionKeys)
  }

  /// Reads the project's migrations.
  package func reader(_ lexer: Lexer) throws -> MigrationReader {
    let standard = standardKeys
    return try MigrationReader(
      lexer, descriptionKeys: ownKeys(.sql) ?? standard, otherKeys: ownKeys(.py) ?? standard)
  }
}
