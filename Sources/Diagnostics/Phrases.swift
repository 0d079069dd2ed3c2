/// Wording that many messages share.
package enum Phrase {
  /// `1 migration`, `2 migrations`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`.
  package static func list(_ items: [String], _ conjunction: String = "and") -> String {
    let quoted = items.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
  }

  /// The candidate that a mistyped word most likely stands for, if one is close enough.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { (distance: editDistance(word.lowercased(), $0.lowercased()), word: $0) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, word.count / 3) ? best.word : nil
  }

  /// The fewest typing errors between two words: letters inserted, deleted, replaced, or two neighbours
  /// swapped.
  ///
  /// Computed as the optimal string alignment distance.
  /// https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance
  package static func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var (before, row) = ([Int](), Array(0...right.count))
    for i in left.indices {
      var next = [i + 1]
      for j in right.indices {
        var best = min(row[j] + (left[i] == right[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, before[j - 1] + 1)
        }
        next.append(best)
      }
      (before, row) = (row, next)
    }
    return row[right.count]
  }
}
