import Diagnostics
import Migrations
import System
import TOMLKit

/// `[values]`: texts that fill the holes of migrations, or `{ secret = "…" }` for one that nobody may see.
extension SettingsFile.Reader {
  mutating func readValues(
    _ value: (any TOMLValueConvertible)?, prefix: String
  ) throws(SettingsError) {
    guard let table = value?.table else {
      throw .wrongKind(.file(path, key: prefix + "values"), expected: "a table [\(prefix)values]")
    }
    for name in table.keys.sorted() {
      let key = SettingsSource.valuesPrefix + name
      let origin = SettingsError.Origin.file(path, key: prefix + key)
      guard name.isValueName else {
        throw .badValue(
          origin, reason: "a value's name has only small letters, digits and underscores",
          remedy: "write it as in ':'api_key''")
      }
      if let text = table[name]?.string {
        values[prefix + key] = .text(text)
      } else if let text = table[name]?.table?["secret"]?.string, table[name]?.table?.keys.count == 1 {
        values[prefix + key] = .secret(text)
      } else {
        throw .wrongKind(origin, expected: "a string, or { secret = \"…\" }")
      }
    }
  }
}

extension SettingsSource {
  static let valuesPrefix = "values."

  /// The values for migrations: of the environment, then of the target, then of the file.
  ///
  /// What cannot be had is an error only where it is needed.
  ///
  /// - Parameter folder: the folder that `file:PATH` is relative to.
  /// - Returns: the values by name.
  func values(below folder: String) -> Values {
    var values: [String: Values.Value] = [:]
    let prefixes = ["", target.map { "target.\($0)." }].compactMap { $0 }.map { $0 + Self.valuesPrefix }
    var secrets: Set<String> = []
    for prefix in prefixes {
      for (key, value) in file?.values ?? [:] where key.hasPrefix(prefix) {
        let name = String(key.dropFirst(prefix.count))
        let text: String
        switch value {
        case .text(let own): text = own
        case .secret(let own):
          // Another value of the same name is as secret, wherever it comes from.
          secrets.insert(name)
          text = own
        case .flag, .number, .list: continue
        }
        values[name] = self.value(text, from: .file(file?.path ?? "", key: key), below: folder)
      }
    }
    for variable in environment.names where variable.hasPrefix(Values.prefix) {
      guard let text = environment[variable] else { continue }
      values[variable.dropFirst(Values.prefix.count).lowercased()] = .text(text)
    }
    if target == nil {
      for (name, problem) in valuesOfTargets where values[name] == nil {
        values[name] = .missing(problem, isSecret: false)
      }
    }
    for name in secrets { values[name] = values[name]?.asSecret }
    return Values(values)
  }

  /// What is wrong with a value, by its name, that only targets have, if none is chosen.
  private var valuesOfTargets: [String: SettingsError] {
    var problems: [String: SettingsError] = [:]
    for key in file?.values.keys.sorted() ?? [] where key.hasPrefix("target") {
      guard let range = key.firstRange(of: "." + Self.valuesPrefix) else { continue }
      problems[String(key[range.upperBound...])] = .badValue(
        .file(file?.path ?? "", key: key), reason: "only targets have this value",
        remedy: "choose one with --target")
    }
    return problems
  }

  private func value(_ text: String, from origin: SettingsError.Origin, below folder: String) -> Values.Value
  {
    do throws(SettingsError) {
      let text = try environment.content(environment.resolved(text, origin), origin, below: folder)
      guard !text.utf8.contains(0) else {
        throw .badValue(origin, reason: "there is a zero byte", remedy: "no database takes it; remove it")
      }
      return .text(text)
    } catch {
      return .missing(error, isSecret: false)
    }
  }
}

extension Values.Value {
  fileprivate var asSecret: Self {
    switch self {
    case .text(let text), .secret(let text): .secret(text)
    case .missing(let problem, _): .missing(problem, isSecret: true)
    }
  }
}

extension String {
  fileprivate var isValueName: Bool {
    !isEmpty
      && utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
          || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
      }
  }
}
