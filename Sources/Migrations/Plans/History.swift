import Diagnostics

/// The applied migrations, as the rows of the tracking table record them.
package struct History: Sendable, Equatable {
  /// The rows in the order in which they were applied.
  package let rows: [Row]
  /// The rows of repeatable migrations, which have no part in the order of the others.
  package let repeated: [Version: Row]
  /// The migrations without a transaction that have begun but not finished.
  package let interrupted: [Progress]
  /// Whether the tracking table, and the progress table, exist.
  package let hasTracker: Bool
  package let hasProgress: Bool
  /// The columns that the tracking table lacks because an older version created it.
  package let missingColumns: [String]

  /// The rows that another program wrote for an extension's versions, by name.
  package private(set) var recognised: [String: Extension.Recognised] = [:]

  private var versions: Set<Version>

  package init(
    rows: [Row] = [], interrupted: [Progress] = [], hasTracker: Bool = false, hasProgress: Bool = false,
    missingColumns: [String] = []
  ) {
    let isRepeated = { (row: Row) in row.series == .repeatable }
    repeated = Dictionary(
      rows.filter(isRepeated).compactMap { row in row.version.map { ($0, row) } }
    ) { first, _ in first }
    let rows = rows.filter { !isRepeated($0) }
    // If a row lacks a sequence number, the rows keep their order by time.
    self.rows =
      rows.contains { $0.sequence == nil }
      ? rows
      : rows.enumerated().sorted { left, right in
        (left.element.sequence ?? 0, left.offset) < (right.element.sequence ?? 0, right.offset)
      }.map(\.element)
    self.interrupted = interrupted
    self.hasTracker = hasTracker
    self.hasProgress = hasProgress
    self.missingColumns = missingColumns
    versions = Set(rows.compactMap(\.version))
  }

  /// The highest `execution_sequence`; nil without rows, or if a row has none.
  var lastSequence: Int? { rows.contains { $0.sequence == nil } ? nil : rows.last?.sequence }

  /// The history with other rows.
  func with(_ rows: [Row]) -> History {
    var history = History(
      rows: rows + repeated(without: []), interrupted: interrupted, hasTracker: hasTracker,
      hasProgress: hasProgress, missingColumns: missingColumns)
    history.recognised = recognised
    for other in recognised.values { history.versions.formUnion(other.standsFor) }
    return history
  }

  /// The history that an upgrade leaves when all of it has run, without times.
  ///
  /// - Parameters:
  ///   - plan: the upgrade.
  ///   - author: who is recorded.
  ///   - hasProgress: whether there is a progress table then.
  /// - Returns: that history.
  package func after(_ plan: Plan, by author: String, hasProgress: Bool) -> History {
    // The plan's script first gives numbers to rows that have none.
    let isNumbered = rows.allSatisfy { $0.sequence != nil }
    let kept = isNumbered ? rows : rows.enumerated().map { $1.numbered($0 + 1) }
    let last = kept.compactMap(\.sequence).max() ?? 0
    let tracked = plan.items.map(\.migration).filter { !$0.isRepeatable }
    let added = tracked.enumerated().map { Row($1, sequence: last + $0 + 1, by: author) }
    let removed = plan.removedRows.compactMap(\.version)
    var again = repeated.filter { !removed.contains($0.key) }
    for migration in plan.items.map(\.migration) where migration.isRepeatable {
      again[migration.version] = Row(migration, sequence: 0, by: author)
    }
    var history = History(
      rows: kept + added + again.values,
      interrupted: interrupted.filter { progress in !tracked.contains { $0.version == progress.version } },
      hasTracker: true, hasProgress: hasProgress)
    history.recognised = recognised
    for other in recognised.values { history.versions.formUnion(other.standsFor) }
    return history
  }

  /// The history with other programs' rows read as the versions of an extension that they stand for.
  func recognising(_ known: [Extension.Recognised], _ catalog: Catalog) -> History {
    guard !known.isEmpty else { return self }
    var history = self
    let rows = rows.map { row -> Row in
      guard let version = row.version,
        let other = known.first(where: { $0.version == version && $0.checksum == row.checksum })
      else { return row }
      history.recognised[row.name] = other
      return row.renamed(row.name, checksum: catalog[version]?.checksum)
    }
    return history.with(rows)
  }

  /// The row of another program that also stands for a version, and the name of that program.
  package func recognised(for version: Version) -> (row: String, by: String)? {
    recognised.first { $0.value.standsFor.contains(version) && $0.value.version != version }
      .map { ($0.key, $0.value.by) }
  }

  /// The current revision: the version that was applied last.
  package var revision: String? { rows.last?.name }

  /// The revision when migrations have run, in their order; nil if none is left.
  package func revision(after migrations: [(Migration, Direction)]) -> String? {
    var names = rows.map { ($0.version, $0.name) }
    for (migration, direction) in migrations where !migration.isRepeatable {
      names.removeAll { $0.0 == migration.version }
      if direction == .up { names.append((migration.version, "\(migration.version)")) }
    }
    return names.last?.1
  }

  /// Whether a version is applied.
  package func contains(_ version: Version) -> Bool { versions.contains(version) }

  /// One row of the tracking table.
  package struct Row: Sendable, Equatable {
    /// The value of `version_num`.
    package let name: String
    package let sequence: Int?
    package let description: String?
    /// The time by the database's clock, as the database writes it.
    package let appliedAt: String?
    /// The run time in milliseconds.
    package let executionTime: Int?
    package let checksum: String?
    package let appliedBy: String?
    /// The versions that a squashed migration replaces, joined by commas.
    package let replaces: String?

    /// The parsed `version_num`; nil if it is not a version.
    package let version: Version?
    /// The series of the version; that of the project if the row has no version.
    package var series: Series { version?.series ?? .project }

    package init(
      name: String, sequence: Int?, description: String? = nil, appliedAt: String? = nil,
      executionTime: Int? = nil,
      checksum: String? = nil, appliedBy: String? = nil, replaces: String? = nil
    ) {
      self.name = name
      self.sequence = sequence
      self.description = description
      self.appliedAt = appliedAt
      self.executionTime = executionTime
      self.checksum = checksum
      self.appliedBy = appliedBy
      self.replaces = replaces
      version = Version(name)
    }

    /// Whether the file differs from what was applied; false for a row that has no checksum, or a word
    /// instead, such as `manual-stamp`.
    package func isChanged(_ migration: Migration) -> Bool {
      guard let checksum, checksum.utf8.count == 32, !migration.checksums.contains(checksum) else {
        return false
      }
      // Older releases of SQLSpec hashed the file as it is.
      return checksum != Checksum.plain(migration.source.text)
    }

    /// The versions that a squashed migration replaces; empty for any other row.
    package var replaced: [Version] { (replaces ?? "").commaSeparated.compactMap { Version($0) } }

    /// The row with another name.
    func renamed(_ name: String, checksum: String?) -> Row {
      Row(
        name: name, sequence: sequence, description: description, appliedAt: appliedAt,
        executionTime: executionTime, checksum: checksum ?? self.checksum, appliedBy: appliedBy,
        replaces: replaces)
    }

    /// The row that applying a migration writes.
    fileprivate init(_ migration: Migration, sequence: Int, by author: String) {
      self.init(
        name: "\(migration.version)", sequence: sequence, description: migration.description,
        checksum: migration.checksum, appliedBy: author, replaces: migration.replacesText)
    }

    /// The row with a number in the order.
    fileprivate func numbered(_ sequence: Int) -> Row {
      Row(
        name: name, sequence: sequence, description: description, appliedAt: appliedAt,
        executionTime: executionTime, checksum: checksum, appliedBy: appliedBy, replaces: replaces)
    }

    /// The row changed to that of a squashed migration, with the same sequence number.
    func replaced(by migration: Migration) -> Row {
      Row(
        name: "\(migration.version)", sequence: sequence, description: migration.description,
        appliedAt: appliedAt, executionTime: executionTime, checksum: migration.checksum,
        appliedBy: appliedBy,
        replaces: migration.replacesText)
    }

    /// Reads a row of `tracker-read`: the nine columns in the table's order, as text.
    package init?(columns: [String?]) {
      guard columns.count == 9, let name = columns[0] else { return nil }
      self.init(
        name: name, sequence: columns[2].flatMap { Int($0) }, description: columns[3], appliedAt: columns[4],
        executionTime: columns[5].flatMap { Int($0) }, checksum: columns[6], appliedBy: columns[7],
        replaces: columns[8])
    }
  }
}
