/// A migration's version and title, as its file name gives them.
package struct FileName: Sendable, Equatable {
  package let version: Version
  /// The text after the first underscore, without the suffix; empty if there is none.
  package let title: String
  /// The version as the file's block names spell it: without `ext_NAME_` in an extension's own folder.
  package let label: String
  /// The language, by the suffix: `sql`, or one that a loader turns into SQL.
  package let language: String

  init(version: Version, title: String, label: String, language: String = "sql") {
    self.version = version
    self.title = title
    self.label = label
    self.language = language
  }

  /// The role of a file in a folder of migrations.
  package enum Reading: Sendable, Equatable {
    case migration(FileName)
    /// The file looks like a migration, but cannot be one for this reason.
    case malformed(String)
    /// The file is something else, such as a README.
    case other
  }

  /// Parses a file name.
  ///
  /// - Parameters:
  ///   - name: the last part of the path, with its suffix.
  ///   - series: the extension whose folder contains the file, or nil.
  /// - Returns: the role of the file.
  package static func read(_ name: String, series: Series = .project) -> Reading {
    // A folder may have thousands of files, and bytes are cheaper to compare than characters.
    let period = UInt8(ascii: ".")
    guard name.utf8.count <= Version.longestText, name.utf8.first != period,
      let dot = name.utf8.lastIndex(of: period)
    else { return .other }
    let suffix = name[name.utf8.index(after: dot)...]
    let reading = read(stem: name[..<dot], series: series)
    switch (suffix, reading) {
    case ("sql", .other): return .malformed("a name begins with its version, a number")
    case ("sql", _), (_, .other): return reading
    case (_, .migration) where suffix.lowercased() == "sql": return .malformed("its suffix must be '.sql'")
    case (_, .migration(let name))
    where !name.title.contains(".") && !suffix.isEmpty
      && suffix.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }:
      return .migration(
        FileName(version: name.version, title: name.title, label: name.label, language: String(suffix)))
    default: return .other
    }
  }

  /// The file name with another version of its series.
  package func fileName(as version: Version) -> String {
    if version.series == .repeatable {
      let number = version == self.version ? label : version.number
      return "repeat_\(number)\(title.isEmpty ? "" : "_\(title)").\(language)"
    }
    guard let series = version.series.name, label == self.version.description else {
      return version.number + (title.isEmpty ? "" : "_" + title) + "." + language
    }
    let rest = title.dropFirst(series.count + 1).drop { $0.isASCII && $0.isNumber }
    return "\(version)\(rest).\(language)"
  }

  private static func read(stem: Substring, series: Series) -> Reading {
    if stem.utf8.starts(with: "ext_".utf8) { return readExtension(stem) }
    if series == .project, stem.utf8.starts(with: "repeat_".utf8) { return readRepeatable(stem) }
    let underscore = stem.utf8.firstIndex(of: UInt8(ascii: "_")) ?? stem.endIndex
    let number = stem[..<underscore]
    let title = Substring(stem[underscore...].utf8.dropFirst())
    if let version = Version(number: String(number), series: series) {
      let label = version.description.utf8.dropFirst(series.prefix.utf8.count)
      return .migration(FileName(version: version, title: String(title), label: String(Substring(label))))
    }
    return malformed(stem, number)
  }

  /// Parses `ext_NAME_VERSION_title`, in which the first part of only digits is the version.
  private static func readExtension(_ stem: Substring) -> Reading {
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
    guard let index = parts.indices.dropFirst(2).first(where: { isDigits(parts[$0]) }) else {
      return .malformed("'ext_' is followed by a name, '_' and a number, as in 'ext_adk_0001_tables.sql'")
    }
    let name = parts[1..<index].joined(separator: "_")
    guard Version.isSeries(name) else {
      return .malformed("an extension's name is letters, digits and underscores, not '\(name)'")
    }
    guard name != Series.repeatable.name else {
      return .malformed("'ext_repeat' is how the tracking table names repeatable migrations")
    }
    guard let version = Version(number: String(parts[index]), series: .named(name)) else {
      return .malformed("'\(parts[index])' has 14 digits, but is not a valid UTC time")
    }
    // As in SQLSpec, the title is all that comes after the first underscore.
    let title = parts.dropFirst().joined(separator: "_")
    return .migration(FileName(version: version, title: title, label: version.description))
  }

  /// Parses `repeat_NUMBER_title`.
  private static func readRepeatable(_ stem: Substring) -> Reading {
    let rest = stem.dropFirst("repeat_".count)
    let number = rest.prefix { $0 != "_" }
    guard let version = Version(number: String(number), series: .repeatable), !version.isZero else {
      return .malformed("'repeat_' is followed by a number, which is its place: 'repeat_0001_views.sql'")
    }
    let title = rest.dropFirst(number.count + 1)
    return .migration(FileName(version: version, title: String(title), label: String(number)))
  }

  private static func malformed(_ stem: Substring, _ number: Substring) -> Reading {
    if isDigits(number) { return .malformed("'\(number)' has 14 digits, but is not a valid UTC time") }
    if number.first?.isNumber == true, number.allSatisfy(\.isNumber) {
      return .malformed("a version is written in the digits 0 to 9")
    }
    if number.first?.isNumber == true {
      let end = number.firstIndex { !$0.isNumber } ?? number.endIndex
      return .malformed(
        "an underscore has to follow the version '\(number[..<end])', not '\(number[end...].prefix(1))'")
    }
    let lowered = number.lowercased()
    if lowered.hasPrefix("v"), lowered.dropFirst().first?.isNumber == true {
      return .malformed("a version is digits alone, without 'v'")
    }
    if lowered == "r", stem.dropFirst().hasPrefix("__") {
      return .malformed(
        "a migration that runs again when it has changed is named 'repeat_NUMBER_title', not 'R__title'")
    }
    if lowered == "ext" || number.isEmpty && stem.dropFirst().first?.isNumber == true {
      return .malformed("a name begins with its version, or with 'ext_' in lower case")
    }
    return .other
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
