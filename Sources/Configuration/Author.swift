import Diagnostics
import SQLText
import System

/// The author who applies migrations and writes new ones.
///
/// The setting is a name, `git`, `system`, `env:NAME`, or a function in Python that returns a name.
package struct Author {
  /// Returns the name that a setting stands for.
  ///
  /// - Throws: ``SettingsError`` for a form that is not understood.
  package static func name(_ settings: Settings, _ environment: Environment) throws(SettingsError) -> String {
    switch settings.author.trimmingBlanks.lowercased() {
    case "", "system": return system(environment)
    case "git": return git() ?? system(environment)
    case let author where author.hasPrefix("callable:"):
      return try called(
        String(settings.author.trimmingBlanks.dropFirst("callable:".count)), settings: settings,
        environment: environment)
    case let author where author.hasPrefix("env:"):
      let name = settings.author.trimmingBlanks.dropFirst("env:".count).trimmingBlanks
      let value = try environment.resolved("env:\(name)", settings.origin(of: .author)).trimmingBlanks
      if value.isEmpty { throw .unsetVariable(name, at: settings.origin(of: .author)) }
      return value
    default: return settings.author.trimmingBlanks
    }
  }

  /// Returns the result of a function in Python: `package.module:function`.
  private static func called(
    _ place: String, settings: Settings, environment: Environment
  ) throws(SettingsError) -> String {
    func fault(_ reason: String) -> SettingsError {
      .badValue(
        settings.origin(of: .author), reason: reason,
        remedy:
          "write callable:MODULE:FUNCTION with a module below 'project_root'; or a name, 'git' or 'system'")
    }
    guard let program = ProgramSearch("rung-load-py", environment),
      let config = try? LoaderSettings(settings).json(),
      let ending = Program(
        program.command + ["author", place],
        variables: ["RUNG_PROJECT_ROOT": settings.projectRoot, "RUNG_CONFIG": config],
        limit: settings.loadTimeout.count, endsWithProcess: true
      ).run()
    else { throw fault("'\(place)' cannot be called") }
    if ending.isLate { throw fault("'\(place)' returned no name within \(settings.loadTimeout.text)") }
    guard ending.status == 0 else { throw fault("'\(place)': \(ending.errors.trimmingBlanks)") }
    return ending.output
  }

  /// The `name <email>` that git writes into commits; nil unless git knows both.
  private static func git() -> String? {
    guard let name = Program.output(["git", "config", "user.name"]),
      let email = Program.output(["git", "config", "user.email"])
    else { return nil }
    return "\(name) <\(email)>"
  }

  private static func system(_ environment: Environment) -> String {
    if let user = environment["USER"] ?? environment["LOGNAME"] { return user }
    return Processes.userName ?? "unknown"
  }
}
