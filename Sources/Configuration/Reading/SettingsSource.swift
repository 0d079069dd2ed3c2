import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// A source of values: the environment, then the settings file.
package struct SettingsSource {
  let file: SettingsFile?
  let target: String?
  let environment: Environment
  /// What the command line says of a key.
  var flags: [SettingsKey: Found] = [:]

  struct Found {
    let text: String
    let origin: SettingsError.Origin
    var isFromFile: Bool { if case .file = origin { true } else { false } }
  }

  /// The value as written, with `env:NAME` not resolved.
  func raw(_ key: SettingsKey) -> Found? {
    if let found = flags[key] { return found }
    if let text = environment[key.variable] { return Found(text: text, origin: .variable(key.variable)) }
    guard let (value, origin) = stored(key), case .text(let text) = value else { return nil }
    return Found(text: text, origin: origin)
  }

  func text(_ key: SettingsKey) throws(SettingsError) -> Found? {
    guard let found = raw(key), found.isFromFile else { return raw(key) }
    return Found(text: try environment.resolved(found.text, found.origin), origin: found.origin)
  }

  /// A folder that has to exist.
  func existingFolder(_ key: SettingsKey, below folder: String) throws(SettingsError) -> String? {
    guard let path = try self.folder(key, below: folder) else { return nil }
    guard Path.isFolder(path) else {
      throw .badValue(
        raw(key)?.origin ?? .byDefault, reason: "there is no folder '\(path)'",
        remedy: "create it, correct the path, or remove '\(key.name)'")
    }
    return path
  }

  /// Refuses an environment variable whose name is nearly that of a setting, because it is probably misspelt.
  ///
  /// Other variables are not Rung's, for example those that describe a service called rung.
  func refuseMisspelt() throws(SettingsError) {
    let names = environment.names.filter { $0.hasPrefix("RUNG_") }
    if names.isEmpty { return }
    let known = SettingsKey.allCases.map(\.variable) + ["RUNG_CONFIG", "RUNG_TARGET", "RUNG_DATABASE"]
    if let name = names.first(where: { $0.hasPrefix("RUNG_VALUE_") }) {
      throw .badValue(
        .variable(name), reason: "there is no such setting",
        remedy: "did you mean '\(Values.prefix)\(name.dropFirst("RUNG_VALUE_".count))'?")
    }
    for name in names where !known.contains(name) {
      let word = String(name.dropFirst(5))
      guard word.count > 4, !Environment.passedOn.contains(name), !name.hasPrefix(Values.prefix) else {
        continue
      }
      let near = known.first {
        Phrase.editDistance(word, String($0.dropFirst(5))) <= (word.count > 8 ? 2 : 1)
      }
      if let near {
        throw .badValue(
          .variable(name), reason: "there is no such setting", remedy: "did you mean '\(near)'?")
      }
    }
  }

  /// Throws for a flag with nothing in it: `--table "$TABLE"` where the variable is not set.
  func refuseEmptyFlags() throws(SettingsError) {
    for found in flags.values where found.text.isEmpty {
      throw .badValue(found.origin, reason: "it is empty", remedy: "give it a value, or leave it out")
    }
  }

  /// A path, which is relative to the settings file if it comes from there, else to the current folder.
  func folder(_ key: SettingsKey, below folder: String) throws(SettingsError) -> String? {
    try text(key).map { Path.join($0.isFromFile ? folder : ".", $0.text) }
  }

  func flag(_ key: SettingsKey) throws(SettingsError) -> Bool? {
    if let text = environment[key.variable] {
      guard let flag = Bool(text.lowercased()) else {
        throw .wrongKind(.variable(key.variable), expected: key.kind.rawValue)
      }
      return flag
    }
    guard case .flag(let flag)? = stored(key)?.value else { return nil }
    return flag
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: SettingsKey
  ) throws(SettingsError) -> Choice? {
    guard let found = try text(key) else { return nil }
    let words = Choice.allCases.map(\.rawValue)
    guard let choice = Choice(rawValue: found.text.lowercased()) else {
      throw .badValue(
        found.origin, reason: "'\(found.text)' is not known", remedy: "write \(Phrase.list(words, "or"))")
    }
    return choice
  }

  func time(_ found: Found) throws(SettingsError) -> Milliseconds {
    guard let time = Milliseconds(found.text) else {
      throw .badValue(
        found.origin, reason: "'\(found.text)' is not a duration", remedy: "use 500ms, 30s, 5min or 1h")
    }
    return time
  }

  /// A whole number from 0 on.
  func number(_ key: SettingsKey) throws(SettingsError) -> Int? {
    guard let found = try text(key) else { return nil }
    guard let number = Int(found.text), number >= 0 else {
      throw .badValue(
        found.origin, reason: "'\(found.text)' is not a number of times",
        remedy: "write a whole number, such as 5")
    }
    return number
  }

  /// A time limit, which must not be zero.
  func limit(_ found: Found) throws(SettingsError) -> Milliseconds {
    let time = try time(found)
    guard time.count > 0 else {
      throw .badValue(
        found.origin, reason: "'\(found.text)' is not a usable limit",
        remedy: "write a duration such as 60s, or remove the key")
    }
    return time
  }

  func log() throws(SettingsError) -> LogFormat? {
    guard let found = try text(.log) else { return nil }
    guard let format = LogFormat(rawValue: found.text) else {
      throw .badValue(
        found.origin, reason: "'\(found.text)' is not a log format",
        remedy: "write one of \(Phrase.list(LogFormat.allCases.map(\.rawValue), "or"))")
    }
    return format
  }

  /// The database's URL, and the folder that its path is relative to.
  ///
  /// A target that the user names keeps its own database even if `DATABASE_URL` is set, because a target is
  /// the more specific choice.
  func database(
    flag: String?
  ) throws(SettingsError) -> (text: String?, folder: String, origin: SettingsError.Origin) {
    if let flag { return (try environment.content(flag, .flag("--database")), ".", .flag("--database")) }
    let folder = file?.folder ?? "."
    if let target, let found = try ownDatabase(of: target) { return (found.text, folder, found.origin) }
    for name in ["RUNG_DATABASE", "DATABASE_URL"] {
      guard let url = environment[name] else { continue }
      return (try environment.content(url, .variable(name)), ".", .variable(name))
    }
    guard let (value, origin) = stored(.database), case .text(let text) = value else {
      return (nil, folder, .byDefault)
    }
    return (try environment.content(environment.resolved(text, origin), origin), folder, origin)
  }

  /// The origin of each value that the command line, the environment or the file has.
  var origins: [SettingsKey: SettingsError.Origin] {
    SettingsKey.allCases.reduce(into: [:]) { origins, key in
      let variable = environment[key.variable].map { _ in SettingsError.Origin.variable(key.variable) }
      origins[key] = flags[key]?.origin ?? variable ?? stored(key)?.origin
    }
  }

  private func ownDatabase(of target: String) throws(SettingsError) -> Found? {
    let key = "target.\(target).\(SettingsKey.database.rawValue)"
    guard let file, case .text(let text)? = file.values[key] else { return nil }
    let origin = SettingsError.Origin.file(file.path, key: key)
    let url = try environment.content(environment.resolved(text, origin), origin)
    return Found(text: url, origin: origin)
  }

  func stored(_ key: SettingsKey) -> (value: SettingsFile.Value, origin: SettingsError.Origin)? {
    guard let file else { return nil }
    for prefix in [target.map { "target.\($0)." }, ""].compactMap({ $0 }) {
      if let value = file.values[prefix + key.rawValue] {
        return (value, .file(file.path, key: prefix + key.rawValue))
      }
    }
    return nil
  }
}

