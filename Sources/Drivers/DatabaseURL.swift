import Diagnostics

/// Which database, and how to reach it; its password is never printed.
package struct DatabaseURL: Sendable, CustomStringConvertible {
  package let kind: Kind
  private let text: String

  package enum Kind: Sendable, Equatable {
    /// A file's path, or `:memory:`.
    case sqlite(path: String)
    /// A URL for libpq; nil leaves everything to libpq's own environment and files.
    case postgresql(url: String?)
  }

  /// Reads a URL.
  ///
  /// - Parameters:
  ///   - text: such as `sqlite:app.db` or `postgresql://host/name`.
  ///   - folder: what a relative path of a file is relative to.
  /// - Throws: ``DatabaseURLError``, without any part of the text that may be secret.
  package init(_ text: String, relativeTo folder: String) throws(DatabaseURLError) {
    self.text = text
    guard let colon = text.firstIndex(of: ":") else { throw .noScheme }
    let scheme = text[..<colon].lowercased()
    let rest = String(text[text.index(after: colon)...])
    switch scheme {
    case "sqlite", "sqlite3":
      kind = .sqlite(path: try DatabaseURL.path(rest, relativeTo: folder))
    case "postgresql", "postgres":
      guard rest.isEmpty || rest.hasPrefix("//") else {
        throw .malformed("postgresql://[USER@]HOST[:PORT]/NAME")
      }
      kind = .postgresql(url: rest.isEmpty || rest == "//" ? nil : "\(scheme):\(rest)")
    default:
      throw .unknownScheme(
        scheme.allSatisfy { $0.isLetter || $0.isNumber || "+-_.".contains($0) } ? scheme : "")
    }
  }

  private static func path(_ rest: String, relativeTo folder: String) throws(DatabaseURLError) -> String {
    var path = rest
    if rest.hasPrefix("//") {
      // As in a file URL: what stands between two slashes and the third is a host, and there is none.
      guard rest.hasPrefix("///") else { throw .malformed("sqlite:PATH or sqlite:///ABSOLUTE/PATH") }
      path = String(rest.dropFirst(2))
    }
    guard !path.isEmpty else { throw .malformed("sqlite:PATH") }
    if path == ":memory:" || path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
    return folder + "/" + path
  }

  /// The URL without its password.
  package var description: String { DatabaseURL.redacted(text) }

  /// The name of the dialect that the database speaks.
  package var dialect: String {
    switch kind {
    case .sqlite: "sqlite"
    case .postgresql: "postgresql"
    }
  }

  /// What the database's own client is given to reach the same database; without the password.
  package var clientTarget: String {
    switch kind {
    case .sqlite(let path): path.shellQuoted
    case .postgresql(let url): url.map { DatabaseURL.redacted($0).shellQuoted } ?? ""
    }
  }

  /// Takes passwords out of a URL: that of the user, and every parameter whose name ends in `password`.
  package static func redacted(_ url: String) -> String {
    guard let slashes = url.firstRange(of: "://") else { return url }
    var rest = url[slashes.upperBound...]
    var query = ""
    if let mark = rest.firstIndex(of: "?") {
      let kept = rest[rest.index(after: mark)...].split(separator: "&").filter { parameter in
        !parameter.prefix { $0 != "=" }.lowercased().hasSuffix("password")
      }
      query = kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
      rest = rest[..<mark]
    }
    // A password may hold an '@' that should have been written %40: the last one parts user and host.
    if let at = rest.lastIndex(of: "@") {
      let user = rest[..<at].prefix { $0 != ":" }
      return url[..<slashes.upperBound] + user + rest[at...] + query
    }
    return url[..<slashes.upperBound] + rest + query
  }

  /// The secrets that a message of the database's must not repeat.
  var secrets: [String] {
    guard case .postgresql(let url?) = kind, let slashes = url.firstRange(of: "://") else { return [] }
    let rest = url[slashes.upperBound...]
    var secrets: [String] = []
    if let at = rest.lastIndex(of: "@"), let colon = rest[..<at].firstIndex(of: ":") {
      secrets.append(String(rest[rest.index(after: colon)..<at]))
    }
    for parameter in rest.split(whereSeparator: { $0 == "?" || $0 == "&" }).dropFirst() {
      let parts = parameter.split(separator: "=", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased().hasSuffix("password") { secrets.append(String(parts[1])) }
    }
    return secrets.filter { !$0.isEmpty }
  }
}

extension String {
  /// The text as one word of a POSIX shell.
  fileprivate var shellQuoted: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-:@,+=%".contains($0)) }
    return plain && !isEmpty ? self : "'" + replacing("'", with: #"'\''"#) + "'"
  }
}

/// A URL that names no database; its text is left out, for there may be a password in it.
package enum DatabaseURLError: Diagnostic, Equatable {
  case noScheme
  case unknownScheme(String)
  case malformed(String)

  package var message: String {
    switch self {
    case .noScheme: "the database is not given as a URL"
    case .unknownScheme(let scheme):
      scheme.isEmpty ? "the database's URL has no valid scheme" : "no driver for '\(scheme):' databases"
    case .malformed: "the database's URL is not well formed"
    }
  }

  package var remedy: String? {
    switch self {
    case .noScheme: "write sqlite:PATH or postgresql://[USER@]HOST[:PORT]/NAME"
    case .unknownScheme(let scheme):
      Phrase.nearest(to: scheme, among: ["sqlite", "postgresql", "postgres"]).map { "did you mean '\($0):'?" }
        ?? "write sqlite:PATH or postgresql://[USER@]HOST[:PORT]/NAME"
    case .malformed(let form): "write \(form)"
    }
  }

  package var status: ExitStatus { .badSettings }
}
