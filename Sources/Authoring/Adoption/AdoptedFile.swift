import Diagnostics
import Migrations
import SQLText

/// A file of Rung that was made from another tool's migration.
struct AdoptedFile {
  let name: String
  let text: String
  let notes: [any Diagnostic]

  /// - Parameters:
  ///   - migration: the other tool's migration.
  ///   - version: its version for Rung.
  ///   - fitting: what fits its SQL.
  ///   - isNamed: whether its version is the tool's own, so that the name shows which migration it is.
  ///   - descriptionKey: the key of a description in a file.
  /// - Throws: ``PatternError`` if PCRE2 gives up.
  init(
    _ migration: ForeignMigration, version: Version, fitting: Fitting, isNamed: Bool,
    descriptionKey: String
  ) throws {
    let up = try fitting.fitted(migration.up, from: migration.path)
    // A down part of only comments means that there is none.
    let down = try migration.down.flatMap { $0.isBlank ? nil : try fitting.fitted($0, from: migration.path) }
    let words = migration.title.split { $0 == "_" || $0.isWhitespace }.joined(separator: " ")
    let original = migration.adopted.name
    let description =
      isNamed || words == original ? words : words.isEmpty ? original : "\(words) (\(original))"
    var lines = [migration.adopted.line]
    if !description.isEmpty { lines.insert("-- \(descriptionKey): \(description)", at: 0) }
    if !(migration.isTransactional && up.isTransactional && down?.isTransactional ?? true) {
      lines.append("-- transactional: false")
    } else if up.switchesKeysOff || down?.switchesKeysOff ?? false {
      lines.append("-- foreign_keys: off")
    }
    var text = lines.map { $0 + "\n" }.joined() + "\n"
    text += migration.isRepeatable ? up.text.inBlock : "-- name: migrate-\(version)-up\n\(up.text.inBlock)"
    if let down { text += "\n-- name: migrate-\(version)-down\n\(down.text.inBlock)" }
    self.text = text
    let title = words.isEmpty && isNamed ? "" : "_" + Slug.ofFile(words.isEmpty ? original : words)
    let number = migration.isRepeatable ? "repeat_\(version.number)" : "\(version)"
    name = "\(number)\(title).sql"
    notes = up.notes + (down?.notes ?? [])
  }
}

extension String {
  /// The text without blank lines around it, and with one line end.
  fileprivate var inBlock: String {
    let lines = utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    let kept = lines.drop(while: \.isBlank).reversed().drop(while: \.isBlank).reversed()
    return kept.map { $0 + "\n" }.joined()
  }
}
