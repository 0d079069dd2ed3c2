import Diagnostics
import RungKit

/// The status of a project, in aligned columns.
struct StatusTable {
  private let status: RungKit.Status

  init(_ status: RungKit.Status) { self.status = status }

  var lines: [String] {
    let heading = [
      "database    \(status.database)", "migrations  \(status.folder)",
      "revision    \(status.revision ?? "base")", "",
    ]
    guard !status.entries.isEmpty else { return heading + ["no migrations yet"] }
    let rows = status.entries.map { [$0.state.rawValue, $0.version, $0.description, detail($0)] }
    let holder =
      status.holder.map { ["\($0) holds the lock: what looks interrupted may be running"] } ?? []
    return heading + Columns(rows).lines + ["", summary] + holder + status.problems
  }

  private func detail(_ entry: RungKit.Status.Entry) -> String {
    switch entry.state {
    case .applied where !entry.recordedAs.isEmpty:
      "by \(entry.appliedBy ?? ""), as part of \(entry.recordedAs.joined(separator: ", "))"
    case .skipped: "the settings do not enable it"
    case .applied:
      [entry.appliedAt.map { String($0.prefix(19)) }, entry.appliedBy].compactMap { $0 }.joined(
        separator: "  ")
    case .renamed: "recorded as \(entry.recordedAs.joined(separator: ", "))"
    case .changed: "its file was changed since; the new text has not run"
    case .missing where entry.isRepeatable: "its file is gone; the next upgrade removes this row"
    case .missing: "its file is missing"
    case .faulty: "its file has an error"
    case .pending where entry.isRepeatable:
      entry.appliedAt == nil ? "repeatable" : "its text has changed, so it runs again"
    case .pending:
      entry.outOfOrder.isEmpty ? "" : "out of order, older than \(entry.outOfOrder.joined(separator: ", "))"
    case .interrupted:
      "after \(Phrase.count(entry.finished ?? 0, "statement"))"
        + (entry.file == nil ? ", its file is missing" : "")
    }
  }

  /// The number of migrations in each state: `2 applied, 1 pending`.
  var summary: String {
    RungKit.Status.State.allCases.compactMap { state in
      let count = status.count(state)
      return count == 0 ? nil : "\(count) \(state.rawValue)"
    }.joined(separator: ", ")
  }
}
