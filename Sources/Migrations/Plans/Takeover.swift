import Diagnostics

/// The history of another tool, matched with the files that were adopted from it.
package struct Takeover: Sendable {
  /// The migrations that the tool has applied, in the order in which it did so.
  package let taken: [Taken]
  /// The names in the history for which there is no file.
  package let unknown: [String]

  /// A migration that the tool has applied.
  package struct Taken: Sendable {
    package let migration: Migration
    /// The time, as the tracking table stores it; nil if the tool does not know it.
    package let appliedAt: String?
    /// The user, or the tool if it does not know one.
    package let appliedBy: String
  }

  /// A row of the history.
  package struct Row: Sendable, Equatable {
    package let name: String
    package let appliedAt: String?
    package let appliedBy: String?
    package let state: State

    /// Whether the migration is finished; a baseline is a version up to which all was there before.
    package enum State: String, Sendable { case applied, failed, baseline }

    package init(
      name: String, appliedAt: String? = nil, appliedBy: String? = nil, state: State = .applied
    ) {
      (self.name, self.appliedAt, self.appliedBy, self.state) = (name, appliedAt, appliedBy, state)
    }
  }

  /// Matches rows and files.
  ///
  /// - Parameters:
  ///   - rows: the rows of the history.
  ///   - isEach: whether each row is one migration.
  ///   - hasHeads: whether a row stands for those before it in the graph, not for all lower versions.
  ///   - tool: the tool as `--from` takes its name, and as it writes it.
  ///   - catalog: the project's migrations.
  ///   - isBegun: whether the tracking table has rows already.
  /// - Throws: ``TakeoverError`` for a history that cannot be taken over.
  package init(
    _ rows: [Row], isEach: Bool, hasHeads: Bool, from tool: (name: String, title: String), _ catalog: Catalog,
    isBegun: Bool = false
  ) throws(TakeoverError) {
    let files = catalog.migrations.compactMap { migration in
      migration.adopted.flatMap { $0.tool == tool.name ? (adopted: $0, migration: migration) : nil }
    }
    guard !files.isEmpty else { throw .notAdopted(tool.name) }
    if let failed = rows.first(where: { $0.state == .failed }) {
      throw .failed(tool.title, name: failed.name)
    }
    if let baseline = rows.first(where: { $0.state == .baseline }), !isBegun {
      throw .baseline(tool.title, version: baseline.name)
    }
    // Repeatable migrations run once more.
    let repeatables = Set(
      catalog.repeatables.compactMap(\.adopted).filter { $0.tool == tool.name }.map(\.name))
    let rows = rows.filter { $0.state == .applied && !repeatables.contains($0.name) }
    if !isEach {
      let rows =
        hasHeads
        ? Takeover.ancestors(of: rows, files.map(\.adopted)) : Takeover.lower(rows, files.map(\.adopted))
      self.init(rows, files: files, title: tool.title)
    } else {
      self.init(rows, files: files, title: tool.title)
    }
  }

  private init(_ rows: [Row], files: [(adopted: Adopted, migration: Migration)], title: String) {
    // A name may occur several times, as a change that sqitch has reworked: the rows are in order, too.
    var waiting = Dictionary(grouping: files) { Takeover.key($0.adopted.name) }
    var (taken, unknown) = ([Taken](), [String]())
    for row in rows {
      let key = Takeover.key(row.name)
      guard let file = waiting[key]?.first else {
        unknown.append(row.name)
        continue
      }
      waiting[key]?.removeFirst()
      taken.append(
        Taken(migration: file.migration, appliedAt: row.appliedAt, appliedBy: row.appliedBy ?? title))
    }
    (self.taken, self.unknown) = (taken, unknown)
  }

  /// The name without leading zeros, if it is a number.
  private static func key(_ name: String) -> String {
    name.allSatisfy(\.isNumber) ? String(name.drop { $0 == "0" }) : name
  }

  private static func isUp(_ name: String, to last: String) -> Bool {
    let (one, other) = (key(name), key(last))
    return (one.count, one) <= (other.count, other)
  }

  /// A row for each file up to the highest row; the others are not known.
  private static func lower(_ rows: [Row], _ files: [Adopted]) -> [Row] {
    guard let first = rows.first else { return [] }
    let last = rows.dropFirst().reduce(first) { isUp($0.name, to: $1.name) ? $1 : $0 }
    let known = Dictionary(rows.map { (key($0.name), $0) }) { first, _ in first }
    let found = files.filter { isUp($0.name, to: last.name) }
      .map { known[key($0.name)] ?? Row(name: $0.name) }
    return found.isEmpty ? [last] : found
  }

  /// A row for each file that is named, or comes before one, in the order of the files.
  private static func ancestors(of rows: [Row], _ files: [Adopted]) -> [Row] {
    let known = Dictionary(files.map { ($0.name, $0) }) { first, _ in first }
    var (found, waiting) = (Set<String>(), rows.map(\.name))
    while let name = waiting.popLast() {
      guard found.insert(name).inserted, let file = known[name] else { continue }
      waiting += file.parents
    }
    let unknown = rows.filter { known[$0.name] == nil }
    return files.filter { found.contains($0.name) }.map { Row(name: $0.name) } + unknown
  }
}

