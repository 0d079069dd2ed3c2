import SQLText
import Diagnostics

/// A migration in another language that gives no SQL.
package enum LoaderError: Diagnostic {
  case noLoader(Migration)
  case late(Migration, direction: Direction, limit: String)
  /// The loader's output, its exit status, and whether it may have read what does not exist yet.
  case failed(Migration, direction: Direction, said: String, status: Int32, isEarly: Bool)
  case noDatabase(Migration, dialect: String)
  case notUTF8(Migration)

  package var message: String {
    switch self {
    case .noLoader(let migration): "there is no 'rung-load-\(migration.name.language)' to load it"
    case .late(_, let direction, let time): "the \(direction) function returned no SQL within \(time)"
    case .failed(let migration, let direction, let words, _, _):
      place(in: words, migration)?.message ?? "the \(direction) function returned no SQL"
    case .noDatabase(_, let dialect): "'driver: read' is not supported on \(dialect)"
    case .notUTF8: "the SQL that it returned is not UTF-8"
    }
  }

  package var cause: String? {
    guard case .failed(let migration, _, let words, let status, _) = self else { return nil }
    let said = place(in: words, migration)?.said ?? words.trimmingBlanks
    return said.isEmpty ? (place(in: words, migration) == nil ? "it ended with status \(status)" : nil) : said
  }

  package var remedy: String? {
    switch self {
    case .noLoader(let migration): "put 'rung-load-\(migration.name.language)' on PATH"
    case .late: "correct it, or raise 'load_timeout'"
    case .failed(_, _, _, _, let isEarly):
      isEarly ? "it reads the database as it is now; apply the migrations before it first" : nil
    case .notUTF8: nil
    case .noDatabase: "remove it; migrations can only read from SQLite and PostgreSQL"
    }
  }

  package var place: Place? {
    switch self {
    case .noLoader(let migration), .late(let migration, _, _), .noDatabase(let migration, _),
      .notUTF8(let migration):
      .file(migration.source.path)
    case .failed(let migration, _, let words, _, _):
      place(in: words, migration)?.place ?? .file(migration.source.path)
    }
  }

  package var status: ExitStatus {
    switch self {
    case .noLoader: .unavailable
    case .failed(_, _, _, let status, _) where status == ExitStatus.unavailable.rawValue: .unavailable
    default: .badFile
    }
  }

  /// The last line that begins with the file, `FILE:LINE: MESSAGE` or `FILE: MESSAGE`, and the rest of the
  /// output.
  private func place(
    in words: String, _ migration: Migration
  ) -> (place: Place, message: String, said: String)? {
    let path = migration.source.path
    let lines = words.split(separator: "\n")
    guard let index = lines.lastIndex(where: { $0.hasPrefix(path + ":") }) else { return nil }
    let rest = lines[index].dropFirst(path.count + 1)
    let others = lines[..<index] + lines[(index + 1)...]
    let number = rest.prefix { $0 != ":" }
    let line = Int(number)
    let message = (line == nil ? rest : rest.dropFirst(number.count + 1)).trimmingBlanks
    // A shell has printed the same message in its own form.
    let said = others.filter { !$0.hasSuffix(message) }.joined(separator: "\n")
    return (line.map { .source(migration.source.location(ofLine: $0)) } ?? .file(path), message, said)
  }
}
