import SQLText

/// Writes the sections that update the tracking table, and the values for its statements.
extension ScriptWriter {
  func section(_ backfill: TrackerBackfill) throws -> Script.Section {
    let additions = try backfill.columns.map { Step(.alterTable, try sql("tracker-add-\($0)")) }
    let rows = try backfill.rows.map { row in
      Step(
        .record,
        try sql(
          "tracker-backfill",
          [
            "version": .text(row.name), "sequence": .number(row.sequence),
            "type": row.type.map { .text($0.rawValue) } ?? .null,
            "checksum": row.checksum.map { .text($0) } ?? .null,
          ]))
    }
    let what =
      backfill.columns.isEmpty
      ? "numbered its rows" : "added the columns \(backfill.columns.joined(separator: ", "))"
    return Script.Section(
      title: "the tracking table is of an older version", steps: try transaction(additions + rows),
      notes: ["updated the tracking table '\(options.table.joined(separator: "."))': \(what)"])
  }

  func section(_ reconciliation: Reconciliation) throws -> Script.Section {
    let swaps = try reconciliation.replacements.flatMap(steps)
    let renames = try reconciliation.renames.map { rename in
      Step(
        .record,
        try sql(
          "tracker-rename",
          [
            "old": .text(rename.current), "version": .text(rename.name), "type": .text(rename.kind.rawValue),
            "checksum": rename.checksum.map { .text($0) } ?? .null,
            "description": rename.description.map { .text($0) } ?? .null,
          ]))
    }
    return Script.Section(
      title: "rows whose files have another name now", steps: try transaction(swaps + renames),
      notes: reconciliation.notes)
  }

  /// Changes the first row to that of the squashed migration, and deletes the others.
  private func steps(_ replacement: Reconciliation.Replacement) throws -> [Step] {
    guard let first = replacement.rows.first else { return [] }
    let removals = try replacement.rows.dropFirst().map { row in
      Step(.record, try sql("tracker-remove", ["version": .text(row.name)]))
    }
    var values = try values(replacement.migration)
    values["old"] = .text(first.name)
    return removals + [Step(.record, try sql("tracker-replace", values))]
  }

  /// Fills the column `replaces` of a squashed migration's row.
  func replaces(_ migration: Migration) throws -> [Step] {
    guard migration.replacesText != nil else { return [] }
    return [Step(.record, try sql("tracker-set-replaces", values(migration)))]
  }

  func sql(_ block: String, _ values: [String: SQLTemplate.Value] = [:]) throws -> String {
    try dialect.sql(block, values, or: general)
  }

  func values(_ item: Plan.Item) throws -> [String: SQLTemplate.Value] {
    var values = try values(item.migration, after: item.previous)
    // A row may spell its version differently than the file; the row is the one to delete.
    if let row = item.row { values["version"] = .text(row.name) }
    return values
  }

  /// The SQL that fails if the tracking table has rows that were not read; empty if that is not compared.
  func unchanged(_ item: Plan.Item) throws -> String {
    guard let last = item.lastSequence, dialect.has("tracker-unchanged") else { return "" }
    return try sql("tracker-unchanged", ["last": .number(last)])
  }

  /// The SQL that claims a migration without a transaction, by its progress.
  func progressClaim(_ item: Plan.Item, _ values: [String: SQLTemplate.Value]) throws -> String {
    try item.resumes == nil
      ? unchanged(item) + sql("progress-claim", values) : sql("progress-resume", values)
  }

  /// The values for a migration's row.
  ///
  /// - Parameters:
  ///   - migration: the migration.
  ///   - previous: the version whose row the same script writes just before; nil if there is none.
  /// - Returns: the values of the holes.
  /// - Throws: ``DialectError`` for a block that cannot be filled.
  func values(
    _ migration: Migration, after previous: Version? = nil
  ) throws -> [String: SQLTemplate.Value] {
    var values: [String: SQLTemplate.Value] = [
      "version": .text("\(migration.version)"), "type": .text(migration.version.kind.rawValue),
      "description": .text(migration.description), "checksum": .text(migration.checksum),
      "author": .text(options.author), "replaces": migration.replacesText.map { .text($0) } ?? .null,
    ]
    if dialect.has("tracker-next") {
      let next = try previous.map { try sql("tracker-next-after", ["previous": .text("\($0)")]) }
      let query = try (next ?? sql("tracker-next")).trimmingBlanks.utf8.dropLast()
      values["next"] = .text(String(Substring(query)))
    }
    return values
  }
}
