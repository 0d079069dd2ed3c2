/// The difference of two texts, as lines of a unified diff.
struct TextDifference {
  /// The lines with the prefix ` `, `-` or `+`; long equal passages are reduced to a few lines.
  let lines: [String]

  var isEmpty: Bool { lines.isEmpty }

  /// The number of equal lines that are kept around different ones.
  private static let context = 3

  init(_ old: String, _ new: String) {
    let before = old.split(separator: "\n").map(String.init)
    let after = new.split(separator: "\n").map(String.init)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var all: [String] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if removed.contains(left) {
        all.append("-" + before[left])
        left += 1
      } else if inserted.contains(right) {
        all.append("+" + after[right])
        right += 1
      } else {
        all.append(" " + before[left])
        left += 1
        right += 1
      }
    }
    let changed = all.indices.filter { !all[$0].hasPrefix(" ") }
    lines = all.indices.filter { index in
      changed.contains { abs($0 - index) <= TextDifference.context }
    }.map { all[$0] }
  }
}
