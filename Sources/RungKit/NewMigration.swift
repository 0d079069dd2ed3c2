import Diagnostics
import Migrations
import SQLText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A new file for somebody to write SQL into.
package struct NewMigration {
  /// Writes the file, from the template of the settings' profile, and returns its path.
  ///
  /// Its version is the time, or with `sequential` the number after the last one. Throws ``FileError`` when it cannot
  /// be written; ``FieldError`` or ``ResourceError`` for a bad template.
  package static func create(
    _ message: String, sequential: Bool, _ settings: Settings, _ environment: Environment
  ) throws -> String {
    let folder = settings.scriptLocation
    let taken =
      Path.isFolder(folder) ? try Path.names(in: folder).flatMap { try versions(of: $0, in: folder) } : []
    if FileChange.isUnfinished(in: folder) { throw FileChangeError.unfinished(folder) }
    let now = Date()
    let version = sequential ? try nextNumber(taken) : freeTime(taken, now)
    // One line, whatever was typed: the message stands in a comment.
    let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let slug = slug(words)
    let template = try Resources(templateFolders: settings.templateFolders)
      .template("\(settings.profile)/migration.sql")
    let text = try FieldTemplate(template).filled(with: [
      "title": settings.title, "version": version, "message": words, "description": words,
      "created_at": now.formatted(.iso8601), "author": try Author.name(settings, environment), "slug": slug,
    ])
    let path = Path.join(folder, "\(version)_\(slug).sql")
    if !Path.isFolder(folder) { try Path.createFolder(folder) }
    try Path.create(path, text)
    return path
  }

  /// The version of a file, and those that it replaces: what was squashed away keeps its numbers.
  private static func versions(of name: String, in folder: String) throws -> [Version] {
    guard case .migration(let read) = FileName.read(name) else { return [] }
    let text = String(decoding: try Path.bytes(of: Path.join(folder, name)), as: UTF8.self)
    return [read.version] + (try Directives(replacedBy: text)).replaces
  }

  private static func nextNumber(_ taken: [Version]) throws -> String {
    let last = taken.filter { $0.series == nil && $0.kind == .sequential }.max()
    guard let last else { return "0001" }
    guard let next = last.successor else { throw RenumberingError(version: last) }
    return next.description
  }

  /// The time in UTC; two files of one second get seconds of their own.
  private static func freeTime(_ taken: [Version], _ now: Date) -> String {
    var time = now
    while true {
      let digits = time.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted)).filter(\.isNumber)
      if !taken.contains(where: { $0.description == digits }) { return digits }
      time += 1
    }
  }

  /// The message as part of a file's name, by SQLSpec's rules: ASCII in lower case, at most 50 characters.
  static func slug(_ message: String) -> String {
    let words = message.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let slug = words.joined(separator: "_").prefix(50)
    return slug.isEmpty ? "migration" : String(slug).trimmingUnderscores
  }
}

extension String {
  fileprivate var trimmingUnderscores: String { String(reversed().drop { $0 == "_" }.reversed()) }
}
