import Configuration
import Diagnostics
import Migrations
import SQLText

/// Reads the SQL that Alembic's offline mode prints, in any number of files.
struct AlembicReader {
  let folder: ToolFolder
  let tool: MigrationTool

  /// The part of one revision in one direction.
  private struct Section {
    let revision: String
    let parents: [String]
    let isUp: Bool
    let path: String
    var text = ""
  }

  /// - Throws: ``AdoptionError/noOfflineSQL(_:)`` if there is none.
  func read() throws -> ForeignFolder {
    let sections = try folder.names.filter { $0.hasSuffix(".sql") }.flatMap(sections)
    guard !sections.isEmpty else { throw AdoptionError.noOfflineSQL(folder.path) }
    let titles = try titles()
    var migrations: [ForeignMigration] = []
    for section in sections where section.isUp {
      if let other = migrations.first(where: { $0.adopted.name == section.revision }) {
        throw AdoptionError.twice(other.path, and: section.path)
      }
      migrations.append(
        ForeignMigration(
          adopted: Adopted(tool: tool.name, name: section.revision, parents: section.parents),
          title: titles[section.revision] ?? "", up: section.text, path: section.path))
    }
    for section in sections where !section.isUp {
      if let index = migrations.firstIndex(where: { $0.adopted.name == section.revision }) {
        migrations[index].down = section.text
      }
    }
    return ForeignFolder(migrations: try Graph(migrations).ordered(), notes: [])
  }

  private func sections(_ name: String) throws -> [Section] {
    let opening = try Pattern(
      #"""
      ^ -- \s Running \s (?: (?<up> upgrade ) | downgrade ) \s+ (?<from> [\w,\x20]*? ) \s* -> \s*
        (?<to> [\w,\x20]* )
      """#)
    let own = try Pattern(
      #"""
      ^ (?: insert \s+ into | update | delete \s+ from | drop \s+ table ) \s+ (?: [\w"]+ \. )? "?
        alembic_version \b [^;\n]* ;
      """#, .caseless)
    var sections: [Section] = []
    for bytes in try folder.text(of: name).text.utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      let line = String(Substring(bytes))
      if let match = try opening.firstMatch(in: line) {
        let isUp = match["up"] != nil
        let (from, to) = (match.text("from") ?? "", match.text("to") ?? "")
        sections.append(
          Section(
            revision: (isUp ? to : from).trimmingBlanks,
            parents: isUp ? from.split { ", ".contains($0) }.map(String.init) : [], isUp: isUp,
            path: folder.path(of: name)))
      } else if !sections.isEmpty, try own.firstMatch(in: line) == nil {
        sections[sections.count - 1].text += line + "\n"
      }
    }
    return sections
  }

  /// The words in the names of the revisions' files.
  private func titles() throws -> [String: String] {
    let pattern = try Pattern(#"(?: ^ | / ) (?<revision> \w+? ) _ (?<title> [^/]* ) \.py $"#)
    return try folder.names.reduce(into: [:]) { titles, name in
      guard let match = try pattern.firstMatch(in: name), let revision = match.text("revision") else {
        return
      }
      titles[revision] = match.text("title")
    }
  }
}
