import Configuration
import RungKit

/// What `--version` prints.
enum Version {
  /// The version of Rung, by https://semver.org.
  static let number = "0.1.0"

  static var text: String {
    "rung \(number)\n"
      + Libraries.versions.map { "\($0.name) \($0.version ?? "not installed")" }.joined(separator: "\n")
  }
}