extension Environment {
  /// The variables that Rung sets for the programs that it calls, one of which may be Rung.
  fileprivate static let passedOn = [
    "RUNG_VERSION", "RUNG_DIRECTION", "RUNG_DESCRIPTION", "RUNG_REVISION", "RUNG_COMMAND", "RUNG_STATUS",
    "RUNG_ERROR", "RUNG_PYTHON", "RUNG_DIALECT", "RUNG_DATABASE_URL", "RUNG_EXTENSION_CONFIG", "RUNG_PREFIX",
    "RUNG_PG_DUMP",
  ]

  /// The first line of the file for `file:PATH`, such as a secret that is mounted into a container; any other
  /// text unchanged.
  func content(
    _ text: String, _ origin: SettingsError.Origin, below folder: String = "."
  ) throws(SettingsError) -> String {
    guard text.hasPrefix("file:") else { return text }
    let path = Path.join(folder, String(text.dropFirst(5)))
    guard let bytes = try? Path.bytes(of: path),
      let line = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first
    else {
      throw .badValue(
        origin, reason: "'\(path)' cannot be read, or is empty",
        remedy: "write file:PATH with the path of a file whose first line is the value")
    }
    return line.trimmingBlanks
  }

  /// The variable's value for `env:NAME`; any other text unchanged.
  package func resolved(_ text: String, _ origin: SettingsError.Origin) throws(SettingsError) -> String {
    guard text.hasPrefix("env:") else { return text }
    let name = String(text.dropFirst(4))
    if name.isEmpty {
      throw .badValue(
        origin, reason: "'env:' needs a variable's name", remedy: "write env:NAME, such as env:DATABASE_URL")
    }
    guard let value = self[name] else { throw .unsetVariable(name, at: origin) }
    return value
  }
}
