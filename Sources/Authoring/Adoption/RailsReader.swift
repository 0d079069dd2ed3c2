import Configuration
import Diagnostics
import Migrations
import SQLText

/// Reads the whole schema that Rails writes into `structure.sql`, as one migration.
struct RailsReader {
  let folder: ToolFolder
  let tool: MigrationTool

  /// - Throws: ``AdoptionError/unreadable(_:reason:)`` if the file lists no version.
  func read() throws -> ForeignFolder {
    let names = try folder.names.filter { name in
      try tool.files.contains { try $0.firstMatch(in: name) != nil }
    }
    guard let name = names.first else { throw AdoptionError.empty(folder.path, tool: tool.title) }
    let source = try folder.text(of: name)
    let versions = try Pattern(#"^ \( ' (?<version> \d+ ) ' \) [,;]"#).matches(in: source.text)
      .compactMap { $0.text("version") }
    guard let last = versions.max(by: { VersionParts($0) < VersionParts($1) }) else {
      throw AdoptionError.unreadable(
        source.path, reason: "it does not list the versions in schema_migrations")
    }
    let migration = ForeignMigration(
      adopted: Adopted(tool: tool.name, name: last), version: last, title: "structure", up: source.text,
      path: source.path)
    let note = AdoptionNote(
      "'\(name.lastPart)' is the schema after \(Phrase.count(versions.count, "migration")), adopted as one; "
        + "it also makes the tables of Rails",
      at: .file(source.path))
    return ForeignFolder(migrations: [migration], notes: [note])
  }
}
