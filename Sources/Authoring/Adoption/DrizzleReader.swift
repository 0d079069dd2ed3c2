import Configuration
import Diagnostics
import Migrations
import SQLText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the journal of Drizzle, and the files that it names.
struct DrizzleReader {
  let folder: ToolFolder
  let tool: MigrationTool

  private struct Journal: Decodable {
    let entries: [Entry]

    struct Entry: Decodable {
      let tag: String
      /// The time that the history stores, in milliseconds.
      let when: Int
    }
  }

  /// - Throws: ``AdoptionError/unreadable(_:reason:)`` for a journal that is not one.
  func read() throws -> ForeignFolder {
    let source = try folder.text(of: "meta/_journal.json")
    let journal: Journal
    do {
      journal = try JSONDecoder().decode(Journal.self, from: Data(source.text.utf8))
    } catch {
      throw AdoptionError.unreadable(source.path, reason: "it is not a journal of Drizzle")
    }
    let migrations = try journal.entries.map { entry in
      let name = "\(entry.tag).sql"
      let text = try MarkedText(folder.text(of: name), tool, hasDelimiters: false)
      let number = String(entry.tag.prefix { $0.isASCII && $0.isNumber })
      return ForeignMigration(
        adopted: Adopted(tool: tool.name, name: "\(entry.when)"), version: number.isEmpty ? nil : number,
        title: String(entry.tag.dropFirst(number.count)), up: text.up, path: folder.path(of: name))
    }
    let known = Set(journal.entries.map { "\($0.tag).sql" })
    let notes = folder.names.filter { $0.hasSuffix(".sql") && !known.contains($0) }.map { name in
      AdoptionNote("'\(name)' is not in the journal", at: .file(folder.path(of: name)))
    }
    return ForeignFolder(migrations: migrations, notes: notes)
  }
}
