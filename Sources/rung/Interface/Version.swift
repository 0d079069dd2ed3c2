import Configuration
import RungKit

/// The text that `--version` prints.
enum Version {
  /// The version of Rung, according to https://semver.org.
  static let number = "0.1.0"

  static var text: String {
    "rung \(number)\n"
      + Libraries.versions.map { "\($0.name) \($0.version ?? "not installed")" }.joined(separator: "\n")
  }
}
