import Drivers
import Diagnostics
import SQLText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Who applies migrations and writes new ones: a literal, `git` or `system`.
struct Author {
  /// The name that a setting stands for.
  ///
  /// - Throws: ``SettingsError`` for a form that is not understood.
  static func name(_ settings: Settings, _ environment: Environment) throws(SettingsError) -> String {
    switch settings.author.trimmingBlanks.lowercased() {
    case "", "system": return system(environment)
    case "git": return git() ?? system(environment)
    case let author where author.hasPrefix("callable:"):
      throw .badValue(
        settings.origin(of: .author), reason: "a Python function cannot be called from here",
        remedy: "write a name, 'git', 'system' or 'env:NAME'")
    default: return try environment.resolved(settings.author, settings.origin(of: .author))
    }
  }

  /// `name <email>` as git would write it into a commit; nil unless it knows both.
  private static func git() -> String? {
    guard let name = Program.output(["git", "config", "user.name"]),
      let email = Program.output(["git", "config", "user.email"])
    else { return nil }
    return "\(name) <\(email)>"
  }

  private static func system(_ environment: Environment) -> String {
    if let user = environment["USER"] ?? environment["LOGNAME"] { return user }
    return getpwuid(geteuid())?.pointee.pw_name.map { String(cString: $0) } ?? "unknown"
  }
}
