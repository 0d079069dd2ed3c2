import RungKit

/// The order of versions as a drawing, first those in the database, then those to apply.
///
/// The project and each extension have a column: `*` is in the database, `o` is not, and a line joins the
/// first version of the series to its last.
struct StatusGraph {
  private let entries: [RungKit.Status.Entry]

  init(_ status: RungKit.Status) {
    // Their place is not known: the settings do not enable them, or their files cannot be read.
    entries = status.entries.filter { $0.state != .skipped && ($0.state != .faulty || $0.appliedAt != nil) }
  }

  /// The lines for a terminal of so many columns, for which long descriptions are cut; nil for no limit.
  func lines(width: Int?) -> [[Styled]] {
    guard !entries.isEmpty else { return [[Styled("no migrations yet")]] }
    let series = Set(entries.map { $0.series ?? "" }).sorted()
    let bounds = series.map { name in
      let places = entries.indices.filter { (entries[$0].series ?? "") == name }
      return (places.first ?? 0)...(places.last ?? 0)
    }
    let heads = series.enumerated().map { column, name in
      [Styled(String(repeating: "| ", count: column) + (name.isEmpty ? "project" : name), .head)]
    }
    return (series.count > 1 ? heads : [])
      + entries.indices.map { row in
        let entry = entries[row]
        let lanes = series.enumerated().flatMap { column, name -> [Styled] in
          let mark = (entry.series ?? "") == name ? entry.mark : bounds[column].contains(row) ? "|" : " "
          return [Styled(mark, mark == "|" ? .faint : mark == " " ? nil : entry.state.style), Styled(" ")]
        }
        let start = lanes + [Styled(" \(entry.version)")]
        let end = words(of: entry)
        let room = (width ?? .max) - (start + end).reduce(2) { $0 + $1.text.columns }
        return start + description(entry.description.visible, room) + end
      }
  }

  private func words(of entry: RungKit.Status.Entry) -> [Styled] {
    let word = Styled(entry.state.rawValue, entry.state.style)
    let state = entry.state == .applied ? [] : [Styled("  "), word]
    let notes = [
      entry.isDraft && entry.state == .pending ? "draft" : nil,
      entry.outOfOrder.isEmpty ? nil : "out of order, older than \(span(entry.outOfOrder))",
      entry.isLate && entry.outOfOrder.isEmpty ? "out of order" : nil,
      entry.replaces.isEmpty ? nil : "replaces \(span(entry.replaces))",
      entry.recordedAs.isEmpty ? nil : "recorded as \(span(entry.recordedAs))",
      entry.after.isEmpty ? nil : "after \(entry.after.joined(separator: ", "))",
    ].compactMap { $0 }
    let text = notes.isEmpty ? "" : "  (\(notes.joined(separator: "; ")))"
    return state + [Styled(text, .noted)]
  }

  private func description(_ text: String, _ room: Int) -> [Styled] {
    if text.isEmpty { return [] }
    return [Styled("  " + (text.columns <= room ? text : text.cut(max(room - 1, 10)) + "…"))]
  }

  /// The versions, or the first and the last of many.
  private func span(_ versions: [String]) -> String {
    guard versions.count > 3, let first = versions.first, let last = versions.last else {
      return versions.joined(separator: ", ")
    }
    return "\(first) to \(last)"
  }
}

extension RungKit.Status.Entry {
  /// How the entry is drawn: whether the database has it.
  fileprivate var mark: String { state != .pending && (appliedBy ?? appliedAt) != nil ? "*" : "o" }
}
