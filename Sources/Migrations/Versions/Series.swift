/// Migrations that are applied in the order of their versions.
package enum Series: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The project's own migrations, which come first.
  case project
  /// The migrations of an extension; extensions are in the order of their names.
  case named(String)

  /// The project's repeatable migrations, which run after all others.
  ///
  /// Their versions are spelled as those of an extension, so that SQLSpec can read their rows.
  package static let repeatable = Series.named("repeat")

  /// The name of the extension; nil for the project.
  package var name: String? {
    switch self {
    case .project: nil
    case .named(let name): name
    }
  }

  /// The name of the extension; nothing for the project.
  package var description: String { name ?? "" }

  /// The beginning of each version in the series: `ext_NAME_`, or nothing.
  package var prefix: String { name.map { "ext_\($0)_" } ?? "" }

  package static func < (left: Series, right: Series) -> Bool {
    guard let other = right.name else { return false }
    return left.name.map { $0.unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars) } ?? true
  }
}
