import Diagnostics
import RungKit

/// The status of a project, in aligned columns.
///
/// A program gets each row as one line. A terminal gets heads, colours, lines as wide as it is, and below the
/// table what to do.
struct StatusTable {
  private let status: RungKit.Status

  init(_ status: RungKit.Status) { self.status = status }

  private var summaryOfProject: [String] {
    [
      "database    \(status.database)", "migrations  \(status.folder)",
      "revision    \(status.revision ?? "base")", "",
    ]
  }

  private var end: [String] {
    ["", summary]
      + (status.holder.map { ["\($0) holds the lock: what looks interrupted may be running"] } ?? [])
  }

  /// The lines for a program.
  var lines: [String] {
    guard !status.entries.isEmpty else { return summaryOfProject + ["no migrations yet"] }
    let rows = status.entries.map { [$0.state.rawValue, $0.version, $0.description, detail($0)] }
    return summaryOfProject + Columns(rows).lines + end + status.problems
  }

  /// The lines for a terminal of so many columns; nil for no limit.
  func lines(width: Int?) -> [[Styled]] {
    let top = summaryOfProject.map { [Styled($0)] }
    guard !status.entries.isEmpty else { return top + [[Styled("no migrations yet")]] }
    let zone = status.timeZone.map { " (\($0))" } ?? ""
    let rows = status.entries.map {
      [
        Styled($0.state.rawValue, $0.state.style), Styled($0.version), Styled($0.description.visible),
        Styled(detail(of: $0).visible),
      ]
    }
    let heads = ["STATE", "VERSION", "DESCRIPTION", "APPLIED\(zone), BY"]
    let table = Table(heads: heads, rows: rows, width: width)
    return top + table.lines + wrapped(end, width) + advice(width)
  }

  /// What to do, below what is not as it should be; what is said in the same words is said once.
  private func advice(_ width: Int?) -> [[Styled]] {
    let problems = status.advice
    return problems.indices.flatMap { index -> [[Styled]] in
      let (problem, next) = (problems[index], index + 1 < problems.count ? problems[index + 1] : nil)
      let isFirst = index == 0 || problems[index - 1].remedy != problem.remedy
      let remedy = next?.remedy == problem.remedy ? [] : problem.remedy.map { [$0] } ?? []
      return (isFirst ? [[]] : []) + wrapped([problem.message], width)
        + wrapped(remedy, width.map { $0 - 2 }).map { [Styled("  ")] + $0 }
    }
  }

  private func wrapped(_ lines: [String], _ width: Int?) -> [[Styled]] {
    lines.flatMap { $0.visible.wrapped(width ?? .max) }.map { [Styled($0)] }
  }

  private func detail(_ entry: RungKit.Status.Entry) -> String {
    switch entry.state {
    case .applied where !entry.recordedAs.isEmpty:
      "by \(entry.appliedBy ?? ""), as part of \(entry.recordedAs.joined(separator: ", "))"
    case .skipped: "the settings do not enable it"
    case .applied: application(entry)
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

  /// The detail for a terminal, where the words below the table say more.
  private func detail(of entry: RungKit.Status.Entry) -> String {
    switch entry.state {
    case .missing where entry.isRepeatable: detail(entry)
    case .pending where entry.isRepeatable: entry.isDraft ? "draft, repeatable" : detail(entry)
    case .changed, .missing: application(entry)
    case .pending where entry.isDraft: entry.isLate ? "draft, out of order" : "draft"
    case .pending: entry.isLate ? "out of order" : ""
    case .skipped: "not enabled"
    default: detail(entry)
    }
  }

  private func application(_ entry: RungKit.Status.Entry) -> String {
    [entry.appliedAt.map { String($0.prefix(19)) }, entry.appliedBy].compactMap { $0 }.joined(separator: "  ")
  }

  /// The number of migrations in each state: `2 applied, 1 pending`.
  var summary: String {
    RungKit.Status.State.allCases.compactMap { state in
      let count = status.count(state)
      return count == 0 ? nil : "\(count) \(state.rawValue)"
    }.joined(separator: ", ")
  }
}

extension RungKit.Status.State {
  /// The style of the state's word.
  var style: Style {
    switch self {
    case .applied: .good
    case .renamed: .noted
    case .changed: .changed
    case .pending: .waiting
    case .interrupted: .error
    case .missing, .faulty: .bad
    case .skipped: .faint
    }
  }
}
