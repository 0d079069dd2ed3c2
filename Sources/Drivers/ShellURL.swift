/// The parts of a database's URL, as they are passed to a driver program.
package struct ShellURL: Sendable, Equatable {
  /// The database, or the path of its file.
  package let name: String
  /// Whether the URL names a file: `duckdb:app.db`.
  package let isFile: Bool
  /// The `RUNG_DB_…` variables, without those for parts that the URL does not have.
  package let environment: [String: String]

  /// Splits a URL into its parts.
  ///
  /// - Parameters:
  ///   - scheme: the part before the colon.
  ///   - rest: the part after the colon.
  ///   - folder: the folder that a relative file path starts from.
  init(_ scheme: String, _ rest: String, relativeTo folder: String) {
    // By Unicode scalars, because an accent after a mark would make another character of both.
    var rest = rest[...].unicodeScalars
    var parts = ["RUNG_DB_SCHEME": scheme]
    let query = rest.firstIndex(of: "?") ?? rest.endIndex
    let parameters = rest[query...].dropFirst().split(separator: "&").map { Substring($0).percentDecoded }
    parts["RUNG_DB_PARAMETERS"] = parameters.isEmpty ? nil : parameters.joined(separator: "\n")
    rest = rest[..<query]
    isFile = !rest.starts(with: "//".unicodeScalars) || rest.starts(with: "///".unicodeScalars)
    if rest.starts(with: "//".unicodeScalars) { rest = rest.dropFirst(2) }
    while isFile, rest.starts(with: "//".unicodeScalars) { rest = rest.dropFirst() }
    if isFile {
      let path = Substring(rest).percentDecoded
      let isPlain =
        path.isEmpty || path.hasPrefix("/") || path == ":memory:" || folder == "." || folder.isEmpty
      name = isPlain ? path : "\(folder)/\(path)"
    } else {
      let slash = rest.firstIndex(of: "/") ?? rest.endIndex
      name = Substring(rest[slash...].dropFirst()).percentDecoded
      parts.merge(ShellURL.authority(rest[..<slash])) { $1 }
    }
    parts["RUNG_DB_NAME"] = name.isEmpty ? nil : name
    environment = parts
  }

  /// The same URL with another database or file.
  func with(name: String) -> ShellURL { ShellURL(self, name: name) }

  private init(_ other: ShellURL, name: String) {
    (self.name, isFile) = (name, other.isFile)
    environment = other.environment.merging(["RUNG_DB_NAME": name]) { $1 }
  }

  /// The parts of `user:password@host:port`; several hosts are separated by commas, and IPv6 is in brackets.
  private static func authority(_ text: Substring.UnicodeScalarView) -> [String: String] {
    var parts: [String: String] = [:]
    var rest = text
    if let at = text.lastIndex(of: "@") {
      let user = text[..<at]
      parts["RUNG_DB_USER"] = Substring(user.prefix { $0 != ":" }).percentDecoded
      if let colon = user.firstIndex(of: ":") {
        parts["RUNG_DB_PASSWORD"] = Substring(user[user.index(after: colon)...]).percentDecoded
      }
      rest = text[text.index(after: at)...]
    }
    let hosts = rest.split(separator: ",", omittingEmptySubsequences: false).map { one in
      let colon = one[(one.lastIndex(of: "]") ?? one.startIndex)...].firstIndex(of: ":") ?? one.endIndex
      let host = String.UnicodeScalarView(one[..<colon].filter { $0 != "[" && $0 != "]" })
      return (name: Substring(String(host)).percentDecoded, port: String(one[colon...].dropFirst()))
    }
    parts["RUNG_DB_HOST"] = hosts.map(\.name).joined(separator: ",")
    if hosts.contains(where: { !$0.port.isEmpty }) {
      parts["RUNG_DB_PORT"] = hosts.map(\.port).joined(separator: ",")
    }
    return parts.filter { !$0.value.isEmpty }
  }
}
