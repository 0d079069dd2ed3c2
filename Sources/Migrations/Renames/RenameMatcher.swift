import Diagnostics
import SQLText

/// Finds the file of each row whose file was renamed.
///
/// A row and a file match if the file, rewritten for the row's version, has the row's checksum, if both have
/// the same series and description, and if neither matches another.
struct RenameMatcher {
  private let rows: [History.Row]
  private let files: [Migration]
  private let catalog: Catalog
  private let dialect: Dialect

  struct Match {
    let row: History.Row
    let migration: Migration
  }

  /// Selects the rows without their files, and the files without their rows.
  init(_ catalog: Catalog, _ history: History, dialect: Dialect) {
    self.catalog = catalog
    self.dialect = dialect
    let rows = history.rows.filter { row in
      guard let version = row.version else { return false }
      return catalog[version].map(row.isChanged) ?? true
    }
    self.rows = rows
    let versions = Set(rows.compactMap(\.version))
    files =
      rows.isEmpty
      ? []
      : catalog.migrations.filter { migration in
        !history.contains(migration.version) || versions.contains(migration.version)
      }
  }

  func matches() throws(PatternError) -> (renames: [Match], problems: [ReconciliationError]) {
    var renames: [Match] = []
    var problems: [ReconciliationError] = []
    let pairs = try pairs()
    let (ofRow, ofFile) = (Dictionary(grouping: pairs, by: \.row), Dictionary(grouping: pairs, by: \.file))
    for (index, row) in rows.enumerated() {
      let fitting = (ofRow[index] ?? []).map(\.file)
      if fitting.isEmpty, let file = file(without: row) {
        let reason = "the row has no checksum to compare"
        problems.append(.doubtful(row: row.name, file: file.source.path, reason: reason))
      }
      guard !fitting.isEmpty else { continue }
      let alike = fitting.filter { isLike(row, files[$0]) }
      guard alike.count == 1, let file = alike.first else {
        problems.append(unclear(row, fitting.map { files[$0] }))
        continue
      }
      let migration = files[file]
      let rivals = (ofFile[file] ?? []).filter { isLike(rows[$0.row], migration) }
      // The file with the row's own version is another migration if it has the text of another row, or
      // another description.
      if let own = files.firstIndex(where: { $0.version == row.version }), ofFile[own] == nil,
        row.describes(files[own])
      {
        let edited = files[own]
        let reason = "'\(edited.source.path)' may be its file, changed since"
        problems.append(.doubtful(row: row.name, file: migration.source.path, reason: reason))
        continue
      }
      if rivals.count > 1 {
        problems.append(.rivals(rivals.map { rows[$0.row].name }, file: migration.source.path))
      } else {
        renames.append(Match(row: row, migration: migration))
      }
    }
    return (renames, problems)
  }

  /// The pairs of a row and a file with the same text.
  private func pairs() throws(PatternError) -> [(row: Int, file: Int)] {
    let sums = files.enumerated().flatMap { file, migration in
      migration.checksums.map { (file: file, sum: $0) }
    }
    let bySum = Dictionary(grouping: sums, by: \.sum)
    var pairs = rows.indices.flatMap { row in
      (bySum[rows[row].checksum ?? ""] ?? []).map { (row: row, file: $0.file) }
    }
    // The rest is slower, and for few files: with block names that the checksum reads as text, or hashes of
    // old releases.
    let (matchedRows, matchedFiles) = (Set(pairs.map(\.row)), Set(pairs.map(\.file)))
    let left = rows.indices.filter { !matchedRows.contains($0) }
    let free = files.indices.filter { !matchedFiles.contains($0) }
    guard !left.isEmpty, !free.isEmpty else { return pairs }
    let relabeller = try Relabeller(dialect.lexer)
    for row in left {
      for file in free where isLike(rows[row], files[file]) {
        if try relabeller.isText(of: files[file], in: rows[row]) { pairs.append((row, file)) }
      }
    }
    // Pairs that do not match otherwise must be found as well, to be reported. Only a loose spelling can have
    // been missed.
    var loose: [Int] = []
    for file in free where try relabeller.dependsOnVersion(files[file]) { loose.append(file) }
    for row in left where !pairs.contains(where: { $0.row == row }) {
      for file in loose where !isLike(rows[row], files[file]) {
        if try relabeller.isText(of: files[file], in: rows[row]) { pairs.append((row, file)) }
      }
    }
    return pairs
  }

  /// The file without a row that has the same description as a row without a checksum and without a file.
  private func file(without row: History.Row) -> Migration? {
    guard row.checksum?.utf8.count != 32, row.version.flatMap({ catalog[$0] }) == nil else { return nil }
    return files.first { isLike(row, $0) }
  }

  /// Whether a file with the same text can be this row's file, by its series, description and age.
  private func isLike(_ row: History.Row, _ migration: Migration) -> Bool {
    row.series == migration.version.series && row.describes(migration)
      && !isYounger(migration, than: row)
  }

  /// Whether the file got its version after the row was written, so that it may be new and repeat an old text
  /// on purpose.
  ///
  /// A clock of an unknown time zone may be off by fourteen hours; with such a clock, the two must be two
  /// days apart.
  private func isYounger(_ migration: Migration, than row: History.Row) -> Bool {
    guard migration.version.kind == .timestamp, let appliedAt = row.appliedAt else { return false }
    let time = String(appliedAt.filter { $0.isASCII && $0.isNumber }.prefix(14))
    guard time.count == 14 else { return false }
    if dialect.clockIsUTC { return time < migration.version.number }
    return dayNumber(migration.version.number) + 1 >= dayNumber(time)
  }

  /// The number of days since a fixed day, for a time that begins with `YYYYMMDD`.
  ///
  /// https://howardhinnant.github.io/date_algorithms.html#days_from_civil
  private func dayNumber(_ time: String) -> Int {
    let digits = time.utf8.prefix(8).map { Int($0) - 48 }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    let (month, day) = (number(4..<6), number(6..<8))
    let year = number(0..<4) - (month <= 2 ? 1 : 0)
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day
  }

  /// The reason why no file with a row's text matches the row, or more than one does.
  private func unclear(_ row: History.Row, _ files: [Migration]) -> ReconciliationError {
    let alike = files.filter { isLike(row, $0) }
    if alike.count > 1 { return .candidates(row: row.name, files: alike.map(\.source.path)) }
    let migration = files[0]
    let reason =
      row.series != migration.version.series
      ? "they belong to different series"
      : !row.describes(migration)
        ? "its row says '\(row.description ?? "")', the file '\(migration.description)'"
        : "the file's version is younger than the row, or may be"
    return .doubtful(row: row.name, file: migration.source.path, reason: reason)
  }
}

extension History.Row {
  /// Whether the descriptions agree; a description from the file name may contain the version.
  fileprivate func describes(_ migration: Migration) -> Bool {
    guard let version, let description else { return false }
    return description == migration.description
      || description == migration.description.replacing(migration.version.number, with: version.number)
  }
}
