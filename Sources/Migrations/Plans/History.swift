import Diagnostics

/// What the database says was applied: the rows of the tracking table.
package struct History: Sendable, Equatable {
  /// In the order in which they were applied.
  package let rows: [Row]
  /// Migrations without a transaction that have begun and not ended.
  package let interrupted: [Progress]
  /// Whether the tracking table, and the table of progress, are there.
  package let hasTracker: Bool
  package let hasProgress: Bool
  /// The columns that a tracking table of an older version lacks.
  package let missingColumns: [String]

  /// Rows that another program wrote for the versions of an extension, by name.
  package private(set) var recognised: [String: Extension.Recognised] = [:]

  private var versions: Set<Version>

  package init(
    rows: [Row] = [], interrupted: [Progress] = [], hasTracker: Bool = false, hasProgress: Bool = false,
    missingColumns: [String] = []
  ) {
    // Where a row lacks a number, they come in the order of time.
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

  /// The history with other rows.
  func with(_ rows: [Row]) -> History {
    var history = History(
      rows: rows, interrupted: interrupted, hasTracker: hasTracker, hasProgress: hasProgress,
      missingColumns: missingColumns)
    history.recognised = recognised
    for other in recognised.values { history.versions.formUnion(other.standsFor) }
    return history
  }

  /// The history with rows taken for what they stand for that another program wrote for an extension.
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

  /// The row of another program that stands for a version, too, and what that program is.
  package func recognised(for version: Version) -> (row: String, by: String)? {
    recognised.first { $0.value.standsFor.contains(version) && $0.value.version != version }
      .map { ($0.key, $0.value.by) }
  }

  /// Where the database stands: the version applied last.
  package var revision: String? { rows.last?.name }

  /// Whether a version is applied.
  package func contains(_ version: Version) -> Bool { versions.contains(version) }

  /// One row of the tracking table.
  package struct Row: Sendable, Equatable {
    /// `version_num` as it stands there.
    package let name: String
    package let sequence: Int?
    package let description: String?
    /// By the database's clock, as it writes it.
    package let appliedAt: String?
    /// In milliseconds.
    package let executionTime: Int?
    package let checksum: String?
    package let appliedBy: String?
    /// The versions that a squashed migration stands for, joined by commas.
    package let replaces: String?

    /// `version_num` read; nil for what is no version.
    package let version: Version?

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

    /// Whether the file is no longer what was applied; a row without a checksum, or with a word in its place
    /// such as `manual-stamp`, does not say.
    package func isChanged(_ migration: Migration) -> Bool {
      guard let checksum, checksum.utf8.count == 32, !migration.checksums.contains(checksum) else {
        return false
      }
      // Older releases of SQLSpec hashed the file as it is.
      return checksum != Checksum.plain(migration.source.text)
    }

    /// What a squashed migration stands for; empty for any other.
    package var replaced: [Version] { (replaces ?? "").commaSeparated.compactMap { Version($0) } }

    /// The row under another name.
    func renamed(_ name: String, checksum: String?) -> Row {
      Row(
        name: name, sequence: sequence, description: description, appliedAt: appliedAt,
        executionTime: executionTime, checksum: checksum ?? self.checksum, appliedBy: appliedBy,
        replaces: replaces)
    }

    /// The row as that of a squashed migration, at the same place in the sequence.
    func replaced(by migration: Migration) -> Row {
      Row(
        name: "\(migration.version)", sequence: sequence, description: migration.description,
        appliedAt: appliedAt, executionTime: executionTime, checksum: migration.checksum,
        appliedBy: appliedBy,
        replaces: migration.replacesText)
    }

    /// Reads a row of `tracker-read`: the nine columns in the order of the table, as text.
    package init?(columns: [String?]) {
      guard columns.count == 9, let name = columns[0] else { return nil }
      self.init(
        name: name, sequence: columns[2].flatMap { Int($0) }, description: columns[3], appliedAt: columns[4],
        executionTime: columns[5].flatMap { Int($0) }, checksum: columns[6], appliedBy: columns[7],
        replaces: columns[8])
    }
  }

  /// How far a migration without a transaction has come: a row of the table of progress.
  package struct Progress: Sendable, Equatable {
    package let version: Version
    package let direction: Direction
    /// How many statements have run to their end.
    package let finished: Int
    /// The chain of ``Checksum/chain(_:_:)`` over those statements.
    package let checksum: String

    package init(version: Version, direction: Direction, finished: Int, checksum: String) {
      self.version = version
      self.direction = direction
      self.finished = finished
      self.checksum = checksum
    }

    /// Reads a row of `progress-read`, as text.
    package init?(columns: [String?]) {
      guard columns.count == 4, let version = columns[0].flatMap({ Version($0) }),
        let direction = columns[1].flatMap({ Direction(rawValue: $0) }),
        let finished = columns[2].flatMap({ Int($0) })
      else { return nil }
      self.init(version: version, direction: direction, finished: finished, checksum: columns[3] ?? "")
    }
  }
}
