/// Words that many messages share.
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

  /// The candidate that a mistyped word most likely meant, if one is near enough.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { (distance: editDistance(word.lowercased(), $0.lowercased()), word: $0) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, word.count / 3) ? best.word : nil
  }

  /// Levenshtein's distance: the fewest insertions, deletions and replacements between two words.
  private static func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let replaced = diagonal + (right[j] == character ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
