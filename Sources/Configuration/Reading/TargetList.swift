import Diagnostics
import System

/// The targets that a file or a command lists under `[targets]`, one `NAME` or `NAME URL` a line.
///
/// A line may be empty, or a comment after `#`. The other keys of `[targets]` are the settings of each
/// target, with `{name}` for its name.
struct TargetList {
  /// The targets in their order, with their URLs.
  let entries: [(name: String, url: String?)]

  /// The beginning of the keys for each target of the list.
  static let prefix = "targets."

  /// Reads the list of a settings file; it is empty if that names none.
  ///
  /// - Throws: ``SettingsError`` for a list that cannot be read, ``TargetListError`` for a line.
  static func read(_ source: SettingsSource) throws -> TargetList {
    guard let file = source.file else { return TargetList(entries: []) }
    if let path = try source.folder(.targetsFrom, below: file.folder) {
      let origin = source.raw(.targetsFrom)?.origin ?? .byDefault
      guard let bytes = try? Path.bytes(of: path), let text = try? SourceText(path: path, bytes: bytes) else {
        throw SettingsError.badValue(
          origin, reason: "'\(path)' cannot be read",
          remedy: "write the path of a file with one 'NAME URL' a line")
      }
      return try TargetList(text)
    }
    guard let command = try source.text(.targetsCommand) else { return TargetList(entries: []) }
    return try TargetList(output(of: command, file.folder))
  }

  private static func output(of command: SettingsSource.Found, _ folder: String) throws -> SourceText {
    let words = ["sh", "-c", #"CDPATH= cd -- "$1" && exec sh -c "$2""#, "sh", folder, command.text]
    let ending = Program(words, limit: 60_000).run()
    guard let ending, ending.status == 0, !ending.isLate else {
      let last = ending?.errors.split(separator: "\n").last.map { ": \($0)" } ?? ""
      throw SettingsError.badValue(
        command.origin, reason: "the command ended with \(ending?.status ?? 127)\(last)",
        remedy: "run it by hand in '\(folder)'; it must print one 'NAME URL' a line within a minute")
    }
    return SourceText(path: "targets.command", text: ending.output)
  }

  /// - Throws: ``TargetListError`` for the first line that is not a target, or repeats one.
  init(_ source: SourceText) throws(TargetListError) {
    var entries: [(name: String, url: String?)] = []
    var names = Set<String>()
    // By bytes, because `\r\n` is one character.
    let lines = source.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let words = Substring(line).split(whereSeparator: \.isWhitespace)
      guard let name = words.first, !name.hasPrefix("#") else { continue }
      let location = { source.hidingURLs.location(ofLine: number + 1) }
      guard words.count < 3 || words[2].hasPrefix("#"), TargetList.isName(name) else {
        throw .malformed(location())
      }
      guard names.insert(String(name)).inserted else { throw .twice(String(name), at: location()) }
      entries.append((String(name), words.dropFirst().first { !$0.hasPrefix("#") }.map(String.init)))
    }
    self.entries = entries
  }

  private init(entries: [(name: String, url: String?)]) { self.entries = entries }

  /// Whether a name can stand in a command, a path and a rule of make without quotes.
  private static func isName(_ text: Substring) -> Bool {
    text.first != "-" && text.first != "."
      && text.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
      }
  }
}

/// A line in a list of targets that cannot be used.
enum TargetListError: Diagnostic {
  case malformed(SourceLocation)
  case twice(String, at: SourceLocation)

  var message: String {
    switch self {
    case .malformed: "the line is not a target"
    case .twice(let name, _): "'\(name)' is listed twice"
    }
  }

  var remedy: String? {
    switch self {
    case .malformed: "write 'NAME' or 'NAME URL'; a name has letters, digits, and '_', '.' or '-'"
    case .twice: "remove one of the two lines, or rename its target"
    }
  }

  var place: Place? {
    switch self {
    case .malformed(let location), .twice(_, let location): .source(location)
    }
  }

  var status: ExitStatus { .badSettings }
}

extension SettingsFile {
  /// The settings with a table for a target that the list may have.
  ///
  /// - Throws: ``SettingsError`` for a target that is unknown, and for a list that cannot be used.
  static func including(
    _ target: String, of file: SettingsFile?, _ environment: Environment
  ) throws -> SettingsFile {
    guard let file else { throw SettingsError.unknownTarget(target, known: []) }
    if file.targets.contains(target) { return file }
    let list = try file.list(environment)
    guard let entry = list.entries.first(where: { $0.name == target }) else {
      throw SettingsError.unknownTarget(target, known: file.targets + list.entries.map(\.name))
    }
    return file.adding(target, url: entry.url)
  }

  fileprivate func list(_ environment: Environment) throws -> TargetList {
    try TargetList.read(SettingsSource(file: self, target: nil, environment: environment))
  }

  /// The settings with a target of the list, as if they had a table `[target.NAME]`.
  private func adding(_ name: String, url: String?) -> SettingsFile {
    var file = self
    let prefix = "target.\(name)."
    for (key, value) in values {
      guard key.hasPrefix(TargetList.prefix) else { continue }
      file.values[prefix + key.dropFirst(TargetList.prefix.count)] = value.filled(with: name)
    }
    if let url { file.values[prefix + SettingsKey.database.rawValue] = .text(url) }
    file.extensions[prefix] = extensions[TargetList.prefix]
    file.targets.append(name)
    return file
  }
}

/// The targets that have a table in the settings file, and then those of its list, without disabled ones.
package struct AllTargets {
  package private(set) var names: [String] = []
  private var listed: [(name: String, url: String?)] = []

  init() {}

  /// - Throws: ``SettingsError`` or ``TargetListError`` for a list that cannot be used.
  init(_ file: SettingsFile, _ environment: Environment) throws {
    func isEnabled(_ target: String?) throws -> Bool? {
      try SettingsSource(file: file, target: target, environment: environment).flag(.enabled)
    }
    names = try file.targets.filter { try isEnabled($0) ?? true }
    listed = try file.list(environment).entries.filter { !file.targets.contains($0.name) }
    let own = file.values[TargetList.prefix + SettingsKey.enabled.rawValue]
    if try own == .flag(false) || own == nil && isEnabled(nil) == false { return }
    names += listed.map(\.name)
  }

  /// Writes the list with its URLs, so that a command that makes it runs once for all targets.
  ///
  /// - Throws: ``FileError`` if the file exists or cannot be written.
  package func writeList(to path: String) throws(FileError) {
    let lines = listed.map { "\($0.name) \($0.url ?? "")\n" }
    try Path.create(path, lines.joined(), isPrivate: true)
  }
}

extension SettingsFile.Value {
  fileprivate func filled(with name: String) -> Self {
    switch self {
    case .text(let text): .text(text.replacing("{name}", with: name))
    case .secret(let text): .secret(text.replacing("{name}", with: name))
    case .list(let texts): .list(texts.map { $0.replacing("{name}", with: name) })
    case .flag, .number: self
    }
  }
}
