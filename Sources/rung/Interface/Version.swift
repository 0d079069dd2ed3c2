import Configuration

/// The text that `--version` prints.
enum Version {
  /// The version of Rung, according to https://semver.org.
  static let number = "0.1.0"

  /// Without libpq, which takes longer to load than Rung; `rung drivers` reports its version.
  static var text: String {
    (["rung \(number)"] + Libraries.linked.map { "\($0.name) \($0.version ?? "")" }).joined(separator: "\n")
  }
}
