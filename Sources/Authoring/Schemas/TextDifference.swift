/// The difference of two texts, as lines of a unified diff.
struct TextDifference {
  /// The lines with the prefix ` `, `-` or `+`; long equal passages are reduced to a few lines.
  var lines: [String] { kept.map { all[$0] } }
  /// All lines with the prefix.
  private let all: [String]
  /// The indices of the lines that are kept.
  private let kept: [Int]

  var isEmpty: Bool { kept.isEmpty }

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
    self.all = all
    var near = Set<Int>()
    for index in all.indices where !all[index].hasPrefix(" ") {
      near.formUnion(index - TextDifference.context...index + TextDifference.context)
    }
    kept = all.indices.filter(near.contains)
  }

  /// The difference as `diff -u` writes it, with the names of both texts; empty if there is none.
  func hunks(from old: String, to new: String) -> [String] {
    guard !isEmpty else { return [] }
    var result = ["--- \(old)", "+++ \(new)"]
    var (left, right) = (1, 1)
    var place = 0
    while place < all.count {
      guard kept.contains(place) else {
        (left, right, place) = (left + 1, right + 1, place + 1)
        continue
      }
      let end = all.indices[place...].first { !kept.contains($0) } ?? all.endIndex
      let lines = all[place..<end]
      let (before, after) = (lines.count { !$0.hasPrefix("+") }, lines.count { !$0.hasPrefix("-") })
      // A passage of no lines is named by the line before it.
      let (first, second) = (before == 0 ? left - 1 : left, after == 0 ? right - 1 : right)
      result.append("@@ -\(first),\(before) +\(second),\(after) @@")
      result += lines
      (left, right, place) = (left + before, right + after, end)
    }
    return result
  }
}
