import SQLText
import TOMLKit

/// `author = {mode = "env", value = "NAME"}`, the other form in which SQLSpec accepts an author.
extension SettingsFile.Reader {
  /// The same setting as one text.
  func author(_ table: TOMLTable, at key: String) throws(SettingsError) -> SettingsFile.Value {
    let origin = SettingsError.Origin.file(path, key: key)
    if let name = table.keys.sorted().first(where: { $0 != "mode" && $0 != "value" }) {
      throw .unknownKey(file: path, key: "\(key).\(name)", nearest: nil)
    }
    let value = table["value"]?.string?.trimmingBlanks ?? ""
    switch table["mode"]?.string?.lowercased() ?? "static" {
    case "git": return .text("git")
    case "system": return .text("system")
    case "env" where !value.isEmpty: return .text("env:\(value)")
    case "callable" where !value.isEmpty: return .text("callable:\(value)")
    case "static" where !value.isEmpty: return .text(value)
    default:
      throw .badValue(
        origin, reason: "it takes a mode, and for most of them a value",
        remedy:
          "write a name, 'git', 'system' or 'env:NAME' as a text, or {mode = \"static\", value = \"NAME\"}")
    }
  }
}
