import Diagnostics
import Migrations
import SQLText

/// A statement of a migration, and what a database was seen to hold before and after it.
struct WatchedStatement: Sendable {
  let migration: Migration
  /// The text from its first word on, with holes in place of secrets.
  let text: String
  /// The place of its first word.
  let place: SourceLocation
  /// Its lines in the file, with those of the comments before it.
  let lines: ClosedRange<Int>
  /// Whether it is in a transaction with the statements after it.
  let isInTransaction: Bool
  let before: Look
  let after: Look
  let milliseconds: Int
  /// How the server can do it, if it has been asked.
  var grade: AlterGrade?
}

/// How MySQL and MariaDB change a table, from what nobody notices to what copies every row.
///
/// https://dev.mysql.com/doc/refman/8.4/en/alter-table.html#alter-table-concurrency
enum AlterGrade: String, Sendable, CaseIterable {
  /// Only the description changes.
  case instant
  /// The table is changed while others read and write.
  case online
  /// Others can only read.
  case shared
  /// The rows are copied into a new table, and others can only read.
  case copy

  /// The grade in words.
  var text: String {
    switch self {
    case .instant: "changes only the description of the table"
    case .online: "in place, while others read and write"
    case .shared: "in place, while others can only read"
    case .copy: "copies the table, while others can only read"
    }
  }
}

extension WatchedStatement {
  /// Whether something was made, dropped or changed.
  var changesSchema: Bool {
    grade != nil || before.relations != after.relations || before.columns != after.columns
      || before.constraints != after.constraints
  }

  /// The locks that it took on what was there before, the strongest of each table.
  ///
  /// A lock that an earlier statement of the transaction has taken is not among them.
  func locks(since start: Look) -> [TableLock] { strongest(after.locks.subtracting(before.locks), start) }

  /// The locks that are held when it is done.
  func locksHeld(since start: Look) -> [TableLock] { strongest(after.locks, start) }

  private func strongest(_ locks: Set<Look.Lock>, _ start: Look) -> [TableLock] {
    Dictionary(grouping: locks, by: \.owner).compactMap { table, locks in
      guard let relation = start.relations[table], relation.kind == .table,
        let mode = locks.compactMap({ LockMode($0.mode) }).max()
      else { return nil }
      return TableLock(table: table, name: before.name(table), mode: mode)
    }.sorted { $0.name < $1.name }
  }

  /// The tables and indexes that were there before, and that it rewrote.
  func rewritten(since start: Look) -> [Look.Relation] {
    old(since: start) { before, after in before.storage != after.storage && before.kind != .sequence }
  }

  /// The tables that were there before, and that it read as a whole.
  func scanned(since start: Look) -> [Look.Relation] {
    old(since: start) { before, after in after.scans > before.scans }
  }

  /// The relations that were there from the start, and differ in some way, by their names before it.
  private func old(
    since start: Look, where differs: (Look.Relation, Look.Relation) -> Bool
  ) -> [Look.Relation] {
    before.relations.values.filter { relation in
      guard start.relations[relation.identity] != nil else { return false }
      return after.relations[relation.identity].map { differs(relation, $0) } ?? false
    }.sorted { $0.name < $1.name }
  }
}

/// A lock that a statement takes on a table.
struct TableLock: Sendable, Equatable {
  /// The identity of the table.
  let table: String
  let name: String
  let mode: LockMode
}

/// The locks of tables, from the weakest to the strongest.
///
/// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
enum LockMode: String, Sendable, CaseIterable, Comparable {
  case accessShare = "AccessShareLock"
  case rowShare = "RowShareLock"
  case rowExclusive = "RowExclusiveLock"
  case shareUpdateExclusive = "ShareUpdateExclusiveLock"
  case share = "ShareLock"
  case shareRowExclusive = "ShareRowExclusiveLock"
  case exclusive = "ExclusiveLock"
  case accessExclusive = "AccessExclusiveLock"

  init?(_ name: String) { self.init(rawValue: name) }

  private var rank: Int { LockMode.allCases.firstIndex(of: self) ?? 0 }

  static func < (left: LockMode, right: LockMode) -> Bool { left.rank < right.rank }

  /// Whether others cannot write to the table meanwhile.
  var blocksWrites: Bool { self >= .share }
  /// What others cannot do with the table meanwhile.
  var blocked: String { blocksReads ? "read or write" : "write to" }
  /// Whether others cannot even read it.
  var blocksReads: Bool { self == .accessExclusive }
}