/// A history of another tool that cannot be taken over.
package enum TakeoverError: Diagnostic {
  /// No file has a line that says which migration of the tool it was.
  case notAdopted(String)
  /// A migration that the tool began and did not finish.
  case failed(String, name: String)
  /// A version up to which the tool has applied nothing itself.
  case baseline(String, version: String)
  case noHistory(String, table: String, reason: String)
  /// A tool or a database for which Rung has no query.
  case noQuery(String, dialect: String)
  case noDatabase(String)
  /// An upgrade of a database in which the tool has applied something.
  case forgotten(tool: (name: String, title: String), table: String)

  package var message: String {
    switch self {
    case .notAdopted(let tool): "no migration was adopted from \(tool)"
    case .failed(let tool, let name): "\(tool) has not finished '\(name)'"
    case .baseline(let tool, let version): "the history of \(tool) begins with a baseline at '\(version)'"
    case .noHistory(let tool, let table, _): "cannot read the history of \(tool) in '\(table)'"
    case .noQuery(let tool, let dialect): "Rung cannot read the history of \(tool) on \(dialect)"
    case .forgotten(let tool, _): "the history of \(tool.title) was not taken over"
    case .noDatabase(let url): "the database '\(url)' does not exist"
    }
  }

  package var cause: String? {
    switch self {
    case .notAdopted: "no file in the folder of migrations has a line '-- Adopted: …' with that tool"
    case .noHistory(_, _, let reason): reason
    case .baseline: "what comes before it is in the database, but not in the history"
    case .forgotten(let tool, let table):
      "the database has its table '\(table)', so what was adopted from \(tool.title) may be applied already"
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .notAdopted(let tool): "run 'rung adopt FOLDER --from \(tool)' first"
    case .failed(let tool, _): "finish it, or take it back, with \(tool); then try again"
    case .baseline:
      "record that first: run 'rung stamp VERSION' with the last file that it stands for, then this again"
    case .noHistory:
      "if the table has another name, use --history-table; if it is in another database, --history-database"
    case .noQuery: "record what is applied with 'rung stamp VERSION'"
    case .noDatabase: "correct the URL"
    case .forgotten(let tool, _):
      "run 'rung stamp --from \(tool.name)' first; 'rung upgrade --allow-unknown' runs every migration"
    }
  }

  package var status: ExitStatus {
    switch self {
    case .notAdopted: .badFile
    case .failed, .baseline, .noHistory, .forgotten: .failed
    case .noQuery: .usage
    case .noDatabase: .unavailable
    }
  }
}
