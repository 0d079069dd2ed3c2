import Diagnostics
import SQLText

/// Finds the file of each row whose file was renamed.
///
/// A row and a file belong together when the file, with its version written as the row's, has the row's checksum, they
/// are of one series and one description, and neither fits another.
struct RenameMatcher {
  private let rows: [History.Row]
  private let files: [Migration]
  private let lexer: Lexer

  struct Match {
    let row: History.Row
    let migration: Migration
  }

  /// Picks the rows without their files, and the files without their rows.
  init(_ catalog: Catalog, _ history: History, _ lexer: Lexer) {
    self.lexer = lexer
    let rows = history.rows.filter { row in
      guard let version = row.version, row.checksum?.utf8.count == 32 else { return false }
      return catalog[version].map(row.isChanged) ?? true
    }
    self.rows = rows
    files =
      rows.isEmpty
      ? []
      : catalog.migrations.filter { migration in
        !history.contains(migration.version) || rows.contains { $0.version == migration.version }
      }
  }

  func matches() throws(PatternError) -> (renames: [Match], problems: [ReconciliationError]) {
    var renames: [Match] = []
    var problems: [ReconciliationError] = []
    let pairs = try pairs()
    for (index, row) in rows.enumerated() {
      let fitting = pairs.filter { $0.row == index }.map { files[$0.file] }
      guard !fitting.isEmpty else { continue }
      let alike = fitting.filter { row.isLike($0) }
      guard alike.count == 1, let migration = alike.first else {
        problems.append(.unclear(row, fitting))
        continue
      }
      let rivals = pairs.filter {
        files[$0.file].version == migration.version && rows[$0.row].isLike(migration)
      }
      if rivals.count > 1 {
        problems.append(.rivals(rivals.map { rows[$0.row].name }, file: migration.source.path))
      } else {
        renames.append(Match(row: row, migration: migration))
      }
    }
    return (renames, problems)
  }

  /// Which rows and files have one text.
  private func pairs() throws(PatternError) -> [(row: Int, file: Int)] {
    let byChecksum = Dictionary(grouping: files.indices) { files[$0].checksum }
    var pairs = rows.indices.flatMap { row in
      (byChecksum[rows[row].checksum ?? ""] ?? []).map { (row: row, file: $0) }
    }
    // The rest is slower, and for few: block names that the checksum takes for text, and hashes of old releases.
    let left = rows.indices.filter { row in !pairs.contains { $0.row == row } }
    let free = files.indices.filter { file in !pairs.contains { $0.file == file } }
    guard !left.isEmpty, !free.isEmpty else { return pairs }
    let relabeller = try Relabeller(lexer)
    for row in left {
      guard let version = rows[row].version else { continue }
      for file in free where rows[row].isLike(files[file]) {
        let sums = [
          try relabeller.checksum(of: files[file], as: version),
          try relabeller.plainChecksum(of: files[file], as: version),
        ]
        if let checksum = rows[row].checksum, sums.contains(checksum) { pairs.append((row, file)) }
      }
    }
    return pairs
  }
}

extension History.Row {
  /// Whether nothing speaks against a file of the same text being this row's.
  fileprivate func isLike(_ migration: Migration) -> Bool {
    version?.series == migration.version.series && describes(migration) && !isOlder(than: migration)
  }

  /// Whether the descriptions agree; where the name of the file is the description, it may hold the version.
  fileprivate func describes(_ migration: Migration) -> Bool {
    guard let version, let description else { return false }
    return description == migration.description
      || description == migration.description.replacing(migration.version.number, with: version.number)
  }

  /// Whether the file got its version after the row was written: it may be new, and repeat an old text on purpose.
  fileprivate func isOlder(than migration: Migration) -> Bool {
    guard migration.version.kind == .timestamp, let appliedAt else { return false }
    let time = appliedAt.filter { $0.isASCII && $0.isNumber }.prefix(14)
    return time.count == 14 && time < migration.version.number
  }
}

extension ReconciliationError {
  /// Why a row fits no file, or more than one, of its own text.
  fileprivate static func unclear(_ row: History.Row, _ files: [Migration]) -> ReconciliationError {
    let alike = files.filter { row.isLike($0) }
    if alike.count > 1 { return .candidates(row: row.name, files: alike.map(\.source.path)) }
    let migration = files[0]
    let reason =
      row.version?.series != migration.version.series
      ? "they belong to different series"
      : !row.describes(migration)
        ? "it is described as '\(row.description ?? "")' there, and as '\(migration.description)' here"
        : "the file's version is younger than the row"
    return .doubtful(row: row.name, file: migration.source.path, reason: reason)
  }
}
